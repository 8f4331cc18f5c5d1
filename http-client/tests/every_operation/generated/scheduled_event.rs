//! Calls: scheduled event.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use crate::call::Call;
use crate::sample::{id, sample};

#[rustfmt::skip]
pub(crate) fn calls() -> Vec<Call> {
    vec![
        Call::new("list_guild_scheduled_events", "minimal", |client| Box::pin(client.guild_scheduled_events(id()).raw())),
        Call::new("list_guild_scheduled_events", "full", |client| Box::pin(client.guild_scheduled_events(id()).with_user_count(true).raw())),
        Call::new("create_guild_scheduled_event", "minimal", |client| Box::pin(client.create_guild_scheduled_event(id(), "text", sample(), &sample()).raw())),
        Call::new("create_guild_scheduled_event", "full", |client| Box::pin(client.create_guild_scheduled_event(id(), "text", sample(), &sample()).description("text").image(&sample()).recurrence_rule(&sample()).scheduled_end_time(sample()).reason("because, even so: ünïcode").raw())),
        Call::new("delete_guild_scheduled_event", "minimal", |client| Box::pin(client.delete_guild_scheduled_event(id(), id()).raw())),
        Call::new("delete_guild_scheduled_event", "full", |client| Box::pin(client.delete_guild_scheduled_event(id(), id()).raw())),
        Call::new("get_guild_scheduled_event", "minimal", |client| Box::pin(client.guild_scheduled_event(id(), id()).raw())),
        Call::new("get_guild_scheduled_event", "full", |client| Box::pin(client.guild_scheduled_event(id(), id()).with_user_count(true).raw())),
        Call::new("update_guild_scheduled_event", "minimal", |client| Box::pin(client.modify_guild_scheduled_event(id(), id()).raw())),
        Call::new("update_guild_scheduled_event", "full", |client| Box::pin(client.modify_guild_scheduled_event(id(), id()).channel_id(Some(id())).description("text").entity_metadata(&sample()).entity_type(Some(sample())).image(Some(&sample())).name("text").privacy_level(sample()).recurrence_rule(Some(&sample())).scheduled_end_time(Some(sample())).scheduled_start_time(sample()).status(Some(sample())).reason("because, even so: ünïcode").raw())),
        Call::new("update_guild_scheduled_event", "nulls", |client| Box::pin(client.modify_guild_scheduled_event(id(), id()).channel_id(None).description(None).entity_type(None).image(None).recurrence_rule(None).scheduled_end_time(None).status(None).raw())),
        Call::new("list_guild_scheduled_event_users", "minimal", |client| Box::pin(client.guild_scheduled_event_users(id(), id()).raw())),
        Call::new("list_guild_scheduled_event_users", "full", |client| Box::pin(client.guild_scheduled_event_users(id(), id()).with_member(true).limit(5).before(id()).after(id()).raw())),
    ]
}
