//! The machine of one worker, and a room for each kind of rule.
//!
//! - what there is: `view` (the bucket, as the watch told it), `writes` (those under way, and those of which nobody knows
//!   whether they were written), `machine` (the state);
//! - the rules: `presence` (the own record, and until when ownership is confirmed), `ownership` (claims, epochs, doubt),
//!   `liveness` (who is dead), `takeover`, `planned_move`, `drain`, `identify` (grants), `ledger` (starts of the day),
//!   `assignment` (this worker's part of it), `plan` (totals, pins, who is refused), `history` (a bucket that lost writes),
//!   `troubles` (bad news);
//! - `status`: the whole as this worker sees it, for people;
//! - `watch`: what the watch brings, and where it goes; `timers`: what is due, and when; `drive`: what a driver calls.

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
