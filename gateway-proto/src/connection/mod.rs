//! The machine of one connection, and a room for each kind of rule.
//!
//! Bytes, other inputs and the time come in through [`Connection`]; outputs go out of it. Each file imports only
//! files above it in this list, so that a rule can be read without the machine around it:
//!
//! - values, each with the rules of one thing: `admission` (what a driver says of an event), `deadline` (a time limit for the peer, and when it is fair to hold
//!   it against the peer), `heartbeat` (schedule, ACK watch, op 1, pause, latency), `sequence` (what counts, and
//!   what was counted before), `resume` (the session, its two clocks, the replay), `attempt` (what a connection is
//!   opened for), `phase` (what exists in each state);
//! - `machine`: the state, and what every rule needs of it; `moves`: the one way from phase to phase;
//! - what happens in turn: `handshake` (from dialling to a live session), `close` (close codes, failures, op 7,
//!   op 9, and what follows), `shutdown`;
//! - `timers`: what is due, and when; `event`: which event counts, and is handed on; `receive`: messages, the one way
//!   in for them;
//! - `drive`: what a driver calls.

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
