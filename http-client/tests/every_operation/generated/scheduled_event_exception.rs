//! Calls: scheduled event exception.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use crate::call::Call;
use crate::sample::{id, sample};

#[rustfmt::skip]
pub(crate) fn calls() -> Vec<Call> {
    vec![
        Call::new("create_guild_scheduled_event_exception", "minimal", |client| Box::pin(client.create_guild_scheduled_event_exception(id(), id(), sample()).raw())),
        Call::new("create_guild_scheduled_event_exception", "full", |client| Box::pin(client.create_guild_scheduled_event_exception(id(), id(), sample()).is_canceled(true).scheduled_end_time(sample()).scheduled_start_time(sample()).raw())),
        Call::new("delete_guild_scheduled_event_exception", "minimal", |client| Box::pin(client.delete_guild_scheduled_event_exception(id(), id(), id()).raw())),
        Call::new("delete_guild_scheduled_event_exception", "full", |client| Box::pin(client.delete_guild_scheduled_event_exception(id(), id(), id()).raw())),
        Call::new("update_guild_scheduled_event_exception", "minimal", |client| Box::pin(client.modify_guild_scheduled_event_exception(id(), id(), id()).raw())),
        Call::new("update_guild_scheduled_event_exception", "full", |client| Box::pin(client.modify_guild_scheduled_event_exception(id(), id(), id()).is_canceled(true).scheduled_end_time(Some(sample())).scheduled_start_time(Some(sample())).raw())),
        Call::new("update_guild_scheduled_event_exception", "nulls", |client| Box::pin(client.modify_guild_scheduled_event_exception(id(), id(), id()).scheduled_end_time(None).scheduled_start_time(None).raw())),
        Call::new("count_guild_scheduled_event_users", "minimal", |client| Box::pin(client.guild_scheduled_event_user_counts(id(), id()).raw())),
        Call::new("count_guild_scheduled_event_users", "full", |client| Box::pin(client.guild_scheduled_event_user_counts(id(), id()).guild_scheduled_event_exception_ids(&[id()]).raw())),
        Call::new("list_guild_scheduled_event_exception_users", "minimal", |client| Box::pin(client.guild_scheduled_event_exception_users(id(), id(), id()).raw())),
        Call::new("list_guild_scheduled_event_exception_users", "full", |client| Box::pin(client.guild_scheduled_event_exception_users(id(), id(), id()).with_member(true).limit(5).before(id()).after(id()).raw())),
    ]
}
