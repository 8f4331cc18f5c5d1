//! From a connection's task to its consumer: what is told, and the queue in which it waits.
//!
//! The task collects the events of one poll in a [`PollOutput`] and puts them into the [`Queue`] together. The
//! consumer takes all that is there at once, see [`ConnectionEvents`](crate::ConnectionEvents).

mod event;
mod poll_output;
mod queue;

pub use self::event::ConnectionEvent;
pub(crate) use self::poll_output::PollOutput;
pub(crate) use self::queue::{Amount, Item, Queue, Taken};
