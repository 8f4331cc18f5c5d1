//! One partition of the stream, while this worker has its lease.
//!
//! - `queue`: the next event to start, the handled events, and retries; without I/O;
//! - `position`: where a partition is continued, and whether an event killed earlier workers; without I/O;
//! - `careful`: after such a death, one event at a time, each recorded before it starts;
//! - `consumer`: the durable consumer of this ownership, created at the position; older ones are deleted;
//! - `taking_up`: takes the partition over as soon as NATS allows, unless another worker owns it;
//! - `acks`: the outcomes that listeners report;
//! - `lane`: passes events to the listeners, while the lease is confirmed;
//! - `intake`: reads messages of the consumer and puts them into the queue; `replies`: the subjects that
//!   acknowledge them; `acknowledge`: sends the acknowledgements;
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
