//! Calls: lobby.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use crate::call::Call;
use crate::sample::{id, sample};

#[rustfmt::skip]
pub(crate) fn calls() -> Vec<Call> {
    vec![
        Call::new("create_lobby", "minimal", |client| Box::pin(client.create_lobby().raw())),
        Call::new("create_lobby", "full", |client| Box::pin(client.create_lobby().flags(1).idle_timeout_seconds(5).members(&[sample()]).metadata(&sample()).override_event_webhooks_url("https://example.com/a?b=c").raw())),
        Call::new("create_or_join_lobby", "minimal", |client| Box::pin(client.create_or_join_lobby("a secret that nobody guesses").raw())),
        Call::new("create_or_join_lobby", "full", |client| Box::pin(client.create_or_join_lobby("a secret that nobody guesses").flags(1).idle_timeout_seconds(5).lobby_metadata(Some(&sample())).member_metadata(Some(&sample())).raw())),
        Call::new("create_or_join_lobby", "nulls", |client| Box::pin(client.create_or_join_lobby("a secret that nobody guesses").flags(None).idle_timeout_seconds(None).lobby_metadata(None).member_metadata(None).raw())),
        Call::new("delete_lobby", "minimal", |client| Box::pin(client.delete_lobby(id()).raw())),
        Call::new("delete_lobby", "full", |client| Box::pin(client.delete_lobby(id()).raw())),
        Call::new("get_lobby", "minimal", |client| Box::pin(client.lobby(id()).raw())),
        Call::new("get_lobby", "full", |client| Box::pin(client.lobby(id()).raw())),
        Call::new("edit_lobby", "minimal", |client| Box::pin(client.modify_lobby(id()).raw())),
        Call::new("edit_lobby", "full", |client| Box::pin(client.modify_lobby(id()).flags(1).idle_timeout_seconds(5).members(&[sample()]).metadata(Some(&sample())).override_event_webhooks_url("https://example.com/a?b=c").raw())),
        Call::new("edit_lobby", "nulls", |client| Box::pin(client.modify_lobby(id()).flags(None).idle_timeout_seconds(None).metadata(None).override_event_webhooks_url(None).raw())),
        Call::new("edit_lobby_channel_link", "minimal", |client| Box::pin(client.link_channel_to_lobby(id()).raw())),
        Call::new("edit_lobby_channel_link", "full", |client| Box::pin(client.link_channel_to_lobby(id()).channel_id(Some(id())).raw())),
        Call::new("edit_lobby_channel_link", "nulls", |client| Box::pin(client.link_channel_to_lobby(id()).channel_id(None).raw())),
        Call::new("leave_lobby", "minimal", |client| Box::pin(client.leave_lobby(id()).raw())),
        Call::new("leave_lobby", "full", |client| Box::pin(client.leave_lobby(id()).raw())),
    ]
}
