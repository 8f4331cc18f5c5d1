//! Calls: message search.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use crate::call::Call;
use crate::sample::{id, sample};

#[rustfmt::skip]
pub(crate) fn calls() -> Vec<Call> {
    vec![
        Call::new("guild_search", "minimal", |client| Box::pin(client.search_guild_messages(id()).raw())),
        Call::new("guild_search", "full", |client| Box::pin(client.search_guild_messages(id()).sort_by(sample()).sort_order(sample()).content("text").slop(5).author_id(&[id()]).author_type(&[sample()]).mentions(&[id()]).mentions_role_id(&[id()]).replied_to_user_id(&[id()]).replied_to_message_id(&[id()]).mention_everyone(true).min_id(id()).max_id(id()).limit(5).offset(5).has(&[sample()]).link_hostname(&["text"]).embed_provider(&["text"]).embed_type(&[sample()]).attachment_extension(&["text"]).attachment_filename(&["text"]).pinned(true).include_nsfw(true).channel_id(&[id()]).raw())),
    ]
}
