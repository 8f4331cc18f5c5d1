//! All shards of a bot in this process: settings, handle and shutdown.
//!
//! [`GatewayBuilder`] has the settings; [`start`] checks them and creates a [`Gateway`]. [`supervise`] starts the
//! shards' tasks and decides what follows when one ends. [`upkeep`] stores sessions and updates metrics once a second,
//! and at the end. [`lifecycle`] tracks the shutdown.

mod builder;
mod gateway_bot;
mod handle;
mod leases;
mod lifecycle;
mod network;
mod requests;
mod shutdown;
mod signal;
mod start;
mod status;
mod stores;
mod supervise;
mod totals;
mod upkeep;
mod voice;

pub use builder::GatewayBuilder;
pub use handle::Gateway;
pub use leases::LeaseError;
pub(crate) use shutdown::GRACE;
pub use shutdown::ShutdownReport;
pub use signal::{ShutdownSignals, shutdown_signal};
pub use status::GatewayStatus;
pub use totals::LeasedTotals;
