//! One partition of the stream, while this worker has its lease.
//!
//! - `queue`: which event begins next, which are handled, what is tried again; pure;
//! - `position`: where a partition is taken up, and whether an event killed the workers before; pure;
//! - `careful`: one event at a time after such a death, each written down;
//! - `consumer`: the durable consumer of this ownership, made at the position; older ones are deleted;
//! - `taking_up`: as soon as NATS lets it, unless another worker has it;
//! - `acks`: what listeners say of their events, on its way back;
//! - `lane`: the way to the listeners, as long as the lease is confirmed;
//! - `intake`: messages of the consumer, read and put into the queue; `replies`: how they are acknowledged; `acknowledge`: sends that;
//! - `task`: the loop of a partition, until its lease is given away.

mod acknowledge;
mod acks;
mod careful;
mod consumer;
mod intake;
mod lane;
mod position;
mod queue;
mod replies;
mod taking_up;
mod task;

pub(crate) use acks::{Acks, Ended};
pub(crate) use consumer::Ownership;
pub(crate) use lane::Confirmed;
pub(crate) use queue::{End, Tries};
pub(crate) use taking_up::Partition;
pub(crate) use task::run;
