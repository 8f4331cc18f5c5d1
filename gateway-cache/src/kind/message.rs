//! Messages.

use gateway_model::message::{Message, ReferencedMessage};

use super::row::row;
use crate::pack::{Input, json};

bitflags::bitflags! {
    /// Groups of fields of messages. The time is always kept.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub struct MessageFields: u8 {
        /// `author`, `webhook_id`.
        const AUTHOR = 1;
        /// `content`.
        const CONTENT = 1 << 1;
        /// `attachments`, `embeds`, `components`, `sticker_items`, `stickers`, `poll`. Votes are counted as their
        /// events arrive.
        const MEDIA = 1 << 2;
        /// `reactions`, counted as their events arrive.
        const REACTIONS = 1 << 3;
        /// `mentions`, `mention_everyone`, `mention_roles`, `mention_channels`.
        const MENTIONS = 1 << 4;
        /// `message_reference`, `referenced_message`, `message_snapshots`, `interaction_metadata`, `interaction`.
        const REFERENCES = 1 << 5;
        /// All other fields, such as `type`, `flags`, `pinned` and `edited_timestamp`.
        const DETAILS = 1 << 6;
    }
}

row! { Message, MessageFields, Message,
    r#"{"id":"1","channel_id":"1","author":{"id":"1"},"timestamp":"1970-01-01T00:00:00Z"}"#, |message, place| {
        message.id = place.id.cast();
    },
    [] channel_id, timestamp;
    [AUTHOR] author, webhook_id;
    [CONTENT] content;
    [DETAILS] kind, flags, pinned, tts, edited_timestamp, nonce json, position, application_id;
    [MENTIONS] mention_everyone, mentions json, mention_roles, mention_channels json;
    [MEDIA] attachments json, embeds json, components json, sticker_items json, stickers json, poll json;
    [REACTIONS] reactions json;
    [REFERENCES] message_reference json, referenced_message reference, message_snapshots json,
        interaction_metadata json, interaction json;
    [DETAILS] activity json, application json, thread json, role_subscription_data json, resolved json, call json,
        shared_client_theme json, purchase_notification json;
}

/// Writes the message to which a message replies: none, deleted, or the message.
pub(super) fn put_reference(reference: &ReferencedMessage, out: &mut Vec<u8>) {
    match reference {
        ReferencedMessage::Deleted => out.push(1),
        ReferencedMessage::Message(message) => {
            out.push(2);
            json::put(&Some(message), out);
        }
        _ => out.push(0),
    }
}

/// Reads what [`put_reference`] wrote.
pub(super) fn take_reference(row: &mut Input<'_>) -> ReferencedMessage {
    match row.byte() {
        0 => ReferencedMessage::Unknown,
        1 => ReferencedMessage::Deleted,
        _ => json::take::<Option<Box<Message>>>(row)
            .map_or(ReferencedMessage::Unknown, ReferencedMessage::Message),
    }
}

#[cfg(test)]
mod tests {
    use super::super::row::come_back;
    use super::*;

    /// The examples of Discord's docs, and fields that they lack.
    #[test]
    fn all_fields_come_back() {
        let directory = concat!(env!("CARGO_MANIFEST_DIR"), "/testdata/examples");
        let mut read = 0;
        for file in std::fs::read_dir(directory).unwrap() {
            let text = std::fs::read(file.unwrap().path()).unwrap();
            let Ok(message) = serde_json::from_slice::<Message>(&text) else { continue };
            assert_eq!(come_back(&message, message.id.get(), MessageFields::all()), message);
            read += 1;
        }
        assert!(read > 1, "{read}");
    }

    #[test]
    fn what_the_examples_lack_comes_back() {
        let user =
            r#"{"id":"4","username":"u","discriminator":"0","global_name":null,"avatar":null}"#;
        let text = format!(
            r#"{{"id":"9","channel_id":"8","author":{user},"content":"c","timestamp":"2026-08-11T17:27:07.5Z",
            "edited_timestamp":"2026-08-11T17:28:07Z","tts":true,"mention_everyone":true,"mentions":[{user}],
            "mention_roles":["3"],"mention_channels":[{{"id":"1","guild_id":"2","type":0,"name":"n"}}],
            "reactions":[{{"count":2,"count_details":{{"burst":1,"normal":1}},"me":true,"me_burst":false,
            "emoji":{{"id":null,"name":"x"}},"burst_colors":["red"]}}],"nonce":"n","pinned":true,"webhook_id":"4","type":19,
            "activity":{{"type":1,"party_id":"p"}},"application_id":"7","flags":4,"message_reference":{{"message_id":"5"}},
            "thread":{{"id":"9","type":11}},"sticker_items":[{{"id":"1","name":"s","format_type":1}}],"position":4,
            "role_subscription_data":{{"role_subscription_listing_id":"1","tier_name":"t","total_months_subscribed":1,
            "is_renewal":true}},"call":{{"participants":["4"]}},"poll":{{"question":{{"text":"q"}},"answers":[],
            "expiry":null,"allow_multiselect":true,"layout_type":1}}}}"#
        );
        let message: Message = serde_json::from_str(&text).unwrap();
        assert_eq!(come_back(&message, 9, MessageFields::all()), message);
        let less = come_back(&message, 9, MessageFields::CONTENT);
        assert_eq!(
            (&*less.content, less.reactions.len(), less.channel_id),
            ("c", 0, message.channel_id)
        );
    }

    #[test]
    fn a_deleted_reference_is_not_a_missing_one() {
        let message = |extra: &str| -> Message {
            let text = format!(
                r#"{{"id":"9","channel_id":"8","author":{{"id":"4"}},"timestamp":"2026-08-11T17:27:07Z"{extra}}}"#
            );
            serde_json::from_str(&text).unwrap()
        };
        let answered = serde_json::to_string(&message("")).unwrap();
        for extra in
            ["", r#","referenced_message":null"#, &format!(r#","referenced_message":{answered}"#)]
        {
            let message = message(extra);
            assert_eq!(come_back(&message, 9, MessageFields::all()), message);
        }
    }
}
