//! Decides when a shard may send Identify.
//!
//! To start a [`Gateway`](crate::Gateway) you need nothing from this module, except [`Delay`], which says why a shard
//! waits. The rest is for a custom [`IdentifyQueue`](crate::GatewayBuilder::identify_queue).
//!
//! Three rules limit Identifies. Each is a plain value in its own file: `buckets` (one Identify for each key and 5
//! seconds), `starts` (Discord's count of session starts) and `ledger` (the Identifies of earlier processes, so that a
//! crash loop cannot use up the starts of the day). [`Scheduler`] combines them, and [`LocalQueue`] makes shards wait.
//! If processes share a ledger on disk, an Identify also waits for those of the other processes.

mod buckets;
mod ledger;
mod ledger_file;
mod queue;
mod scheduler;
mod starts;

pub use buckets::WINDOW;
pub use ledger::{Budget, DAY_MS, Entry, Ledger};
pub use ledger_file::LedgerFile;
pub use queue::LocalQueue;
pub use scheduler::{Delay, DelayCause, Scheduler, Step, Ticket};
