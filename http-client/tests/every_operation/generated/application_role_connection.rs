//! Calls: application role connection.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use crate::call::Call;
use crate::sample::{id, sample};

#[rustfmt::skip]
pub(crate) fn calls() -> Vec<Call> {
    vec![
        Call::new("get_application_role_connections_metadata", "minimal", |client| Box::pin(client.application_role_connection_metadata(id()).raw())),
        Call::new("get_application_role_connections_metadata", "full", |client| Box::pin(client.application_role_connection_metadata(id()).raw())),
        Call::new("update_application_role_connections_metadata", "minimal", |client| Box::pin(client.update_application_role_connection_metadata(id(), &[sample()]).raw())),
        Call::new("update_application_role_connections_metadata", "full", |client| Box::pin(client.update_application_role_connection_metadata(id(), &[sample()]).raw())),
    ]
}
