//! Calls: guild role.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use crate::call::Call;
use crate::sample::{id, sample};

#[rustfmt::skip]
pub(crate) fn calls() -> Vec<Call> {
    vec![
        Call::new("delete_guild_member_role", "minimal", |client| Box::pin(client.remove_guild_member_role(id(), id(), id()).raw())),
        Call::new("delete_guild_member_role", "full", |client| Box::pin(client.remove_guild_member_role(id(), id(), id()).reason("because, even so: ünïcode").raw())),
        Call::new("add_guild_member_role", "minimal", |client| Box::pin(client.add_guild_member_role(id(), id(), id()).raw())),
        Call::new("add_guild_member_role", "full", |client| Box::pin(client.add_guild_member_role(id(), id(), id()).reason("because, even so: ünïcode").raw())),
        Call::new("list_guild_roles", "minimal", |client| Box::pin(client.guild_roles(id()).raw())),
        Call::new("list_guild_roles", "full", |client| Box::pin(client.guild_roles(id()).raw())),
        Call::new("bulk_update_guild_roles", "minimal", |client| Box::pin(client.modify_guild_role_positions(id(), &[sample()]).raw())),
        Call::new("bulk_update_guild_roles", "full", |client| Box::pin(client.modify_guild_role_positions(id(), &[sample()]).reason("because, even so: ünïcode").raw())),
        Call::new("create_guild_role", "minimal", |client| Box::pin(client.create_guild_role(id()).raw())),
        Call::new("create_guild_role", "full", |client| Box::pin(client.create_guild_role(id()).color(5).colors(sample()).hoist(true).icon(&sample()).mentionable(true).name("text").permissions(sample()).unicode_emoji("🔥").reason("because, even so: ünïcode").raw())),
        Call::new("guild_role_member_counts", "minimal", |client| Box::pin(client.guild_role_member_counts(id()).raw())),
        Call::new("guild_role_member_counts", "full", |client| Box::pin(client.guild_role_member_counts(id()).raw())),
        Call::new("delete_guild_role", "minimal", |client| Box::pin(client.delete_guild_role(id(), id()).raw())),
        Call::new("delete_guild_role", "full", |client| Box::pin(client.delete_guild_role(id(), id()).reason("because, even so: ünïcode").raw())),
        Call::new("get_guild_role", "minimal", |client| Box::pin(client.guild_role(id(), id()).raw())),
        Call::new("get_guild_role", "full", |client| Box::pin(client.guild_role(id(), id()).raw())),
        Call::new("update_guild_role", "minimal", |client| Box::pin(client.modify_guild_role(id(), id()).raw())),
        Call::new("update_guild_role", "full", |client| Box::pin(client.modify_guild_role(id(), id()).color(5).colors(Some(sample())).hoist(true).icon(Some(&sample())).mentionable(true).name("text").permissions(Some(sample())).unicode_emoji("🔥").reason("because, even so: ünïcode").raw())),
        Call::new("update_guild_role", "nulls", |client| Box::pin(client.modify_guild_role(id(), id()).color(None).colors(None).icon(None).name(None).permissions(None).unicode_emoji(None).raw())),
    ]
}
