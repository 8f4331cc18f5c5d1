use std::borrow::Cow;
use std::collections::BTreeMap;

use proptest::prelude::*;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::*;

/// Reads a text, and checks that `serde_json` reads the same value.
fn agrees<T: DeserializeOwned + PartialEq + fmt::Debug>(text: &[u8]) -> Option<T> {
    let value: T = from_slice(text).ok()?;
    let same = serde_json::from_slice(text);
    assert_eq!(Some(&value), same.ok().as_ref(), "{}", String::from_utf8_lossy(text));
    Some(value)
}

#[test]
fn values_of_every_kind_are_read() {
    for text in [
        "null",
        "true",
        "false",
        "0",
        "7",
        "-7",
        "18446744073709551615",
        "-9223372036854775808",
        "1.5",
        "-0.25",
        "1e3",
        "2.5E-2",
        // More than 64 bits: a float.
        "2323202413929417370100000000000000000",
        r#""""#,
        r#""é😀""#,
        r#""a\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00z""#,
        "[]",
        "[ 1 , 2 ]",
        "{}",
        r#"{"a":1,"b":{"c":[{}]}}"#,
        " \n\t\r{ \"a\" : [ ] } ",
        "[[[[1]]]]",
    ] {
        assert!(agrees::<Value>(text.as_bytes()).is_some(), "{text}");
        let nested = format!(r#"{{"x":{text},"y":[{text}]}}"#);
        assert!(agrees::<Value>(nested.as_bytes()).is_some(), "{nested}");
        #[derive(Debug, PartialEq, Deserialize)]
        struct Other {}
        assert!(agrees::<Other>(nested.as_bytes()).is_some(), "skipped: {nested}");
    }
}

#[test]
fn what_is_not_json_is_not_read() {
    for text in [
        "",
        " ",
        "nul",
        "nulll",
        "tru",
        "+1",
        "01",
        "-",
        "-01",
        "1.",
        ".5",
        "1e",
        "1e+",
        "1x",
        "--1",
        "0x1",
        "1e999",
        "NaN",
        "\"",
        "\"\\\"",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\ud800\"",
        "\"\n\"",
        "\"\u{0}\"",
        "[",
        "[1",
        "[1,",
        "[1,]",
        "[,1]",
        "[1 2]",
        "{",
        "{}}",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{,}",
        "{a:1}",
        "{\"a\":1 \"b\":2}",
        "[}",
        "{]",
        "[1}",
        "1 2",
        "'a'",
    ] {
        assert!(from_slice::<Value>(text.as_bytes()).is_err(), "{text}");
        assert!(serde_json::from_slice::<Value>(text.as_bytes()).is_err(), "{text}");
        // A number that is too large, and half a surrogate pair, are detected only if the value is wanted.
        let nested = format!(r#"{{"x":{text}}}"#);
        let skipped = from_slice::<Empty>(nested.as_bytes());
        assert_eq!(skipped.is_ok(), ["1e999", "\"\\ud800\""].contains(&text), "skipped: {nested}");
    }
    for bytes in [&b"\"\xff\""[..], b"\"\xc3\"", b"\"\xed\xa0\x80\""] {
        assert!(from_slice::<Value>(bytes).is_err());
    }
}

#[derive(Debug, PartialEq, Deserialize)]
struct Empty {}

#[test]
fn depth_is_limited_and_no_stack_overflows() {
    for (depth, fits) in [(100, true), (127, true), (128, false), (100_000, false)] {
        let text = "[".repeat(depth) + &"]".repeat(depth);
        assert_eq!(from_slice::<Value>(text.as_bytes()).is_ok(), fits, "{depth}");
        let skipped = format!(r#"{{"x":{text}}}"#);
        assert_eq!(from_slice::<Empty>(skipped.as_bytes()).is_ok(), depth < 127, "{depth}");
    }
}

#[test]
fn strings_are_borrowed_where_they_have_no_escapes() {
    #[derive(Deserialize)]
    struct View<'a> {
        plain: &'a str,
        #[serde(borrow)]
        escaped: Cow<'a, str>,
        #[serde(borrow)]
        raw: &'a RawValue,
    }
    let text = br#"{"plain":"abc","escaped":"a\nb","raw": {"x" : [1]} }"#;
    let view: View<'_> = from_slice(text).unwrap();
    assert!(text.as_ptr_range().contains(&view.plain.as_ptr()));
    assert_eq!((view.plain, &*view.escaped, view.raw.get()), ("abc", "a\nb", r#"{"x" : [1]}"#));
}

#[test]
fn enums_options_and_tuples_are_read() {
    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(rename_all = "lowercase")]
    enum Plain {
        One,
        Two,
    }
    #[derive(Debug, PartialEq, Deserialize)]
    struct All {
        plain: Plain,
        none: Option<u8>,
        some: Option<u8>,
        missing: Option<u8>,
        pair: (u8, String),
        letter: char,
        float: f32,
        map: BTreeMap<String, Plain>,
    }
    let text = br#"{"plain":"one","none":null,"some":5,"pair":[1,"x"],"letter":"z","float":1.5,
        "map":{"a":"two","\u0062":"o\u006ee"}}"#;
    let all: All = agrees(text).unwrap();
    assert_eq!((all.some, &all.map["b"]), (Some(5), &Plain::One));
}

#[test]
fn a_wrong_type_is_never_read() {
    assert!(from_slice::<u8>(b"256").is_err());
    assert!(from_slice::<u8>(b"-1").is_err());
    assert!(from_slice::<u8>(b"1.0").is_err());
    assert!(from_slice::<String>(b"1").is_err());
    assert!(from_slice::<bool>(b"\"true\"").is_err());
    assert!(from_slice::<(u8, u8)>(b"[1,2,3]").is_err());
    assert!(from_slice::<(u8, u8)>(b"[1]").is_err());
    assert!(from_slice::<Vec<u8>>(b"{}").is_err());
}

#[test]
fn a_value_can_be_kept_as_its_text() {
    #[derive(Deserialize)]
    struct Raw<'a> {
        #[serde(borrow)]
        many: Vec<&'a RawValue>,
        none: Option<Box<RawValue>>,
        some: Option<Box<RawValue>>,
        map: BTreeMap<String, Box<RawValue>>,
    }
    let text =
        br#"{"many":[ 1e5 , {"a" : [ ]},"\n"],"none":null,"some": [1, 2] ,"map":{"a": -0 }}"#;
    let raw: Raw<'_> = from_slice(text).unwrap();
    assert!(text.as_ptr_range().contains(&raw.many[1].get().as_ptr()));
    let many: Vec<_> = raw.many.iter().map(|value| value.get()).collect();
    assert_eq!(many, ["1e5", r#"{"a" : [ ]}"#, r#""\n""#]);
    assert_eq!((raw.none.is_none(), raw.some.unwrap().get()), (true, "[1, 2]"));
    assert_eq!(raw.map["a"].get(), "-0");
    for broken in ["[1,]", "x", "\"\\x\"", ""] {
        assert!(from_slice::<Box<RawValue>>(broken.as_bytes()).is_err(), "{broken}");
    }
}

/// Only `RawValue` is created by `serde_json`, even if another type has its name: if `serde_json` created that type,
/// the invalid id would also cost the tag.
#[test]
fn a_type_with_a_dollar_in_its_name_is_read_here() {
    use crate::channel::ForumTag;

    #[derive(Deserialize)]
    #[serde(rename = "$serde_json::private::Tag")]
    struct Tag(ForumTag);
    let text = br#"[{"id":"1","name":"a","emoji_id":"b"}]"#;
    let (tags, left_out) = read_json::<Vec<Tag>>(text).unwrap();
    assert_eq!((&*tags[0].0.name, left_out[0].path()), ("a", "[0].emoji_id"));
}

/// White space is allowed before and after every part of JSON.
#[test]
fn white_space_is_stepped_over_everywhere() {
    use crate::event::{Event, PresenceUpdate};

    #[derive(Debug, PartialEq, Deserialize)]
    enum Shape {
        Unit,
        One(i32),
        Pair(i32, f32),
        Fields { a: Option<String>, b: bool },
    }
    #[derive(Debug, PartialEq, Deserialize)]
    struct Own {
        shapes: Vec<Shape>,
        id: u64,
        text: String,
        bytes: BTreeMap<i8, Vec<u8>>,
        presence: PresenceUpdate,
    }
    let presence = r#"{"user":{"id":"175928847299117063"},"guild_id":5,"status":"idle","activities":[
        {"name":"a","type":0,"created_at":1754932027299,"timestamps":{"start":-1},"emoji":{"name":"b","id":null},
        "party":{"size":[1,2]},"instance":true,"flags":"1","buttons":["x","y"]},{"name":"c","type":"4"}],
        "client_status":{"web":"dnd"}}"#;
    let own = format!(
        r#"{{"shapes":["Unit",{{"One":1}},{{"Pair":[-1,2.5]}},{{"Fields":{{"a":null,"b":false}}}}],"id":12345678,
        "text":"\n","bytes":{{"-1":[1,200]}},"presence":{presence},"others":[null,{{"x":true}},"a"]}}"#
    );
    let spaced = |text: &str| {
        let mut quoted = false;
        let parts = text.split_inclusive(|next: char| {
            quoted ^= next == '"';
            !quoted && !next.is_alphanumeric() && !"-.".contains(next)
        });
        parts
            .map(|part| match part.split_at(part.len() - 1) {
                (value, end) if "{}[]:,".contains(end) => format!("\n{value}\t {end}\r "),
                _ => part.to_owned(),
            })
            .collect::<String>()
    };
    let read: Own = agrees(own.as_bytes()).unwrap();
    assert_eq!(read.shapes.len(), 4);
    assert_eq!(agrees::<Own>(spaced(&own).as_bytes()), Some(read));
    let event = |data: &str| {
        let text = format!(r#"{{"t":"PRESENCE_UPDATE","s":1,"op":0,"d":{data}}}"#);
        crate::Dispatch::parse(text.into()).unwrap().event().unwrap()
    };
    let (compact, spaced) = (event(presence), event(&spaced(presence)));
    assert!(
        matches!(&compact.value, Event::PresenceUpdate(presence) if presence.activities.len() == 2)
    );
    assert_eq!((compact.value, spaced.skipped.len()), (spaced.value, 0));
}

/// Any JSON value. Floats are multiples of 1/8, which every parser reads alike.
fn any_json() -> impl Strategy<Value = Value> {
    let text = "([{}\\[\\]\",:\\\\é😀 a-z\\n]|\\PC){0,20}";
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<i32>().prop_map(|eighths| Value::from(f64::from(eighths) / 8.0)),
        text.prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 48, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::vec((text, inner), 0..6)
                .prop_map(|entries| Value::Object(Map::from_iter(entries))),
        ]
    })
}

proptest! {
    #[test]
    fn any_value_is_read_as_serde_json_reads_it(value in any_json(), pretty in any::<bool>()) {
        let text = if pretty { format!("{value:#}") } else { value.to_string() };
        prop_assert_eq!(agrees::<Value>(text.as_bytes()), Some(value));
        let skipped = format!(r#"{{"x":{text}}}"#);
        prop_assert!(agrees::<Empty>(skipped.as_bytes()).is_some());
    }

    #[test]
    fn a_changed_byte_is_read_as_serde_json_reads_it_or_not_at_all(
        value in any_json(),
        at in any::<prop::sample::Index>(),
        byte in prop_oneof![any::<u8>(), prop::sample::select(&b"{}[]\",:\\ 0-.e"[..])],
    ) {
        let mut text = format!(r#"{{"x":{value}}}"#).into_bytes();
        let at = at.index(text.len());
        text[at] = byte;
        agrees::<Empty>(&text);
        agrees::<Value>(&text);
    }
}

#[test]
fn a_type_that_panics_while_it_is_read_leaves_the_reader_strict() {
    use crate::channel::ForumTag;

    struct Panics;
    impl<'de> Deserialize<'de> for Panics {
        fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            // Only the second, lenient reading keeps the error message.
            let error = serde::de::Error::custom("first");
            if reason::is_heard() {
                panic!("by the type")
            }
            drop(deserializer);
            Err(error)
        }
    }
    let panicked = std::panic::catch_unwind(|| read_json::<Panics>(b"1").is_ok());
    assert!(panicked.is_err());
    let odd = br#"[{"id":"1","name":"a","emoji_id":"b"}]"#;
    assert!(from_slice::<Vec<ForumTag>>(odd).is_err());
}

/// Reads one entry of an object and not the others, which no type of this crate does.
#[derive(Debug)]
struct FirstEntry;

impl<'de> Deserialize<'de> for FirstEntry {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct First;
        impl<'de> serde::de::Visitor<'de> for First {
            type Value = FirstEntry;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: serde::de::MapAccess<'de>>(
                self,
                mut map: A,
            ) -> Result<FirstEntry, A::Error> {
                // After the last entry, another call returns none again.
                if map.next_entry::<String, u8>()?.is_none() {
                    assert!(map.next_entry::<String, u8>()?.is_none());
                }
                Ok(FirstEntry)
            }
        }
        deserializer.deserialize_map(First)
    }
}

#[test]
fn an_object_that_is_not_read_to_its_end_is_left_to_serde_json() {
    for (text, read) in [("{}", true), (r#"{"a":1}"#, false), (r#"{"a":1,"b":2}"#, false)] {
        assert_eq!(from_slice::<FirstEntry>(text.as_bytes()).is_ok(), read, "{text}");
        let list = format!("[{text},{{}}]");
        assert_eq!(from_slice::<Vec<FirstEntry>>(list.as_bytes()).is_ok(), read, "{list}");
        let nested = format!(r#"{{"x":{text},"y":{{}}}}"#);
        let nested = from_slice::<BTreeMap<String, FirstEntry>>(nested.as_bytes());
        assert_eq!(nested.is_ok(), read, "{text}");
    }
}
