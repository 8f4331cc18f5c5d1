//! Calls: user.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use crate::call::Call;
use crate::sample::{id, sample};

#[rustfmt::skip]
pub(crate) fn calls() -> Vec<Call> {
    vec![
        Call::new("get_my_user", "minimal", |client| Box::pin(client.current_user().raw())),
        Call::new("get_my_user", "full", |client| Box::pin(client.current_user().raw())),
        Call::new("update_my_user", "minimal", |client| Box::pin(client.modify_current_user("text").raw())),
        Call::new("update_my_user", "full", |client| Box::pin(client.modify_current_user("text").avatar(Some(&sample())).banner(Some(&sample())).raw())),
        Call::new("update_my_user", "nulls", |client| Box::pin(client.modify_current_user("text").avatar(None).banner(None).raw())),
        Call::new("delete_application_user_role_connection", "minimal", |client| Box::pin(client.delete_current_user_application_role_connection(id()).raw())),
        Call::new("delete_application_user_role_connection", "full", |client| Box::pin(client.delete_current_user_application_role_connection(id()).raw())),
        Call::new("get_application_user_role_connection", "minimal", |client| Box::pin(client.current_user_application_role_connection(id()).raw())),
        Call::new("get_application_user_role_connection", "full", |client| Box::pin(client.current_user_application_role_connection(id()).raw())),
        Call::new("update_application_user_role_connection", "minimal", |client| Box::pin(client.update_current_user_application_role_connection(id()).raw())),
        Call::new("update_application_user_role_connection", "full", |client| Box::pin(client.update_current_user_application_role_connection(id()).metadata(Some(&sample())).platform_name("text").platform_username("text").raw())),
        Call::new("update_application_user_role_connection", "nulls", |client| Box::pin(client.update_current_user_application_role_connection(id()).metadata(None).platform_name(None).platform_username(None).raw())),
        Call::new("create_dm", "minimal", |client| Box::pin(client.create_dm(id()).raw())),
        Call::new("create_dm", "full", |client| Box::pin(client.create_dm(id()).raw())),
        Call::new("list_my_connections", "minimal", |client| Box::pin(client.current_user_connections().raw())),
        Call::new("list_my_connections", "full", |client| Box::pin(client.current_user_connections().raw())),
        Call::new("list_my_guilds", "minimal", |client| Box::pin(client.current_user_guilds().raw())),
        Call::new("list_my_guilds", "full", |client| Box::pin(client.current_user_guilds().before(id()).after(id()).limit(5).with_counts(true).raw())),
        Call::new("leave_guild", "minimal", |client| Box::pin(client.leave_guild(id()).raw())),
        Call::new("leave_guild", "full", |client| Box::pin(client.leave_guild(id()).raw())),
        Call::new("get_my_guild_member", "minimal", |client| Box::pin(client.current_user_guild_member(id()).raw())),
        Call::new("get_my_guild_member", "full", |client| Box::pin(client.current_user_guild_member(id()).raw())),
        Call::new("get_user", "minimal", |client| Box::pin(client.user(id()).raw())),
        Call::new("get_user", "full", |client| Box::pin(client.user(id()).raw())),
    ]
}
