//! Calls: pin.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use crate::call::Call;
use crate::sample::{id, sample};

#[rustfmt::skip]
pub(crate) fn calls() -> Vec<Call> {
    vec![
        Call::new("list_pins", "minimal", |client| Box::pin(client.channel_pins(id()).raw())),
        Call::new("list_pins", "full", |client| Box::pin(client.channel_pins(id()).before(sample()).limit(5).raw())),
        Call::new("delete_pin", "minimal", |client| Box::pin(client.unpin_message(id(), id()).raw())),
        Call::new("delete_pin", "full", |client| Box::pin(client.unpin_message(id(), id()).reason("because, even so: ünïcode").raw())),
        Call::new("create_pin", "minimal", |client| Box::pin(client.pin_message(id(), id()).raw())),
        Call::new("create_pin", "full", |client| Box::pin(client.pin_message(id(), id()).reason("because, even so: ünïcode").raw())),
        Call::new("deprecated_list_pins", "minimal", |client| Box::pin(client.pinned_messages(id()).raw())),
        Call::new("deprecated_list_pins", "full", |client| Box::pin(client.pinned_messages(id()).raw())),
        Call::new("deprecated_delete_pin", "minimal", |client| Box::pin(client.unpin_message_deprecated(id(), id()).raw())),
        Call::new("deprecated_delete_pin", "full", |client| Box::pin(client.unpin_message_deprecated(id(), id()).raw())),
        Call::new("deprecated_create_pin", "minimal", |client| Box::pin(client.pin_message_deprecated(id(), id()).raw())),
        Call::new("deprecated_create_pin", "full", |client| Box::pin(client.pin_message_deprecated(id(), id()).raw())),
    ]
}
