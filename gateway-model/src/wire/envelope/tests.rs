use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::value::RawValue;
use serde_json::{Map, Value, json};

use super::*;

fn scan(text: &str) -> (Envelope<'_>, &str) {
    let envelope = Envelope::scan(text.as_bytes()).unwrap();
    let data = std::str::from_utf8(envelope.data()).unwrap();
    (envelope, data)
}

#[test]
fn finds_the_data_in_discords_own_order() {
    let (envelope, data) = scan(r#"{"t":"A_B","s":42,"op":0,"d":{"a":"}"}}"#);
    assert_eq!(
        (envelope.op, envelope.sequence, envelope.event),
        (Opcode::Dispatch, Some(42), Some("A_B"))
    );
    assert_eq!(data, r#"{"a":"}"}"#);
}

#[test]
fn key_order_and_white_space_are_free() {
    let (envelope, data) =
        scan(" { \"d\" : [1, {\"x\":\"]\\\"}\"}] , \"op\" : 0 ,\"t\":\"X\", \"s\":1 } ");
    assert_eq!((envelope.sequence, envelope.event), (Some(1), Some("X")));
    assert_eq!(data, r#"[1, {"x":"]\"}"}]"#);
}

#[test]
fn inner_keys_of_the_same_name_do_not_confuse_it() {
    let (envelope, data) = scan(r#"{"op":0,"d":{"op":7,"s":9,"t":"Y","d":1},"s":3,"t":"X"}"#);
    assert_eq!(
        (envelope.op, envelope.sequence, envelope.event),
        (Opcode::Dispatch, Some(3), Some("X"))
    );
    assert_eq!(data, r#"{"op":7,"s":9,"t":"Y","d":1}"#);
}

#[test]
fn keys_after_a_last_d_are_not_taken_for_its_part() {
    for extra in [r#""x":1"#, r#""x":{}"#, r#""x":{"d":[]}"#, r#""x":[{}]"#, r#""d":{"b":2}"#] {
        for data in [r#"{"a":1}"#, "[{}]", "null", "7", r#""{""#] {
            let text = format!(r#"{{"t":"X","s":1,"op":0,"d":{data} , {extra}}}"#);
            assert_eq!(scan(&text).1, data, "{text}");
        }
    }
}

#[test]
fn of_a_key_that_comes_twice_the_first_counts() {
    let text = r#"{"op":0,"op":1,"s":1,"s":2,"d":{"a":1},"d":{"a":2},"t":"A","t":"B"}"#;
    let (envelope, data) = scan(text);
    assert_eq!(
        (envelope.op, envelope.sequence, envelope.event, data),
        (Opcode::Dispatch, Some(1), Some("A"), r#"{"a":1}"#)
    );
}

#[test]
fn keys_may_be_written_with_escapes() {
    let (envelope, data) = scan(r#"{"\u006fp":0,"\u0073":5,"t":"A","\u0064":{"a":1}}"#);
    assert_eq!((envelope.op, envelope.sequence, data), (Opcode::Dispatch, Some(5), r#"{"a":1}"#));
}

#[test]
fn nulls_and_missing_fields_are_none() {
    let (envelope, data) = scan(r#"{"op":11}"#);
    assert_eq!(
        (envelope.op, envelope.sequence, envelope.event, data),
        (Opcode::HeartbeatAck, None, None, "")
    );
    let (envelope, data) = scan(r#"{"t":null,"s":null,"op":7,"d":null}"#);
    assert_eq!(
        (envelope.op, envelope.sequence, envelope.event, data),
        (Opcode::Reconnect, None, None, "null")
    );
}

#[test]
fn an_unknown_opcode_is_kept() {
    assert_eq!(scan(r#"{"op":99,"d":1}"#).0.op, Opcode::Unknown(99));
    assert_eq!(scan(r#"{"op":300,"d":1}"#).0.op, Opcode::Unknown(300));
}

#[test]
fn bad_messages_are_errors() {
    for text in [
        "",
        "[]",
        "{}",
        "null",
        "{\"op\"",
        "{\"op\":\"0\"}",
        "{\"op\":-1}",
        "{\"op\":1.5}",
        "{\"op\":01}",
        "{\"op\":0,\"s\":99999999999999999999}",
        "{\"op\":0,\"t\":5}",
        "{\"s\":1}",
        "{\"x\\",
        "{\"op\":}",
        "{,}",
        "{\"op\":1}x",
        "{\"op\":1} {}",
        "{\"op\":1,}",
        "{\"op\":1,\"x\":[}}",
        "{\"op\":1,\"x\":tru}",
        "{\"op\":1 \"s\":2}",
    ] {
        assert!(Envelope::scan(text.as_bytes()).is_err(), "{text}");
    }
}

/// A truncated payload is refused, or its data is invalid for every JSON parser.
#[test]
fn what_is_cut_off_is_never_taken_for_whole() {
    for whole in [
        r#"{"t":"A","s":1,"op":0,"d":{"a":[1,"\"x}}"],"b":{}},"x":{"y":[{}]}}"#,
        r#"{"d":{"a":[1,"\"x}}"],"b":{}},"op":0,"s":1,"t":"A","x":{"y":[{}]}}"#,
    ] {
        let data = scan(whole).1;
        for end in 0..whole.len() {
            let Ok(envelope) = Envelope::scan(&whole.as_bytes()[..end]) else { continue };
            let part = envelope.data();
            assert!(serde_json::from_slice::<Value>(part).is_err(), "{end}: {data}");
        }
    }
}

#[test]
fn too_many_or_wrong_brackets_are_never_valid_data() {
    for data in [r#"{"a":1}}"#, r#"{"a":1]"#, r#"{"a":[}"#, r#"{"a":1}]}"#, r#"{"a":{}"#] {
        let text = format!(r#"{{"t":"A","s":1,"op":0,"d":{data}}}"#);
        if let Ok(envelope) = Envelope::scan(text.as_bytes()) {
            assert!(serde_json::from_slice::<Value>(envelope.data()).is_err(), "{text}");
        }
    }
}

/// Any JSON value; strings with quotes, backslashes and brackets are likely.
fn any_json() -> impl Strategy<Value = Value> {
    let text = "([{}\\[\\]\",:\\\\é😀 a-z]|\\PC){0,12}";
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (-1e9..1e9_f64).prop_map(Value::from),
        text.prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 32, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::vec((text, inner), 0..6)
                .prop_map(|entries| Value::Object(Map::from_iter(entries))),
        ]
    })
}

/// Entries of an envelope in any order, some missing, and other entries.
fn any_entries() -> impl Strategy<Value = Vec<(String, Value)>> {
    let own = (
        any::<u8>(),
        prop::option::of(prop::option::of(any::<u64>())),
        prop::option::of(prop::option::of("[A-Z_é]{0,20}")),
        prop::option::of(any_json()),
    );
    let others = prop::collection::vec(("([a-z{}\\[\\]\"\\\\]){3,8}", any_json()), 0..3);
    (own, others)
        .prop_map(|((op, s, t, d), others)| {
            let mut entries: Vec<_> =
                others.into_iter().enumerate().map(|(i, (k, v))| (format!("{k}{i}"), v)).collect();
            entries.push(("op".to_owned(), json!(op)));
            entries.extend(s.map(|s| ("s".to_owned(), json!(s))));
            entries.extend(t.map(|t| ("t".to_owned(), json!(t))));
            entries.extend(d.map(|d| ("d".to_owned(), d)));
            entries
        })
        .prop_shuffle()
}

/// Writes an object with this white space around each of its parts.
fn write(entries: &[(String, Value)], space: &str, pretty: bool) -> String {
    let value = |value: &Value| {
        if pretty { format!("{value:#}") } else { value.to_string() }
    };
    let entries: Vec<_> = entries
        .iter()
        .map(|(k, v)| format!("{space}{}{space}:{space}{}{space}", json!(k), value(v)))
        .collect();
    format!("{space}{{{}}}{space}", entries.join(","))
}

proptest! {
    #[test]
    fn agrees_with_serde_json_whatever_the_order(
        entries in any_entries(),
        space in "[ \t\r\n]{0,2}",
        pretty in any::<bool>(),
    ) {
        let text = write(&entries, &space, pretty);
        let whole: Map<String, Value> = serde_json::from_str(&text).unwrap();
        let envelope = Envelope::scan(text.as_bytes()).unwrap();
        prop_assert_eq!(envelope.op, Opcode::from(whole["op"].as_u64().unwrap() as i32));
        prop_assert_eq!(envelope.sequence, whole.get("s").and_then(Value::as_u64));
        prop_assert_eq!(envelope.event, whole.get("t").and_then(Value::as_str));
        match whole.get("d") {
            Some(data) => {
                prop_assert_eq!(&serde_json::from_slice::<Value>(envelope.data()).unwrap(), data);
            }
            None => prop_assert!(envelope.data().is_empty()),
        }
    }

    #[test]
    fn a_changed_byte_is_an_error_or_read_as_serde_json_reads_it(
        entries in any_entries(),
        at in any::<prop::sample::Index>(),
        byte in prop_oneof![any::<u8>(), prop::sample::select(&b"{}[]\",:\\ 0"[..])],
    ) {
        let mut text = write(&entries, "", false).into_bytes();
        let at = at.index(text.len());
        text[at] = byte;
        let Ok(envelope) = Envelope::scan(&text) else { return Ok(()) };
        let Ok(data) = serde_json::from_slice::<Value>(envelope.data()) else { return Ok(()) };
        // A name with escapes or control characters is shown unchanged, and strings that nobody wants need not be
        // UTF-8.
        let name_is_plain =
            envelope.event.is_none_or(|t| !t.contains(|c: char| c == '\\' || c.is_control()));
        if name_is_plain {
            let text = String::from_utf8_lossy(&text);
            let whole: BTreeMap<String, &RawValue> = serde_json::from_str(&text).unwrap();
            // If a key is repeated, serde_json uses the last value.
            if whole.len() == entries.len() {
                prop_assert_eq!(data, serde_json::from_str::<Value>(whole["d"].get()).unwrap());
            }
        }
    }

    #[test]
    fn any_bytes_are_no_panic(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
        if let Ok(envelope) = Envelope::scan(&bytes) {
            let _ = envelope.data();
        }
    }
}
