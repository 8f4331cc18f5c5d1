//! One bot on many machines: who holds which shard, as a sans-IO machine and a driver on NATS.
//!
//! Every process of a bot runs one [`Fleet`], a *worker*. All workers watch one bucket of keys with compare-and-set, such as
//! a NATS key-value bucket; there is no coordinator and no leader. The machine says which shards its process starts and
//! stops, which session they resume, and when one may identify. It does no I/O and has no clock and no randomness: what
//! happens comes in through [`Fleet::handle`] with a monotonic time, what to do comes out of [`Fleet::poll`].
//!
//! With the feature `nats`, on by default, the module `nats` drives it on NATS.
//!
//! What is leased is a [`Lease`], part `index` of `total`: a shard, or a partition of an event stream for workers that hold
//! no connection ([`LeaseKind`]). The rules are the same; a partition has no session and never identifies.
//!
//! ```
//! use std::{collections::BTreeMap, time::Instant};
//! use gateway_fleet::{Fleet, FleetConfig, Input, LeaseKind, Output, WriteOutcome};
//!
//! let config = FleetConfig::new("host-1", "drawn at start", LeaseKind::Shard, 10)?.with_total(2)?;
//! let (mut now, mut bucket, mut last) = (Instant::now(), BTreeMap::new(), 0);
//! let mut fleet = Fleet::new(config, now);
//! fleet.handle(Input::WatchStarted, now);
//! fleet.handle(Input::WatchCurrent, now); // The bucket is empty.
//! let mut started = Vec::new();
//! while started.len() < 2 {
//!     match fleet.poll() {
//!         Output::Write { write, key, expected, value } => {
//!             assert_eq!(expected, bucket.insert(key.clone(), last + 1).unwrap_or(0), "nobody else writes");
//!             last += 1;
//!             fleet.handle(Input::Written(write, WriteOutcome::Done(last)), now);
//!             fleet.handle(Input::Entry { key, revision: last, value }, now); // The watch.
//!         }
//!         Output::Start { lease, resume, .. } => started.push((lease.index, resume)),
//!         Output::WaitUntil(at, _why) => (now, _) = (at, fleet.handle(Input::Timeout, at)),
//!         other => println!("{other:?}"),
//!     }
//! }
//! assert_eq!(started, [(0, None), (1, None)]); // No session yet: both will ask to identify.
//! # Ok::<(), gateway_fleet::FleetConfigError>(())
//! ```
//!
//! # What must hold, and where the rule is
//!
//! | | rule | file in `src/fleet` |
//! | --- | --- | --- |
//! | 1 | A lease has at most one owner. Ownership is a compare-and-set of one key; the revision of the claim is the epoch. | `ownership.rs`; writes with unknown outcome: `writes.rs` |
//! | 2 | Resume and Identify need ownership that was confirmed within `T`; an open socket needs nothing. | `presence.rs`, [`Fleet::confirmed`], [`Fleet::may_resume_until`] |
//! | 3 | A worker is dead when its record has not moved for `T_dead` of the observer's monotonic clock, while the observer's own records were written. | `liveness.rs` |
//! | 4 | kill -9 costs no Identify: session in the lease's key, sequences of all leases in the worker's record. | `takeover.rs` |
//! | 5 | A planned move writes release and checkpoint at once; a few at a time; a drain ends in time. | `planned_move.rs`, `drain.rs` |
//! | 6 | One Identify in 5 s for each `shard_id % max_concurrency`, counted in the ledger of the day before. | `identify.rs`, `ledger.rs` |
//! | 7 | Balanced by capacity, the same for everybody; only what must move moves. | `assignment.rs`, and `assign.rs` above it |
//! | 8 | Exactly once after dedupe is the consumer's rule; this crate hands out the epoch. | [`Output::Start`] |
//! | 9 | Bad news is told with what to do. | `troubles.rs`, [`Trouble`] |
//!
//! Besides: `plan.rs` (changes of the total, moves by an operator, workers that differ) and `history.rs` (a bucket that lost
//! writes it had acknowledged). `T` is [`FleetTimes::confirmed`], `T_dead` is [`FleetTimes::dead`]. The states of a lease are
//! in [`LeaseState`].
//!
//! # What a driver can rely on
//!
//! - Two workers are never confirmed owners of one lease at the same time, unless the bucket loses acknowledged writes; then
//!   for less than `T_dead`.
//! - Without the bucket nothing is taken over and nothing is stopped.
//! - A driver may time a write out ([`WriteOutcome::Unknown`]) whenever it likes; the outcome is found out.
//! - [`Fleet::poll`] always ends with a time and what is waited for, or with [`Output::Left`].
//!
//! # What a driver must do
//!
//! - Bring the entries of a watch in the bucket's order, over all keys. When the connection was lost, start the watch anew
//!   ([`Input::WatchStarted`]) before any further write is sent.
//! - Resume only before [`Fleet::may_resume_until`]; identify only when granted, and not after the grant's end.
//!
//! A simulation of thousands of seeded schedules checks the rules at every step, with lost, late and unknown writes, stale
//! reads, lost acknowledged writes, paused and isolated workers, outages, joins, drains and kills.
//!
//! # Where this differs from a plain reading of the design
//!
//! - The ledger has no time of day in it. Discord's own count may lower it at any time, and raise it only after the ledger
//!   was at rest for a minute: then Discord has seen every Identify that was counted. Clocks of hosts do not matter.
//! - The view of the bucket comes from the watch alone; what is read back settles the outcome of a write and nothing else,
//!   because a value that is newer than the rest of the view would break the proof that an owner is dead.
//! - A worker keeps what it has up to its share, and rendezvous hashing spreads the rest: a join moves exactly the share
//!   of the new worker.
#![cfg_attr(docsrs, feature(doc_cfg))]
#![deny(missing_docs)]
#![forbid(unsafe_code)]

mod assign;
#[cfg(feature = "shards")]
pub mod commands;
mod config;
mod fleet;
mod input;
mod key;
mod lease;
pub mod metric;
#[cfg(feature = "nats")]
pub mod nats;
mod output;
mod planted;
mod saturating;
#[cfg(feature = "shards")]
pub mod shards;
#[cfg(test)]
mod simulation;
mod status;
#[cfg(feature = "status-server")]
pub mod status_server;
pub mod stream;
mod timer;
mod trouble;
mod value;
mod vitals;

pub use config::{FleetConfig, FleetConfigError, FleetTimes, Identity};
pub use fleet::Fleet;
pub use input::{Input, ReadOutcome, Request, WriteId, WriteOutcome};
pub use lease::{Lease, LeaseKind, LeaseState};
pub use output::{Output, StopHow};
pub use status::{
    BudgetStatus, DisconnectStatus, FleetStatus, IdentifyKeyStatus, MoveStatus, PlanStatus,
    ShardTile, TileState, TroubleStatus, ViewStatus, WorkerCondition, WorkerTile,
};
pub use timer::Timer;
pub use trouble::{Difference, Trouble};
pub use value::{Checkpoint, Session};
pub use vitals::{Disconnect, Vitals};

/// The code of the README, compiled with the tests.
#[cfg(all(doctest, feature = "shards"))]
#[doc = include_str!("../README.md")]
struct Readme;
