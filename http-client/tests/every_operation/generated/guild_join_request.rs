//! Calls: guild join request.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use crate::call::Call;
use crate::sample::{id, sample};

#[rustfmt::skip]
pub(crate) fn calls() -> Vec<Call> {
    vec![
        Call::new("get_guild_join_requests", "minimal", |client| Box::pin(client.guild_join_requests(id()).raw())),
        Call::new("get_guild_join_requests", "full", |client| Box::pin(client.guild_join_requests(id()).status(sample()).limit(5).before(id()).after(id()).raw())),
        Call::new("action_guild_join_request", "minimal", |client| Box::pin(client.action_guild_join_request(id(), id(), sample()).raw())),
        Call::new("action_guild_join_request", "full", |client| Box::pin(client.action_guild_join_request(id(), id(), sample()).rejection_reason("text").raw())),
        Call::new("action_guild_join_request", "nulls", |client| Box::pin(client.action_guild_join_request(id(), id(), sample()).rejection_reason(None).raw())),
    ]
}
