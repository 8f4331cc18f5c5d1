//! The events that a program reads, and how it marks them as handled.
//!
//! [`ShardEvents`] reads the queue of its shard's connection and returns each event as a [`ShardEvent`] with its
//! [`Receipt`]; [`Unread`] holds what was recorded about the event when it arrived. [`Events`] reads all shards.
//! [`Acknowledged`] holds the sequence up to which all events of a session were handled. [`Dedupe`] detects the events
//! that are delivered again after a crash.

mod caught_up;
mod dedupe;
mod event;
mod gate;
mod guild_change;
mod intervals;
mod queued;
mod receipt;
mod recovery;
mod session_gap;
mod shard_events;
mod stream;
mod unread;

pub use caught_up::{CaughtUp, MissedMessages, NotCaughtUp, NotCaughtUpReason};
pub use dedupe::{Dedupe, EventKey};
pub(crate) use event::{Held, is_about_guilds};
pub use event::{ShardEvent, ShardEventKind};
pub(crate) use gate::Gate;
pub use guild_change::GuildChange;
pub(crate) use queued::{LastRead, Meaning, Queued};
pub use receipt::{Acknowledge, Receipt};
pub(crate) use receipt::{Acknowledged, Register};
pub(crate) use recovery::Recovery;
pub use session_gap::SessionGap;
pub use shard_events::ShardEvents;
pub(crate) use shard_events::{FromTask, Parts};
pub(crate) use stream::{Control, ControlSender};
pub use stream::{Events, StreamPart};
pub(crate) use unread::Unread;
