//! Calls: guild.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use crate::call::Call;
use crate::sample::{id, sample};

#[rustfmt::skip]
pub(crate) fn calls() -> Vec<Call> {
    vec![
        Call::new("get_guild", "minimal", |client| Box::pin(client.guild(id()).raw())),
        Call::new("get_guild", "full", |client| Box::pin(client.guild(id()).with_counts(true).raw())),
        Call::new("update_guild", "minimal", |client| Box::pin(client.modify_guild(id()).raw())),
        Call::new("update_guild", "full", |client| Box::pin(client.modify_guild(id()).afk_channel_id(Some(id())).afk_timeout(300).banner(Some(&sample())).default_message_notifications(Some(sample())).description("text").discovery_splash(Some(&sample())).explicit_content_filter(Some(sample())).features(&[sample()]).home_header(Some(&sample())).icon(Some(&sample())).name("text").preferred_locale(Some(sample())).premium_progress_bar_enabled(true).public_updates_channel_id(Some(id())).region("rotterdam").rules_channel_id(Some(id())).safety_alerts_channel_id(Some(id())).splash(Some(&sample())).system_channel_flags(Some(sample())).system_channel_id(Some(id())).verification_level(Some(sample())).reason("because, even so: ünïcode").raw())),
        Call::new("update_guild", "nulls", |client| Box::pin(client.modify_guild(id()).afk_channel_id(None).afk_timeout(None).banner(None).default_message_notifications(None).description(None).discovery_splash(None).explicit_content_filter(None).home_header(None).icon(None).preferred_locale(None).public_updates_channel_id(None).region(None).rules_channel_id(None).safety_alerts_channel_id(None).splash(None).system_channel_flags(None).system_channel_id(None).verification_level(None).raw())),
        Call::new("update_guild_incident_actions", "minimal", |client| Box::pin(client.modify_guild_incident_actions(id()).raw())),
        Call::new("update_guild_incident_actions", "full", |client| Box::pin(client.modify_guild_incident_actions(id()).dms_disabled_until(Some(sample())).invites_disabled_until(Some(sample())).raw())),
        Call::new("update_guild_incident_actions", "nulls", |client| Box::pin(client.modify_guild_incident_actions(id()).dms_disabled_until(None).invites_disabled_until(None).raw())),
        Call::new("list_guild_integrations", "minimal", |client| Box::pin(client.guild_integrations(id()).raw())),
        Call::new("list_guild_integrations", "full", |client| Box::pin(client.guild_integrations(id()).raw())),
        Call::new("delete_guild_integration", "minimal", |client| Box::pin(client.delete_guild_integration(id(), id()).raw())),
        Call::new("delete_guild_integration", "full", |client| Box::pin(client.delete_guild_integration(id(), id()).reason("because, even so: ünïcode").raw())),
        Call::new("get_guild_preview", "minimal", |client| Box::pin(client.guild_preview(id()).raw())),
        Call::new("get_guild_preview", "full", |client| Box::pin(client.guild_preview(id()).raw())),
    ]
}
