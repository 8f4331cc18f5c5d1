//! Calls: lobby member.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use crate::call::Call;
use crate::sample::{id, sample};

#[rustfmt::skip]
pub(crate) fn calls() -> Vec<Call> {
    vec![
        Call::new("create_linked_lobby_guild_invite_for_self", "minimal", |client| Box::pin(client.create_lobby_channel_invite_for_self(id()).raw())),
        Call::new("create_linked_lobby_guild_invite_for_self", "full", |client| Box::pin(client.create_lobby_channel_invite_for_self(id()).raw())),
        Call::new("bulk_update_lobby_members", "minimal", |client| Box::pin(client.bulk_update_lobby_members(id(), &[sample()]).raw())),
        Call::new("bulk_update_lobby_members", "full", |client| Box::pin(client.bulk_update_lobby_members(id(), &[sample()]).raw())),
        Call::new("delete_lobby_member", "minimal", |client| Box::pin(client.remove_lobby_member(id(), id()).raw())),
        Call::new("delete_lobby_member", "full", |client| Box::pin(client.remove_lobby_member(id(), id()).raw())),
        Call::new("add_lobby_member", "minimal", |client| Box::pin(client.add_lobby_member(id(), id()).raw())),
        Call::new("add_lobby_member", "full", |client| Box::pin(client.add_lobby_member(id(), id()).additional_name("text").flags(Some(sample())).metadata(Some(&sample())).raw())),
        Call::new("add_lobby_member", "nulls", |client| Box::pin(client.add_lobby_member(id(), id()).additional_name(None).flags(None).metadata(None).raw())),
        Call::new("create_linked_lobby_guild_invite_for_user", "minimal", |client| Box::pin(client.create_lobby_channel_invite_for_user(id(), id()).raw())),
        Call::new("create_linked_lobby_guild_invite_for_user", "full", |client| Box::pin(client.create_lobby_channel_invite_for_user(id(), id()).raw())),
    ]
}
