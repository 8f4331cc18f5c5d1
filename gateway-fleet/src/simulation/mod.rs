//! Several machines on a model of the bucket, in virtual time, in front of a model of Discord. Whatever goes
//! wrong, the invariants hold at each step.
//!
//! - `rng`, `bucket` (compare-and-set, revisions, a log for the watches, writes that are lost), `discord`
//!   (sessions, Identifies, and which calls break its rules);
//! - `process`: one worker: its machine, its shards and its connection to the bucket; `world`: all of them,
//!   and the events to come; `deliver`: what an event does; `shards`: what a process does with its leases;
//! - `faults`: what goes wrong, determined by a seed, and `strike`: its effects; `checks`: the invariants;
//!   `shrink`: the shortest schedule that fails;
//! - tests: `seeds` (many schedules), `planted` (deliberately wrong rules are detected), `scripts` (one
//!   scenario each), `states` (the diagram), `statuses` (what an operator sees), `totals` (a change of the
//!   number of leases), `figures`, `purity`.

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
