//! Calls: lobby message.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use crate::call::Call;
use crate::sample::{id, sample};

#[rustfmt::skip]
pub(crate) fn calls() -> Vec<Call> {
    vec![
        Call::new("get_lobby_messages", "minimal", |client| Box::pin(client.lobby_messages(id()).raw())),
        Call::new("get_lobby_messages", "full", |client| Box::pin(client.lobby_messages(id()).limit(5).raw())),
        Call::new("create_lobby_message", "minimal", |client| Box::pin(client.send_lobby_message(id()).raw())),
        Call::new("create_lobby_message", "full", |client| Box::pin(client.send_lobby_message(id()).allowed_mentions(&sample()).attachments(&[sample()]).components(&[sample()]).content("text").embeds(&[sample()]).enforce_nonce(true).flags(sample()).message_reference(&sample()).nonce(&sample()).poll(&sample()).shared_client_theme(&sample()).sticker_ids(&[id()]).tts(true).raw())),
        Call::new("update_lobby_message_external_moderation_metadata", "minimal", |client| Box::pin(client.update_lobby_message_moderation_metadata(id(), id(), &sample()).raw())),
        Call::new("update_lobby_message_external_moderation_metadata", "full", |client| Box::pin(client.update_lobby_message_moderation_metadata(id(), id(), &sample()).raw())),
    ]
}
