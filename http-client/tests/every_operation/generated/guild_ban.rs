//! Calls: guild ban.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use crate::call::Call;
use crate::sample::id;

#[rustfmt::skip]
pub(crate) fn calls() -> Vec<Call> {
    vec![
        Call::new("list_guild_bans", "minimal", |client| Box::pin(client.guild_bans(id()).raw())),
        Call::new("list_guild_bans", "full", |client| Box::pin(client.guild_bans(id()).limit(5).before(id()).after(id()).raw())),
        Call::new("unban_user_from_guild", "minimal", |client| Box::pin(client.remove_guild_ban(id(), id()).raw())),
        Call::new("unban_user_from_guild", "full", |client| Box::pin(client.remove_guild_ban(id(), id()).reason("because, even so: ünïcode").raw())),
        Call::new("get_guild_ban", "minimal", |client| Box::pin(client.guild_ban(id(), id()).raw())),
        Call::new("get_guild_ban", "full", |client| Box::pin(client.guild_ban(id(), id()).raw())),
        Call::new("ban_user_from_guild", "minimal", |client| Box::pin(client.create_guild_ban(id(), id()).raw())),
        Call::new("ban_user_from_guild", "full", |client| Box::pin(client.create_guild_ban(id(), id()).delete_message_days(5).delete_message_seconds(5).reason("because, even so: ünïcode").raw())),
        Call::new("ban_user_from_guild", "nulls", |client| Box::pin(client.create_guild_ban(id(), id()).delete_message_days(None).delete_message_seconds(None).raw())),
        Call::new("bulk_ban_users_from_guild", "minimal", |client| Box::pin(client.bulk_guild_ban(id(), &[id()]).raw())),
        Call::new("bulk_ban_users_from_guild", "full", |client| Box::pin(client.bulk_guild_ban(id(), &[id()]).delete_message_seconds(5).reason("because, even so: ünïcode").raw())),
    ]
}
