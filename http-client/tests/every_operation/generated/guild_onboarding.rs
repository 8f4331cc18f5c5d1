//! Calls: guild onboarding.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use crate::call::Call;
use crate::sample::{id, sample};

#[rustfmt::skip]
pub(crate) fn calls() -> Vec<Call> {
    vec![
        Call::new("get_guild_new_member_welcome", "minimal", |client| Box::pin(client.guild_new_member_welcome(id()).raw())),
        Call::new("get_guild_new_member_welcome", "full", |client| Box::pin(client.guild_new_member_welcome(id()).raw())),
        Call::new("get_guilds_onboarding", "minimal", |client| Box::pin(client.guild_onboarding(id()).raw())),
        Call::new("get_guilds_onboarding", "full", |client| Box::pin(client.guild_onboarding(id()).raw())),
        Call::new("put_guilds_onboarding", "minimal", |client| Box::pin(client.modify_guild_onboarding(id()).raw())),
        Call::new("put_guilds_onboarding", "full", |client| Box::pin(client.modify_guild_onboarding(id()).default_channel_ids(&[id()]).enabled(true).mode(Some(sample())).prompts(&[sample()]).reason("because, even so: ünïcode").raw())),
        Call::new("put_guilds_onboarding", "nulls", |client| Box::pin(client.modify_guild_onboarding(id()).mode(None).raw())),
        Call::new("get_guild_welcome_screen", "minimal", |client| Box::pin(client.guild_welcome_screen(id()).raw())),
        Call::new("get_guild_welcome_screen", "full", |client| Box::pin(client.guild_welcome_screen(id()).raw())),
        Call::new("update_guild_welcome_screen", "minimal", |client| Box::pin(client.modify_guild_welcome_screen(id()).raw())),
        Call::new("update_guild_welcome_screen", "full", |client| Box::pin(client.modify_guild_welcome_screen(id()).description("text").enabled(true).welcome_channels(&[sample()]).reason("because, even so: ünïcode").raw())),
        Call::new("update_guild_welcome_screen", "nulls", |client| Box::pin(client.modify_guild_welcome_screen(id()).description(None).raw())),
    ]
}
