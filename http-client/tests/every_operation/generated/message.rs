//! Calls: message.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use crate::call::Call;
use crate::sample::{id, sample};

#[rustfmt::skip]
pub(crate) fn calls() -> Vec<Call> {
    vec![
        Call::new("list_messages", "minimal", |client| Box::pin(client.channel_messages(id()).raw())),
        Call::new("list_messages", "full", |client| Box::pin(client.channel_messages(id()).around(id()).before(id()).after(id()).limit(5).raw())),
        Call::new("create_message", "minimal", |client| Box::pin(client.create_message(id()).content("text").raw())),
        Call::new("create_message", "full", |client| Box::pin(client.create_message(id()).allowed_mentions(&sample()).attachments(&[sample()]).components(&[sample()]).content("text").embeds(&[sample()]).enforce_nonce(true).flags(sample()).message_reference(&sample()).nonce(&sample()).poll(&sample()).shared_client_theme(&sample()).sticker_ids(&[id()]).tts(true).raw())),
        Call::new("create_message", "files", |client| Box::pin(client.create_message(id()).file(sample()).file(sample()).raw())),
        Call::new("bulk_delete_messages", "minimal", |client| Box::pin(client.bulk_delete_messages(id(), &[id(), crate::sample::another()]).raw())),
        Call::new("bulk_delete_messages", "full", |client| Box::pin(client.bulk_delete_messages(id(), &[id(), crate::sample::another()]).reason("because, even so: ünïcode").raw())),
        Call::new("delete_message", "minimal", |client| Box::pin(client.delete_message(id(), id()).raw())),
        Call::new("delete_message", "full", |client| Box::pin(client.delete_message(id(), id()).reason("because, even so: ünïcode").raw())),
        Call::new("get_message", "minimal", |client| Box::pin(client.channel_message(id(), id()).raw())),
        Call::new("get_message", "full", |client| Box::pin(client.channel_message(id(), id()).raw())),
        Call::new("update_message", "minimal", |client| Box::pin(client.edit_message(id(), id()).raw())),
        Call::new("update_message", "full", |client| Box::pin(client.edit_message(id(), id()).allowed_mentions(Some(&sample())).attachments(&[sample()]).components(&[sample()]).content("text").embeds(&[sample()]).flags(Some(sample())).sticker_ids(&[id()]).raw())),
        Call::new("update_message", "nulls", |client| Box::pin(client.edit_message(id(), id()).allowed_mentions(None).content(None).flags(None).raw())),
        Call::new("update_message", "files", |client| Box::pin(client.edit_message(id(), id()).file(sample()).file(sample()).raw())),
        Call::new("crosspost_message", "minimal", |client| Box::pin(client.crosspost_message(id(), id()).raw())),
        Call::new("crosspost_message", "full", |client| Box::pin(client.crosspost_message(id(), id()).raw())),
    ]
}
