//! The events that a program reads, and how it says that they were handled.
//!
//! A shard's task sends each event as a [`Queued`] into the queue of its shard; [`Events`] reads the queues of all
//! shards and gives a [`ShardEvent`] with its [`Receipt`]. [`Acknowledged`] holds up to which sequence all of a session
//! were handled; [`Dedupe`] recognizes the events that come again after a crash.

mod dedupe;
mod event;
mod guild_change;
mod intervals;
mod queued;
mod receipt;
mod stream;

pub use dedupe::{Dedupe, EventKey};
pub(crate) use event::Held;
pub use event::{ShardEvent, ShardEventKind};
pub use guild_change::GuildChange;
pub(crate) use queued::{LastRead, Queued};
pub use receipt::Receipt;
pub(crate) use receipt::{Acknowledged, Register};
pub(crate) use stream::{Control, ControlSender};
pub use stream::{Events, ShardEvents, StreamPart};
