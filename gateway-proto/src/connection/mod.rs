//! The state machine of one connection, with one file for each kind of rule.
//!
//! Messages, other inputs and the time come in through [`Connection`], and outputs come out of it. Each file imports
//! only files above it in this list, so a rule can be read without the whole machine:
//! - values, each with the rules of one thing: `admission` (the driver's decision about an event), `deadline` (a time
//!   limit for the peer), `heartbeat` (schedule, acknowledgement deadline, op 1, pause, latency), `sequence` (the last
//!   sequence counted), `resume` (the session, its two clocks, the replay), `attempt` (the purpose of a connection),
//!   `phase` (the data of each state);
//! - `machine`: the state, and what all rules share; `moves`: the only way from phase to phase;
//! - the stages of a connection: `handshake` (from dialling to a live session), `close` (close codes, failures, op 7,
//!   op 9, and what follows), `shutdown`;
//! - `timers`: what is due, and when; `event`: classifies and delivers events; `receive`: parses messages;
//! - `drive`: the interface for drivers.

mod admission;
mod attempt;
mod close;
mod deadline;
mod drive;
mod event;
mod handshake;
mod heartbeat;
mod machine;
mod moves;
mod phase;
mod receive;
mod resume;
mod sequence;
mod shutdown;
mod timers;

pub use admission::{Admission, Received};
pub use machine::Connection;
