//! The state machine of one worker, with a file for each kind of rule.
//!
//! - state: `view` (the bucket, as the watch reports it), `writes` (writes in progress or with unknown outcome),
//!   `machine` (the state);
//! - rules: `presence` (the worker's own record, and until when ownership is confirmed), `ownership` (claims, epochs,
//!   doubt), `liveness` (which workers are dead), `takeover`, `planned_move`, `drain`, `identify` (grants), `ledger`
//!   (starts of the day), `assignment` (this worker's part of it), `plan` (totals, pins, refused workers), `history` (a
//!   bucket that lost writes), `troubles` (problems to report);
//! - `status`: the fleet as this worker sees it, for people;
//! - `watch`: dispatches the entries of the watch; `timers`: what is due, and when; `drive`: the interface to a driver.

mod assignment;
mod drain;
mod drive;
mod history;
mod identify;
mod ledger;
mod liveness;
mod machine;
mod ownership;
mod plan;
mod planned_move;
mod presence;
mod status;
mod takeover;
mod timers;
mod troubles;
mod view;
mod watch;
mod writes;

pub use machine::Fleet;
