//! Calls: guild member.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use crate::call::Call;
use crate::sample::{id, sample};

#[rustfmt::skip]
pub(crate) fn calls() -> Vec<Call> {
    vec![
        Call::new("list_guild_members", "minimal", |client| Box::pin(client.guild_members(id()).raw())),
        Call::new("list_guild_members", "full", |client| Box::pin(client.guild_members(id()).limit(5).after(id()).raw())),
        Call::new("update_my_guild_member", "minimal", |client| Box::pin(client.modify_current_member(id()).raw())),
        Call::new("update_my_guild_member", "full", |client| Box::pin(client.modify_current_member(id()).avatar(Some(&sample())).banner(Some(&sample())).bio("text").nick("text").reason("because, even so: ünïcode").raw())),
        Call::new("update_my_guild_member", "nulls", |client| Box::pin(client.modify_current_member(id()).avatar(None).banner(None).bio(None).nick(None).raw())),
        Call::new("update_my_guild_nick", "minimal", |client| Box::pin(client.modify_current_user_nick(id()).raw())),
        Call::new("update_my_guild_nick", "full", |client| Box::pin(client.modify_current_user_nick(id()).nick("text").reason("because, even so: ünïcode").raw())),
        Call::new("update_my_guild_nick", "nulls", |client| Box::pin(client.modify_current_user_nick(id()).nick(None).raw())),
        Call::new("search_guild_members", "minimal", |client| Box::pin(client.search_guild_members(id(), "text").raw())),
        Call::new("search_guild_members", "full", |client| Box::pin(client.search_guild_members(id(), "text").limit(5).raw())),
        Call::new("delete_guild_member", "minimal", |client| Box::pin(client.remove_guild_member(id(), id()).raw())),
        Call::new("delete_guild_member", "full", |client| Box::pin(client.remove_guild_member(id(), id()).reason("because, even so: ünïcode").raw())),
        Call::new("get_guild_member", "minimal", |client| Box::pin(client.guild_member(id(), id()).raw())),
        Call::new("get_guild_member", "full", |client| Box::pin(client.guild_member(id(), id()).raw())),
        Call::new("update_guild_member", "minimal", |client| Box::pin(client.modify_guild_member(id(), id()).raw())),
        Call::new("update_guild_member", "full", |client| Box::pin(client.modify_guild_member(id(), id()).channel_id(Some(id())).communication_disabled_until(Some(sample())).deaf(true).flags(Some(sample())).mute(true).nick("text").roles(&[id()]).reason("because, even so: ünïcode").raw())),
        Call::new("update_guild_member", "nulls", |client| Box::pin(client.modify_guild_member(id(), id()).channel_id(None).communication_disabled_until(None).flags(None).nick(None).raw())),
        Call::new("add_guild_member", "minimal", |client| Box::pin(client.add_guild_member(id(), id(), "text").raw())),
        Call::new("add_guild_member", "full", |client| Box::pin(client.add_guild_member(id(), id(), "text").deaf(true).flags(Some(sample())).mute(true).nick("text").roles(&[id()]).raw())),
        Call::new("add_guild_member", "nulls", |client| Box::pin(client.add_guild_member(id(), id(), "text").flags(None).nick(None).raw())),
    ]
}
