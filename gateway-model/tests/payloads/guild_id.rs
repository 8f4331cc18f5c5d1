//! The guild of an event is known without decoding it.

use std::fmt::Write as _;

use gateway_model::EventKind;
use serde_json::{Value, json};

use crate::samples::{dispatch, samples};

#[test]
fn the_guild_of_every_event_is_found() {
    for sample in samples() {
        let found = sample.dispatch().guild_id().map(|id| id.get());
        assert_eq!(found, sample.guild, "{}", sample.name());
    }
}

#[test]
fn it_is_found_wherever_it_stands_and_whatever_stands_before_it() {
    for mut sample in samples() {
        let Some(fields) = sample.data.as_object_mut() else { continue };
        // Similar fields, in nested objects, in strings, and after an escaped quote.
        fields.insert("a".into(), json!({"guild_id": "6", "id": "7", "meta": {"guild_id": "8"}}));
        fields.insert("b".into(), json!(["\"guild_id\":\"9\"", "\\\"id\":\"9\"", "}", "\\"]));
        let fields: Vec<_> =
            fields.iter().map(|(name, value)| (name.clone(), value.clone())).collect();
        for first in 0..fields.len() {
            let mut text = String::new();
            for (name, value) in fields.iter().cycle().skip(first).take(fields.len()) {
                let comma = if text.is_empty() { "{" } else { "," };
                write!(text, "{comma} \"{name}\" : {value} ").unwrap();
            }
            text.push('}');
            let raw = format!(r#"{{"op":0,"d":{text},"s":1,"t":"{}"}}"#, sample.name());
            let found = gateway_model::Dispatch::parse(raw.into()).unwrap().guild_id();
            assert_eq!(found.map(|id| id.get()), sample.guild, "{} from {first}", sample.name());
        }
    }
}

#[test]
fn it_is_read_as_a_string_or_an_integer_and_nothing_else_is_one() {
    for (value, found) in [
        (json!("5"), Some(5)),
        (json!(5), Some(5)),
        (json!(u64::MAX), Some(u64::MAX)),
        (Value::Null, None),
        (json!("0"), None),
        (json!(""), None),
        (json!("x"), None),
        (json!(-5), None),
        (json!(5.5), None),
        (json!(["5"]), None),
        (json!({"guild_id": "5"}), None),
    ] {
        let event = dispatch("TYPING_START", &json!({ "guild_id": value }));
        assert_eq!(event.guild_id().map(|id| id.get()), found, "{value}");
    }
}

#[test]
fn an_event_without_one_has_none() {
    for data in [json!({"id": "5"}), json!({}), json!(null), json!([]), json!("guild_id"), json!(5)]
    {
        assert_eq!(dispatch("MESSAGE_DELETE", &data).guild_id(), None, "{data}");
    }
    let newer = dispatch("NEWER_THAN_THIS_VERSION", &json!({"guild_id": "5"}));
    assert_eq!((newer.kind(), newer.guild_id().map(|id| id.get())), (EventKind::Unknown, Some(5)));
}
