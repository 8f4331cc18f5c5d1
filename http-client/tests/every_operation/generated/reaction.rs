//! Calls: reaction.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use crate::call::Call;
use crate::sample::{id, sample};

#[rustfmt::skip]
pub(crate) fn calls() -> Vec<Call> {
    vec![
        Call::new("delete_all_message_reactions", "minimal", |client| Box::pin(client.delete_all_reactions(id(), id()).raw())),
        Call::new("delete_all_message_reactions", "full", |client| Box::pin(client.delete_all_reactions(id(), id()).raw())),
        Call::new("delete_all_message_reactions_by_emoji", "minimal", |client| Box::pin(client.delete_all_reactions_for_emoji(id(), id(), "🔥").raw())),
        Call::new("delete_all_message_reactions_by_emoji", "full", |client| Box::pin(client.delete_all_reactions_for_emoji(id(), id(), "🔥").raw())),
        Call::new("list_message_reactions_by_emoji", "minimal", |client| Box::pin(client.reactions(id(), id(), "🔥").raw())),
        Call::new("list_message_reactions_by_emoji", "full", |client| Box::pin(client.reactions(id(), id(), "🔥").after(id()).limit(5).kind(sample()).raw())),
        Call::new("delete_my_message_reaction", "minimal", |client| Box::pin(client.delete_own_reaction(id(), id(), "🔥").raw())),
        Call::new("delete_my_message_reaction", "full", |client| Box::pin(client.delete_own_reaction(id(), id(), "🔥").raw())),
        Call::new("add_my_message_reaction", "minimal", |client| Box::pin(client.create_reaction(id(), id(), "🔥").raw())),
        Call::new("add_my_message_reaction", "full", |client| Box::pin(client.create_reaction(id(), id(), "🔥").raw())),
        Call::new("delete_user_message_reaction", "minimal", |client| Box::pin(client.delete_user_reaction(id(), id(), "🔥", id()).raw())),
        Call::new("delete_user_message_reaction", "full", |client| Box::pin(client.delete_user_reaction(id(), id(), "🔥", id()).raw())),
    ]
}
