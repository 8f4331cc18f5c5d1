//! Calls: channel permission.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use crate::call::Call;
use crate::sample::{id, sample};

#[rustfmt::skip]
pub(crate) fn calls() -> Vec<Call> {
    vec![
        Call::new("delete_channel_permission_overwrite", "minimal", |client| Box::pin(client.delete_channel_permission(id(), id()).raw())),
        Call::new("delete_channel_permission_overwrite", "full", |client| Box::pin(client.delete_channel_permission(id(), id()).reason("because, even so: ünïcode").raw())),
        Call::new("set_channel_permission_overwrite", "minimal", |client| Box::pin(client.edit_channel_permissions(id(), id(), sample()).raw())),
        Call::new("set_channel_permission_overwrite", "full", |client| Box::pin(client.edit_channel_permissions(id(), id(), sample()).allow(Some(sample())).deny(Some(sample())).reason("because, even so: ünïcode").raw())),
        Call::new("set_channel_permission_overwrite", "nulls", |client| Box::pin(client.edit_channel_permissions(id(), id(), sample()).allow(None).deny(None).raw())),
    ]
}
