//! Calls: audit log.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use crate::call::Call;
use crate::sample::{id, sample};

#[rustfmt::skip]
pub(crate) fn calls() -> Vec<Call> {
    vec![
        Call::new("list_guild_audit_log_entries", "minimal", |client| Box::pin(client.guild_audit_log(id()).raw())),
        Call::new("list_guild_audit_log_entries", "full", |client| Box::pin(client.guild_audit_log(id()).user_id(id()).target_id(id()).action_type(sample()).before(id()).after(id()).limit(5).raw())),
    ]
}
