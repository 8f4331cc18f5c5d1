//! Calls: stage instance.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use crate::call::Call;
use crate::sample::{id, sample};

#[rustfmt::skip]
pub(crate) fn calls() -> Vec<Call> {
    vec![
        Call::new("create_stage_instance", "minimal", |client| Box::pin(client.create_stage_instance(id(), "text").raw())),
        Call::new("create_stage_instance", "full", |client| Box::pin(client.create_stage_instance(id(), "text").guild_scheduled_event_id(id()).privacy_level(sample()).send_start_notification(true).reason("because, even so: ünïcode").raw())),
        Call::new("delete_stage_instance", "minimal", |client| Box::pin(client.delete_stage_instance(id()).raw())),
        Call::new("delete_stage_instance", "full", |client| Box::pin(client.delete_stage_instance(id()).reason("because, even so: ünïcode").raw())),
        Call::new("get_stage_instance", "minimal", |client| Box::pin(client.stage_instance(id()).raw())),
        Call::new("get_stage_instance", "full", |client| Box::pin(client.stage_instance(id()).raw())),
        Call::new("update_stage_instance", "minimal", |client| Box::pin(client.modify_stage_instance(id()).raw())),
        Call::new("update_stage_instance", "full", |client| Box::pin(client.modify_stage_instance(id()).privacy_level(sample()).topic("text").reason("because, even so: ünïcode").raw())),
    ]
}
