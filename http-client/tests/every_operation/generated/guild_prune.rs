//! Calls: guild prune.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use crate::call::Call;
use crate::sample::id;

#[rustfmt::skip]
pub(crate) fn calls() -> Vec<Call> {
    vec![
        Call::new("preview_prune_guild", "minimal", |client| Box::pin(client.guild_prune_count(id()).raw())),
        Call::new("preview_prune_guild", "full", |client| Box::pin(client.guild_prune_count(id()).days(5).include_roles(&[id()]).raw())),
        Call::new("prune_guild", "minimal", |client| Box::pin(client.begin_guild_prune(id()).raw())),
        Call::new("prune_guild", "full", |client| Box::pin(client.begin_guild_prune(id()).compute_prune_count(true).days(5).include_roles(&[id()]).reason("because, even so: ünïcode").raw())),
    ]
}
