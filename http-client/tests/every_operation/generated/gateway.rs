//! Calls: gateway.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use crate::call::Call;

#[rustfmt::skip]
pub(crate) fn calls() -> Vec<Call> {
    vec![
        Call::new("get_gateway", "minimal", |client| Box::pin(client.gateway().raw())),
        Call::new("get_gateway", "full", |client| Box::pin(client.gateway().raw())),
        Call::new("get_bot_gateway", "minimal", |client| Box::pin(client.gateway_bot().raw())),
        Call::new("get_bot_gateway", "full", |client| Box::pin(client.gateway_bot().raw())),
    ]
}
