#![doc = include_str!("../README.md")]
//!
//! # How it works
//!
//! Every process of a bot runs one [`Fleet`], called a *worker*. All workers watch one bucket of keys with
//! compare-and-set, such as a NATS key-value bucket; there is no coordinator and no leader. The state machine says
//! which shards its process starts and stops, which session each resumes, and when each may identify. It does no I/O
//! and has no clock and no randomness. Inputs go in through [`Fleet::handle`] with a monotonic time, and outputs come
//! from [`Fleet::poll`].
//!
//! The module `nats` is the driver on NATS, and `shards` the one of a [`Gateway`](https://docs.rs/gateway-shard).
//!
//! A worker owns [`Lease`]s. A lease is part `index` of `total`: a shard, or a partition of an event stream for workers
//! without a connection to Discord ([`LeaseKind`]). The rules are the same for both, but a partition has no session and
//! never identifies.
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
//! # Rules, and the files that implement them
//!
//! | | rule | file in `src/fleet` |
//! | --- | --- | --- |
//! | 1 | A lease has at most one owner. Ownership is a compare-and-set of one key; the revision of the claim is the epoch. | `ownership.rs`; writes with unknown outcome: `writes.rs` |
//! | 2 | Resume and Identify need ownership that was confirmed within `T`; an open connection does not. | `presence.rs`, [`Fleet::confirmed`], [`Fleet::may_resume_until`] |
//! | 3 | An observer considers a worker dead if its record has not changed for `T_dead` by the observer's monotonic clock, and the observer's own records were written all that time. | `liveness.rs` |
//! | 4 | kill -9 costs no Identify: the lease's key has the session, the worker's record the sequences of all its leases. | `takeover.rs` |
//! | 5 | A planned move writes release and checkpoint in one write; only a few leases move at a time; a drain ends in time. | `planned_move.rs`, `drain.rs` |
//! | 6 | One Identify in 5 s for each `shard_id % max_concurrency`. Each is subtracted beforehand from the ledger, the key with the number of session starts that are left. | `identify.rs`, `ledger.rs` |
//! | 7 | Leases are balanced by capacity; every worker computes the same assignment; only leases that must move are moved. | `assignment.rs`, and `assign.rs` above it |
//! | 8 | Exactly-once handling is up to the consumer, by dropping duplicates; this crate provides the epoch for it. | [`Output::Start`] |
//! | 9 | Problems are reported with what to do. | `troubles.rs`, [`Trouble`] |
//!
//! In addition, `plan.rs` handles changes of the total, moves by an operator and workers with
//! other settings, and `history.rs` handles a bucket that lost writes it had acknowledged. `T` is
//! [`FleetTimes::confirmed`], `T_dead` is [`FleetTimes::dead`]. The states of a lease are in
//! [`LeaseState`].
//!
//! # Guarantees for a driver
//!
//! - Two workers are never confirmed owners of one lease at the same time, unless the bucket loses acknowledged writes;
//!   then for less than `T_dead`.
//! - While the bucket cannot be reached, no lease is taken over and none is stopped.
//! - A driver may report any write as timed out ([`WriteOutcome::Unknown`]); the state machine finds out the outcome.
//! - The last output of [`Fleet::poll`] is a time with a reason to wait, or [`Output::Left`].
//!
//! # Duties of a driver
//!
//! - Deliver the entries of a watch in the bucket's order, over all keys. After the connection was lost, restart the
//!   watch ([`Input::WatchStarted`]) before you send any further write.
//! - Resume only before [`Fleet::may_resume_until`]. Identify only when granted, and not after the grant's end.
//!
//! A simulation of thousands of seeded schedules checks the rules at every step, with lost, late and unknown writes,
//! stale reads, lost acknowledged writes, paused and isolated workers, outages, joins, drains and kills.
//!
//! # Design notes
//!
//! - The ledger contains no time of day, so the clocks of the hosts do not matter. At any time, a
//!   worker may lower the ledger to the number that Discord reports. It raises the ledger only if
//!   the ledger had not changed for a minute before Discord was asked: then Discord has seen every
//!   Identify that was counted.
//! - A worker's view of the bucket is updated only by the watch and by the worker's own writes. If
//!   the outcome of a write is unknown, the key is read back. That read only settles the outcome
//!   and does not change the view, because a value that is newer than the rest of the view would
//!   break the proof that an owner is dead.
//! - A worker keeps its leases up to its share, and rendezvous hashing distributes the others: a join moves exactly the
//!   share of the new worker.
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

/// The code of the README, compiled by the tests.
#[cfg(all(doctest, feature = "shards"))]
#[doc = include_str!("../README.md")]
struct Readme;
