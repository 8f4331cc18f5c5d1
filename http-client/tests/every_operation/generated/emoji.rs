//! Calls: emoji.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use crate::call::Call;
use crate::sample::{id, sample};

#[rustfmt::skip]
pub(crate) fn calls() -> Vec<Call> {
    vec![
        Call::new("list_application_emojis", "minimal", |client| Box::pin(client.application_emojis(id()).raw())),
        Call::new("list_application_emojis", "full", |client| Box::pin(client.application_emojis(id()).raw())),
        Call::new("create_application_emoji", "minimal", |client| Box::pin(client.create_application_emoji(id(), &sample(), "text").raw())),
        Call::new("create_application_emoji", "full", |client| Box::pin(client.create_application_emoji(id(), &sample(), "text").raw())),
        Call::new("delete_application_emoji", "minimal", |client| Box::pin(client.delete_application_emoji(id(), id()).raw())),
        Call::new("delete_application_emoji", "full", |client| Box::pin(client.delete_application_emoji(id(), id()).raw())),
        Call::new("get_application_emoji", "minimal", |client| Box::pin(client.application_emoji(id(), id()).raw())),
        Call::new("get_application_emoji", "full", |client| Box::pin(client.application_emoji(id(), id()).raw())),
        Call::new("update_application_emoji", "minimal", |client| Box::pin(client.modify_application_emoji(id(), id()).raw())),
        Call::new("update_application_emoji", "full", |client| Box::pin(client.modify_application_emoji(id(), id()).name("text").raw())),
        Call::new("list_guild_emojis", "minimal", |client| Box::pin(client.guild_emojis(id()).raw())),
        Call::new("list_guild_emojis", "full", |client| Box::pin(client.guild_emojis(id()).raw())),
        Call::new("create_guild_emoji", "minimal", |client| Box::pin(client.create_guild_emoji(id(), &sample(), "text").raw())),
        Call::new("create_guild_emoji", "full", |client| Box::pin(client.create_guild_emoji(id(), &sample(), "text").roles(&[id()]).reason("because, even so: ünïcode").raw())),
        Call::new("delete_guild_emoji", "minimal", |client| Box::pin(client.delete_guild_emoji(id(), id()).raw())),
        Call::new("delete_guild_emoji", "full", |client| Box::pin(client.delete_guild_emoji(id(), id()).reason("because, even so: ünïcode").raw())),
        Call::new("get_guild_emoji", "minimal", |client| Box::pin(client.guild_emoji(id(), id()).raw())),
        Call::new("get_guild_emoji", "full", |client| Box::pin(client.guild_emoji(id(), id()).raw())),
        Call::new("update_guild_emoji", "minimal", |client| Box::pin(client.modify_guild_emoji(id(), id()).raw())),
        Call::new("update_guild_emoji", "full", |client| Box::pin(client.modify_guild_emoji(id(), id()).name("text").roles(&[id()]).reason("because, even so: ünïcode").raw())),
    ]
}
