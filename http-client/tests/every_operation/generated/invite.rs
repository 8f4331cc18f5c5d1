//! Calls: invite.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use crate::call::Call;
use crate::sample::{id, sample};

#[rustfmt::skip]
pub(crate) fn calls() -> Vec<Call> {
    vec![
        Call::new("list_channel_invites", "minimal", |client| Box::pin(client.channel_invites(id()).raw())),
        Call::new("list_channel_invites", "full", |client| Box::pin(client.channel_invites(id()).raw())),
        Call::new("create_channel_invite", "minimal", |client| Box::pin(client.create_channel_invite(id()).raw())),
        Call::new("create_channel_invite", "full", |client| Box::pin(client.create_channel_invite(id()).max_age(5).max_uses(5).role_ids(&[id()]).target_application_id(id()).target_type(sample()).target_user_id(id()).target_users_file(sample()).temporary(true).unique(true).reason("because, even so: ünïcode").raw())),
        Call::new("list_guild_invites", "minimal", |client| Box::pin(client.guild_invites(id()).raw())),
        Call::new("list_guild_invites", "full", |client| Box::pin(client.guild_invites(id()).raw())),
        Call::new("get_guild_vanity_url", "minimal", |client| Box::pin(client.guild_vanity_url(id()).raw())),
        Call::new("get_guild_vanity_url", "full", |client| Box::pin(client.guild_vanity_url(id()).raw())),
        Call::new("invite_revoke", "minimal", |client| Box::pin(client.delete_invite("abc-def").raw())),
        Call::new("invite_revoke", "full", |client| Box::pin(client.delete_invite("abc-def").reason("because, even so: ünïcode").raw())),
        Call::new("invite_resolve", "minimal", |client| Box::pin(client.invite("abc-def").raw())),
        Call::new("invite_resolve", "full", |client| Box::pin(client.invite("abc-def").with_counts(true).guild_scheduled_event_id(id()).target_channel_id(id()).target_message_id(id()).raw())),
        Call::new("get_invite_target_users", "minimal", |client| Box::pin(client.invite_target_users("abc-def").raw())),
        Call::new("get_invite_target_users", "full", |client| Box::pin(client.invite_target_users("abc-def").raw())),
        Call::new("update_invite_target_users", "minimal", |client| Box::pin(client.update_invite_target_users("abc-def", sample()).raw())),
        Call::new("update_invite_target_users", "full", |client| Box::pin(client.update_invite_target_users("abc-def", sample()).raw())),
        Call::new("get_invite_target_users_job_status", "minimal", |client| Box::pin(client.invite_target_users_job_status("abc-def").raw())),
        Call::new("get_invite_target_users_job_status", "full", |client| Box::pin(client.invite_target_users_job_status("abc-def").raw())),
    ]
}
