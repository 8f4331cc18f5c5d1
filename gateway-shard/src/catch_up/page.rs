//! Converts a page of messages from REST to events.

use std::sync::Arc;

use gateway_model::id::{Id, marker};
use gateway_model::{Bytes, Dispatch};
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::value::RawValue;

/// The maximum number of messages in a page.
///
/// Docs: [Get Channel Messages](https://docs.discord.com/developers/resources/message#get-channel-messages), `limit`.
pub(super) const PAGE: u32 = 100;

/// Messages of one channel, oldest first.
pub(super) type Page = Vec<(u64, Dispatch)>;

#[derive(Deserialize)]
struct MessagePart {
    id: Id<marker::Message>,
    #[serde(default)]
    guild_id: Option<IgnoredAny>,
}

/// Parses the response, in which the newest message comes first. Each becomes a MESSAGE_CREATE with the guild's id,
/// which only gateway events have, and with the sequence 0.
pub(super) fn read_page(body: &[u8], guild: Id<marker::Guild>) -> Result<Page, Arc<str>> {
    let text = |error: serde_json::Error| Arc::<str>::from(error.to_string());
    let messages: Vec<&RawValue> = serde_json::from_slice(body).map_err(text)?;
    let mut page = Vec::with_capacity(messages.len());
    for message in messages {
        let part: MessagePart = serde_json::from_str(message.get()).map_err(text)?;
        let fields = message.get().trim_start().strip_prefix('{').unwrap_or_default();
        let head = r#"{"op":0,"s":0,"t":"MESSAGE_CREATE","d":{"#;
        let event = match part.guild_id {
            Some(_) => format!("{head}{fields}}}"),
            None => format!(r#"{head}"guild_id":"{guild}",{fields}}}"#),
        };
        let event = Dispatch::parse(Bytes::from(event));
        page.push((part.id.get(), event.map_err(|error| Arc::<str>::from(error.to_string()))?));
    }
    page.sort_unstable_by_key(|(id, _)| *id);
    page.dedup_by_key(|(id, _)| *id);
    Ok(page)
}

#[cfg(test)]
mod tests {
    use gateway_model::event::MessageCreate;

    use super::*;

    #[test]
    fn each_message_is_an_event_with_its_guild_oldest_first() {
        let guild = Id::new(7).unwrap();
        let body = r#"[ {"id":"3","content":"}"} , { "id":"2","guild_id":"9"},{"id":"2"}]"#;
        let page = read_page(body.as_bytes(), guild).unwrap();
        let data: Vec<(u64, &str)> = page
            .iter()
            .map(|(id, event)| (*id, std::str::from_utf8(event.data()).unwrap()))
            .collect();
        assert_eq!(
            data,
            [
                (2, r#"{ "id":"2","guild_id":"9"}"#),
                (3, r#"{"guild_id":"7","id":"3","content":"}"}"#)
            ]
        );
        assert_eq!(page[1].1.guild_id(), Some(guild));
        assert_eq!((page[1].1.sequence(), page[1].1.name()), (0, "MESSAGE_CREATE"));
    }

    #[test]
    fn what_is_no_list_of_messages_is_an_error() {
        for body in ["", "{}", "[7]", r#"[{"id":"0"}]"#, r#"[{}]"#, r#"[{"id":"1"}"#] {
            assert!(read_page(body.as_bytes(), Id::new(7).unwrap()).is_err(), "{body}");
        }
    }

    #[test]
    fn the_event_is_read_as_one_of_the_gateway() {
        let message = serde_json::json!([{
            "id": "5", "channel_id": "6", "author": { "id": "8", "username": "u", "discriminator": "0" },
            "content": "hello", "timestamp": "2024-01-01T00:00:00+00:00", "edited_timestamp": null, "tts": false,
            "mention_everyone": false, "mentions": [], "mention_roles": [], "attachments": [], "embeds": [],
            "pinned": false, "type": 0,
        }]);
        let page = read_page(message.to_string().as_bytes(), Id::new(7).unwrap()).unwrap();
        let event = page[0].1.decode::<MessageCreate>().unwrap();
        assert_eq!((event.guild_id, &*event.content), (Id::new(7), "hello"));
    }
}
