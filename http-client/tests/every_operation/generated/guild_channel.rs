//! Calls: guild channel.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use crate::call::Call;
use crate::sample::{id, sample};

#[rustfmt::skip]
pub(crate) fn calls() -> Vec<Call> {
    vec![
        Call::new("list_guild_channels", "minimal", |client| Box::pin(client.guild_channels(id()).raw())),
        Call::new("list_guild_channels", "full", |client| Box::pin(client.guild_channels(id()).raw())),
        Call::new("bulk_update_guild_channels", "minimal", |client| Box::pin(client.modify_guild_channel_positions(id(), &[sample()]).raw())),
        Call::new("bulk_update_guild_channels", "full", |client| Box::pin(client.modify_guild_channel_positions(id(), &[sample()]).raw())),
        Call::new("create_guild_channel", "minimal", |client| Box::pin(client.create_guild_channel(id(), "text").raw())),
        Call::new("create_guild_channel", "full", |client| Box::pin(client.create_guild_channel(id(), "text").available_tags(&[sample()]).bitrate(8000).default_auto_archive_duration(1440).default_forum_layout(sample()).default_reaction_emoji(&sample()).default_sort_order(sample()).default_tag_setting(sample()).default_thread_rate_limit_per_user(5).nsfw(true).parent_id(id()).permission_overwrites(&[sample()]).position(5).rate_limit_per_user(5).rtc_region("rotterdam").topic("text").kind(sample()).user_limit(5).video_quality_mode(sample()).reason("because, even so: ünïcode").raw())),
    ]
}
