//! Typed listeners: async functions that a bot runs for certain events.

mod bot;
mod context;
mod extract;
mod handler;
mod hold;
mod hooks;
mod host;
mod job;
mod listen;
mod needs;
mod outcome;
mod places;
mod registry;
mod remote;
mod run;
mod shard_loop;
mod synthetic;

pub use bot::Bot;
pub use context::Context;
pub use extract::FromContext;
pub use handler::{AfterHook, BeforeHook, EventListener, Listener};
pub use hooks::{Before, EventReport};
pub use host::{BotGateway, BotHost, NotLocal};
pub use listen::{Listen, Occurrence, Source};
pub use outcome::{FailureCause, ListenerFailure};
pub use remote::{Lane, NeverCalled, RunOnError};
pub use run::BotRun;
pub use synthetic::{
    GuildAvailable, GuildJoined, GuildLeft, GuildUnavailable, IdentifyDelayed, RuntimeBlocked,
    ShardDisconnected, ShardInvalidSession, ShardReady, ShardResumed, ShardStopped,
};
