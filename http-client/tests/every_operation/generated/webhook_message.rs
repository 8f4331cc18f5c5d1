//! Calls: webhook message.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use crate::call::Call;
use crate::sample::{id, sample};

#[rustfmt::skip]
pub(crate) fn calls() -> Vec<Call> {
    vec![
        Call::new("execute_webhook", "minimal", |client| Box::pin(client.execute_webhook(id(), "abc-def").content("text").raw())),
        Call::new("execute_webhook", "full", |client| Box::pin(client.execute_webhook(id(), "abc-def").allowed_mentions(&sample()).applied_tags(&[id()]).attachments(&[sample()]).avatar_url("https://example.com/a?b=c").components(&[sample()]).content("text").embeds(&[sample()]).flags(sample()).poll(&sample()).thread_name("text").tts(true).username("text").wait(true).thread_id(id()).with_components(true).raw())),
        Call::new("execute_webhook", "files", |client| Box::pin(client.execute_webhook(id(), "abc-def").file(sample()).file(sample()).raw())),
        Call::new("execute_github_compatible_webhook", "minimal", |client| Box::pin(client.execute_github_compatible_webhook(id(), "abc-def", &sample()).raw())),
        Call::new("execute_github_compatible_webhook", "full", |client| Box::pin(client.execute_github_compatible_webhook(id(), "abc-def", &sample()).wait(true).thread_id(id()).raw())),
        Call::new("delete_webhook_message", "minimal", |client| Box::pin(client.delete_webhook_message(id(), "abc-def", id()).raw())),
        Call::new("delete_webhook_message", "full", |client| Box::pin(client.delete_webhook_message(id(), "abc-def", id()).thread_id(id()).raw())),
        Call::new("get_webhook_message", "minimal", |client| Box::pin(client.webhook_message(id(), "abc-def", id()).raw())),
        Call::new("get_webhook_message", "full", |client| Box::pin(client.webhook_message(id(), "abc-def", id()).thread_id(id()).raw())),
        Call::new("update_webhook_message", "minimal", |client| Box::pin(client.edit_webhook_message(id(), "abc-def", id()).raw())),
        Call::new("update_webhook_message", "full", |client| Box::pin(client.edit_webhook_message(id(), "abc-def", id()).allowed_mentions(Some(&sample())).attachments(&[sample()]).components(&[sample()]).content("text").embeds(&[sample()]).flags(Some(sample())).poll(Some(&sample())).thread_id(id()).with_components(true).raw())),
        Call::new("update_webhook_message", "nulls", |client| Box::pin(client.edit_webhook_message(id(), "abc-def", id()).allowed_mentions(None).content(None).flags(None).poll(None).raw())),
        Call::new("update_webhook_message", "files", |client| Box::pin(client.edit_webhook_message(id(), "abc-def", id()).file(sample()).file(sample()).raw())),
        Call::new("execute_slack_compatible_webhook", "minimal", |client| Box::pin(client.execute_slack_compatible_webhook(id(), "abc-def").raw())),
        Call::new("execute_slack_compatible_webhook", "full", |client| Box::pin(client.execute_slack_compatible_webhook(id(), "abc-def").attachments(&[sample()]).icon_url("https://example.com/a?b=c").text("text").username("text").wait(true).thread_id(id()).raw())),
    ]
}
