//! Shards: the task, session and guilds of one shard, and fleets of all shards.
//!
//! [`Blueprint`] has the settings from which shards are created. A [`Fleet`] is all shards of one shard count;
//! [`Fleets`] has the one that serves and the one that replaces it. Each shard has a [`ShardTask`](task::ShardTask),
//! which opens and closes its connection, a [`ShardObserver`](observer::ShardObserver), which sees the connection's
//! events, and a [`Shard`], which holds the shared state.

mod blueprint;
mod fleet;
mod fleets;
mod guilds;
mod heard;
mod life;
mod observer;
mod open_requests;
mod sessions;
mod state;
mod status;
mod task;
mod voice_followers;

pub(crate) use blueprint::{Blueprint, ConnConfig, with_missed_events};
pub(crate) use fleet::{Fleet, Tasks};
pub(crate) use fleets::Fleets;
pub(crate) use observer::OBSERVED;
pub(crate) use open_requests::{Answer, AnswerKey};
pub(crate) use sessions::Sessions;
pub(crate) use state::Shard;
pub use status::{LastDisconnect, ShardStatus};
pub(crate) use voice_followers::VoiceNews;
