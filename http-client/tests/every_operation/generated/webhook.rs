//! Calls: webhook.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use crate::call::Call;
use crate::sample::{id, sample};

#[rustfmt::skip]
pub(crate) fn calls() -> Vec<Call> {
    vec![
        Call::new("list_channel_webhooks", "minimal", |client| Box::pin(client.channel_webhooks(id()).raw())),
        Call::new("list_channel_webhooks", "full", |client| Box::pin(client.channel_webhooks(id()).raw())),
        Call::new("create_webhook", "minimal", |client| Box::pin(client.create_webhook(id(), "text").raw())),
        Call::new("create_webhook", "full", |client| Box::pin(client.create_webhook(id(), "text").avatar(&sample()).reason("because, even so: ünïcode").raw())),
        Call::new("get_guild_webhooks", "minimal", |client| Box::pin(client.guild_webhooks(id()).raw())),
        Call::new("get_guild_webhooks", "full", |client| Box::pin(client.guild_webhooks(id()).raw())),
        Call::new("delete_webhook", "minimal", |client| Box::pin(client.delete_webhook(id()).raw())),
        Call::new("delete_webhook", "full", |client| Box::pin(client.delete_webhook(id()).reason("because, even so: ünïcode").raw())),
        Call::new("get_webhook", "minimal", |client| Box::pin(client.webhook(id()).raw())),
        Call::new("get_webhook", "full", |client| Box::pin(client.webhook(id()).raw())),
        Call::new("update_webhook", "minimal", |client| Box::pin(client.modify_webhook(id()).raw())),
        Call::new("update_webhook", "full", |client| Box::pin(client.modify_webhook(id()).avatar(Some(&sample())).channel_id(Some(id())).name("text").reason("because, even so: ünïcode").raw())),
        Call::new("update_webhook", "nulls", |client| Box::pin(client.modify_webhook(id()).avatar(None).channel_id(None).raw())),
        Call::new("delete_webhook_by_token", "minimal", |client| Box::pin(client.delete_webhook_with_token(id(), "abc-def").raw())),
        Call::new("delete_webhook_by_token", "full", |client| Box::pin(client.delete_webhook_with_token(id(), "abc-def").raw())),
        Call::new("get_webhook_by_token", "minimal", |client| Box::pin(client.webhook_with_token(id(), "abc-def").raw())),
        Call::new("get_webhook_by_token", "full", |client| Box::pin(client.webhook_with_token(id(), "abc-def").raw())),
        Call::new("update_webhook_by_token", "minimal", |client| Box::pin(client.modify_webhook_with_token(id(), "abc-def").raw())),
        Call::new("update_webhook_by_token", "full", |client| Box::pin(client.modify_webhook_with_token(id(), "abc-def").avatar(Some(&sample())).name("text").raw())),
        Call::new("update_webhook_by_token", "nulls", |client| Box::pin(client.modify_webhook_with_token(id(), "abc-def").avatar(None).raw())),
    ]
}
