//! All shards of a bot in this process: how they are set up, their handle, and their end.

mod builder;
mod gateway_bot;
mod handle;
mod shutdown;
mod signal;
mod upkeep;

pub use builder::GatewayBuilder;
pub use handle::Gateway;
pub(crate) use shutdown::GRACE;
pub use shutdown::ShutdownReport;
pub use signal::{StopSignals, asked_to_stop};
pub(crate) use upkeep::save_now;
