//! Channels and threads.

use gateway_model::channel::{Channel, ChannelKind, Overwrite};
use gateway_model::id::{Id, marker};

use super::row::row;
use crate::pack::{Input, Pack as _};

bitflags::bitflags! {
    /// Groups of fields of channels or threads. The kind and the parent are always kept.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub struct ChannelFields: u8 {
        /// `permission_overwrites`, which permissions in channels need. Threads have none.
        const OVERWRITES = 1;
        /// `name` and `position`.
        const NAME = 1 << 1;
        /// `topic`, `nsfw`, `rate_limit_per_user`, `last_pin_timestamp`, `flags`, `default_auto_archive_duration`.
        const TEXT = 1 << 2;
        /// `bitrate`, `user_limit`, `rtc_region`, `video_quality_mode`.
        const VOICE = 1 << 3;
        /// `available_tags`, `applied_tags`, and the defaults of a forum's threads.
        const FORUM = 1 << 4;
        /// `owner_id`, `thread_metadata`, `member`, `member_count`, `message_count`, `total_message_sent`. New messages
        /// change the message counts, so each message in a thread is an update.
        const THREAD = 1 << 5;
        /// `last_message_id`. New messages update it.
        const LAST_MESSAGE = 1 << 6;
    }
}

/// How many bytes the last message id takes at the start of a row, if it is kept.
pub(crate) const LAST_MESSAGE_BYTES: usize = 8;

row! { Channel, ChannelFields, Channel, r#"{"id":"1","type":0}"#, |channel, place| {
        channel.id = place.id.cast();
        channel.guild_id = Some(place.guild);
    },
    [LAST_MESSAGE] last_message_id fixed;
    [] kind, parent_id;
    [OVERWRITES] permission_overwrites;
    [NAME] name, position;
    [VOICE] bitrate, user_limit;
    [THREAD] owner_id, message_count, total_message_sent, member_count, thread_metadata json, member json;
    [TEXT] nsfw, flags, rate_limit_per_user, topic, last_pin_timestamp, default_auto_archive_duration;
    [VOICE] rtc_region, video_quality_mode;
    [FORUM] available_tags json, applied_tags, default_reaction_emoji json, default_thread_rate_limit_per_user,
        default_sort_order, default_forum_layout;
}

/// Reads the fields of a channel's row that permissions need: kind, parent and overwrites.
pub(crate) fn channel_access(
    fields: ChannelFields,
    row: &[u8],
) -> (ChannelKind, Option<Id<marker::Channel>>, Box<[Overwrite]>) {
    let mut row = Input::new(row);
    if fields.contains(ChannelFields::LAST_MESSAGE) {
        row.bytes(LAST_MESSAGE_BYTES);
    }
    let (kind, parent) = (ChannelKind::unpack(&mut row), Option::unpack(&mut row));
    let has_overwrites = fields.contains(ChannelFields::OVERWRITES);
    (kind, parent, if has_overwrites { Box::unpack(&mut row) } else { Box::default() })
}

#[cfg(test)]
mod tests {
    use super::super::row::come_back;
    use super::*;

    const TEXT: &str = r#"{"id":"9","type":15,"guild_id":"5","position":3,"permission_overwrites":
        [{"id":"5","type":0,"allow":"1024","deny":"2048"},{"id":"7","type":1,"allow":"0","deny":"8"}],
        "name":"general","topic":"t","nsfw":true,"last_message_id":"77","bitrate":64000,"user_limit":9,
        "rate_limit_per_user":5,"owner_id":"6","parent_id":"4","last_pin_timestamp":"2026-01-01T00:00:00.5+00:00",
        "rtc_region":"r","video_quality_mode":2,"message_count":3,"member_count":2,"thread_metadata":{"archived":false,
        "auto_archive_duration":60,"archive_timestamp":"2026-01-01T00:00:00Z","locked":true,"invitable":false},
        "member":{"id":"9","user_id":"6","join_timestamp":"2026-01-01T00:00:00Z","flags":1},
        "default_auto_archive_duration":1440,"flags":16,"total_message_sent":8,"available_tags":[{"id":"3","name":"x",
        "moderated":true,"emoji_id":null,"emoji_name":"y"}],"applied_tags":["3"],
        "default_reaction_emoji":{"emoji_id":"8","emoji_name":null},"default_thread_rate_limit_per_user":2,
        "default_sort_order":1,"default_forum_layout":2}"#;

    #[test]
    fn all_fields_come_back() {
        let channel: Channel = serde_json::from_str(TEXT).unwrap();
        assert_eq!(come_back(&channel, 9, ChannelFields::all()), channel);
    }

    #[test]
    fn what_permissions_need_is_found_whatever_else_is_kept() {
        let channel: Channel = serde_json::from_str(TEXT).unwrap();
        for fields in [
            ChannelFields::all(),
            ChannelFields::OVERWRITES,
            ChannelFields::all() - ChannelFields::LAST_MESSAGE,
        ] {
            let mut row = Vec::new();
            super::super::Row::pack(&channel, fields, &mut row);
            let (kind, parent, overwrites) = channel_access(fields, &row);
            assert_eq!((kind, parent), (channel.kind, channel.parent_id));
            assert_eq!(overwrites, channel.permission_overwrites);
        }
    }
}
