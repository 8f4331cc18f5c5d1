//! The body of a delivery, in the format of Discord's own webhook events, which Carbon's applications read.
//!
//! Docs: [Webhook Events, Payload Structure](https://docs.discord.com/developers/events/webhook-events#payload-structure).

use std::io::Write;
use std::time::{Duration, UNIX_EPOCH};

use bytes::Bytes;

use crate::event::ForwardEvent;

/// `type` of a webhook event, in contrast to PING. Docs: [Webhook Events, Webhook
/// Types](https://docs.discord.com/developers/events/webhook-events#webhook-types).
const TYPE_EVENT: u8 = 1;

/// Returns the JSON to deliver. The bytes of the event's data are included unchanged.
pub(crate) fn body(application_id: &str, event: &ForwardEvent) -> Bytes {
    let mut out = Vec::with_capacity(event.data.len() + 192);
    let timestamp =
        humantime::format_rfc3339_millis(UNIX_EPOCH + Duration::from_millis(event.received_ms));
    let application_id = json_string(application_id);
    let name = json_string(&event.name);
    // Writing to a vector cannot fail.
    let _ = write!(
        out,
        r#"{{"version":1,"application_id":{application_id},"type":{TYPE_EVENT},"event":{{"type":{name},"timestamp":"{timestamp}","data":"#
    );
    out.extend_from_slice(&event.data);
    out.extend_from_slice(b"}}");
    out.into()
}

fn json_string(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use gateway_model::gateway::Intents;
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn a_webhook_event_with_the_data_untouched() {
        // Spaces, an integer over 53 bits and an escape that a decoder would change.
        let data = r#"{ "id":"1", "n":12345678901234567890, "t":"\u00e9" }"#;
        let event = ForwardEvent {
            id: "s:0:7".into(),
            name: "MESSAGE_CREATE".into(),
            shard: 0,
            guild: None,
            intents: Intents::GUILD_MESSAGES,
            received_ms: 1_700_000_000_123,
            fleet: None,
            data: Bytes::from(data),
        };
        let body = body("42", &event);
        let text = std::str::from_utf8(&body).unwrap();
        assert!(text.contains(&format!(r#""data":{data}}}}}"#)), "{text}");
        let read: Value = serde_json::from_slice(&body).unwrap();
        assert_eq!(read["version"], json!(1));
        assert_eq!(read["application_id"], json!("42"));
        assert_eq!(read["type"], json!(1));
        assert_eq!(read["event"]["type"], json!("MESSAGE_CREATE"));
        assert_eq!(read["event"]["timestamp"], json!("2023-11-14T22:13:20.123Z"));
    }

    #[test]
    fn a_name_cannot_break_out() {
        let event = ForwardEvent {
            id: "".into(),
            name: "A\",\"x\":\"".into(),
            shard: 0,
            guild: None,
            intents: Intents::empty(),
            received_ms: 0,
            fleet: None,
            data: Bytes::from_static(b"null"),
        };
        let read: Value = serde_json::from_slice(&body("1", &event)).unwrap();
        assert_eq!(read["event"]["type"], json!("A\",\"x\":\""));
        assert!(read["event"].get("x").is_none());
    }
}
