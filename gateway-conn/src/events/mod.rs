//! The path from a connection's task to its consumer: the events, and the queue in which they wait.
//!
//! The task collects the events of one poll in a [`PollOutput`] and appends them to the [`Queue`] together. The
//! consumer takes everything in the queue together, see [`ConnectionEvents`](crate::ConnectionEvents).

mod event;
mod poll_output;
mod queue;

pub use self::event::ConnectionEvent;
pub(crate) use self::poll_output::PollOutput;
pub(crate) use self::queue::{Amount, Item, Queue, Taken};
