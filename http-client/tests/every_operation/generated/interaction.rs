//! Calls: interaction.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use crate::call::Call;
use crate::sample::{id, sample};

#[rustfmt::skip]
pub(crate) fn calls() -> Vec<Call> {
    vec![
        Call::new("create_interaction_response", "minimal", |client| Box::pin(client.create_interaction_response(id(), "abc-def", &sample()).raw())),
        Call::new("create_interaction_response", "full", |client| Box::pin(client.create_interaction_response(id(), "abc-def", &sample()).with_response(true).raw())),
        Call::new("create_interaction_response", "files", |client| Box::pin(client.create_interaction_response(id(), "abc-def", &sample()).file(sample()).file(sample()).raw())),
        Call::new("delete_original_webhook_message", "minimal", |client| Box::pin(client.delete_original_interaction_response(id(), "abc-def").raw())),
        Call::new("delete_original_webhook_message", "full", |client| Box::pin(client.delete_original_interaction_response(id(), "abc-def").thread_id(id()).raw())),
        Call::new("get_original_webhook_message", "minimal", |client| Box::pin(client.original_interaction_response(id(), "abc-def").raw())),
        Call::new("get_original_webhook_message", "full", |client| Box::pin(client.original_interaction_response(id(), "abc-def").thread_id(id()).raw())),
        Call::new("update_original_webhook_message", "minimal", |client| Box::pin(client.edit_original_interaction_response(id(), "abc-def").raw())),
        Call::new("update_original_webhook_message", "full", |client| Box::pin(client.edit_original_interaction_response(id(), "abc-def").allowed_mentions(Some(&sample())).attachments(&[sample()]).components(&[sample()]).content("text").embeds(&[sample()]).flags(Some(sample())).poll(Some(&sample())).thread_id(id()).with_components(true).raw())),
        Call::new("update_original_webhook_message", "nulls", |client| Box::pin(client.edit_original_interaction_response(id(), "abc-def").allowed_mentions(None).content(None).flags(None).poll(None).raw())),
        Call::new("update_original_webhook_message", "files", |client| Box::pin(client.edit_original_interaction_response(id(), "abc-def").file(sample()).file(sample()).raw())),
    ]
}
