//! Several machines on a model of the bucket, in virtual time, before a model of Discord: whatever goes wrong, what must
//! hold, holds at each step.
//!
//! - `rng`, `bucket` (compare-and-set, revisions, a log for the watches, writes that are lost), `discord` (sessions,
//!   Identifies, what breaks its rules);
//! - `process`: one worker: its machine, its shards and its connection to the bucket; `world`: all of them, and the events
//!   that are to come; `deliver`: what an event does; `shards`: what a process does with its leases;
//! - `faults`: what goes wrong, drawn from a seed, and `strike`, what it does; `checks`: what must hold; `shrink`: the
//!   shortest schedule that fails;
//! - tests: `seeds` (many schedules), `planted` (wrong rules are caught), `scripts` (one story each), `states` (the
//!   diagram), `statuses` (what an operator is shown), `totals` (a
//!   change of the number of leases), `figures`, `purity`.

mod bucket;
mod checks;
mod deliver;
mod discord;
mod faults;
mod figures;
mod planted;
mod process;
mod purity;
mod rng;
mod scripts;
mod seeds;
mod shards;
mod shrink;
mod states;
mod statuses;
mod strike;
mod totals;
mod world;
