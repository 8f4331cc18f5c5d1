//! Calls: channel.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use crate::call::Call;
use crate::sample::{id, sample};

#[rustfmt::skip]
pub(crate) fn calls() -> Vec<Call> {
    vec![
        Call::new("delete_channel", "minimal", |client| Box::pin(client.delete_channel(id()).raw())),
        Call::new("delete_channel", "full", |client| Box::pin(client.delete_channel(id()).reason("because, even so: ünïcode").raw())),
        Call::new("get_channel", "minimal", |client| Box::pin(client.channel(id()).raw())),
        Call::new("get_channel", "full", |client| Box::pin(client.channel(id()).raw())),
        Call::new("update_channel", "minimal", |client| Box::pin(client.modify_channel(id()).raw())),
        Call::new("update_channel", "full", |client| Box::pin(client.modify_channel(id()).applied_tags(&[id()]).archived(true).auto_archive_duration(1440).available_tags(&[sample()]).bitrate(8000).default_auto_archive_duration(1440).default_forum_layout(Some(sample())).default_reaction_emoji(Some(&sample())).default_sort_order(Some(sample())).default_tag_setting(Some(sample())).default_thread_rate_limit_per_user(5).flags(Some(sample())).icon(Some(&sample())).invitable(true).locked(true).name("text").nsfw(true).parent_id(Some(id())).permission_overwrites(&[sample()]).position(5).rate_limit_per_user(5).rtc_region("rotterdam").topic("text").kind(Some(sample())).user_limit(5).video_quality_mode(Some(sample())).reason("because, even so: ünïcode").raw())),
        Call::new("update_channel", "nulls", |client| Box::pin(client.modify_channel(id()).auto_archive_duration(None).bitrate(None).default_auto_archive_duration(None).default_forum_layout(None).default_reaction_emoji(None).default_sort_order(None).default_tag_setting(None).default_thread_rate_limit_per_user(None).flags(None).icon(None).name(None).parent_id(None).position(None).rate_limit_per_user(None).rtc_region(None).topic(None).kind(None).user_limit(None).video_quality_mode(None).raw())),
        Call::new("follow_channel", "minimal", |client| Box::pin(client.follow_announcement_channel(id(), id()).raw())),
        Call::new("follow_channel", "full", |client| Box::pin(client.follow_announcement_channel(id(), id()).reason("because, even so: ünïcode").raw())),
        Call::new("delete_group_dm_user", "minimal", |client| Box::pin(client.group_dm_remove_recipient(id(), id()).raw())),
        Call::new("delete_group_dm_user", "full", |client| Box::pin(client.group_dm_remove_recipient(id(), id()).raw())),
        Call::new("add_group_dm_user", "minimal", |client| Box::pin(client.group_dm_add_recipient(id(), id()).raw())),
        Call::new("add_group_dm_user", "full", |client| Box::pin(client.group_dm_add_recipient(id(), id()).access_token("text").nick("text").raw())),
        Call::new("add_group_dm_user", "nulls", |client| Box::pin(client.group_dm_add_recipient(id(), id()).access_token(None).nick(None).raw())),
        Call::new("trigger_typing_indicator", "minimal", |client| Box::pin(client.trigger_typing_indicator(id()).raw())),
        Call::new("trigger_typing_indicator", "full", |client| Box::pin(client.trigger_typing_indicator(id()).raw())),
    ]
}
