//! When a shard may send Identify.
//!
//! A bot that starts a [`Gateway`](crate::Gateway) needs nothing of this but [`Delay`], which says why a shard waits. The
//! rest is for an [`IdentifyQueue`](crate::GatewayBuilder::identify_queue) of your own.
//!
//! Three rules stand between a shard and its Identify, each a pure value in a file of its own: `buckets` (one Identify
//! per key and 5 seconds), `starts` (Discord's count of session starts) and `ledger` (what earlier processes spent, so that
//! a crash loop cannot burn the day's starts). [`Scheduler`] asks all three; [`LocalQueue`] makes shards wait. If
//! processes share a ledger on disk, an Identify also waits for those of the others.

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
