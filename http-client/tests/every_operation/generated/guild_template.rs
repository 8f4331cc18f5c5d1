//! Calls: guild template.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use crate::call::Call;
use crate::sample::id;

#[rustfmt::skip]
pub(crate) fn calls() -> Vec<Call> {
    vec![
        Call::new("get_guild_template", "minimal", |client| Box::pin(client.guild_template("abc-def").raw())),
        Call::new("get_guild_template", "full", |client| Box::pin(client.guild_template("abc-def").raw())),
        Call::new("list_guild_templates", "minimal", |client| Box::pin(client.guild_templates(id()).raw())),
        Call::new("list_guild_templates", "full", |client| Box::pin(client.guild_templates(id()).raw())),
        Call::new("create_guild_template", "minimal", |client| Box::pin(client.create_guild_template(id(), "text").raw())),
        Call::new("create_guild_template", "full", |client| Box::pin(client.create_guild_template(id(), "text").description("text").raw())),
        Call::new("delete_guild_template", "minimal", |client| Box::pin(client.delete_guild_template(id(), "abc-def").raw())),
        Call::new("delete_guild_template", "full", |client| Box::pin(client.delete_guild_template(id(), "abc-def").raw())),
        Call::new("update_guild_template", "minimal", |client| Box::pin(client.modify_guild_template(id(), "abc-def").raw())),
        Call::new("update_guild_template", "full", |client| Box::pin(client.modify_guild_template(id(), "abc-def").description("text").name("text").raw())),
        Call::new("update_guild_template", "nulls", |client| Box::pin(client.modify_guild_template(id(), "abc-def").description(None).raw())),
        Call::new("sync_guild_template", "minimal", |client| Box::pin(client.sync_guild_template(id(), "abc-def").raw())),
        Call::new("sync_guild_template", "full", |client| Box::pin(client.sync_guild_template(id(), "abc-def").raw())),
    ]
}
