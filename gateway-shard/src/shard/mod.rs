//! One shard: its task, its session, its guilds, and all shards of one count.

mod fleet;
mod guilds;
mod open_requests;
mod state;
mod status;
mod task;

pub(crate) use fleet::{Blueprint, Fleet, Sessions};
pub(crate) use open_requests::{Answer, AnswerKey};
pub(crate) use state::Shard;
pub use status::{GatewayStatus, ShardStatus, cause_name};
pub(crate) use task::ShardTask;
