//! What comes out of a gateway: dispatches and what happens to the shards.

use std::fmt;
use std::sync::Arc;

use gateway_conn::LinkError;
use gateway_model::gateway::ShardId;
use gateway_model::id::{Id, marker};
use gateway_model::{Dispatch, EventKind};
use gateway_proto::{StateChange, StopReason};

use crate::acknowledge::Receipt;
use crate::dedupe::EventKey;
use crate::guilds::GuildChange;
use crate::identify::Delay;

/// One thing that happened, and on which shard.
///
/// Dropping it says that it was handled: with a session store that outlives the process, what is stored
/// is the highest sequence up to which every event was dropped. So keep an event until you are done with
/// it; its [`Dispatch`] can be cloned for what does not matter to that.
#[derive(Debug)]
pub struct ShardEvent {
    /// The shard it happened on.
    pub shard: ShardId,
    /// What happened.
    pub kind: ShardEventKind,
    pub(crate) guild_change: Option<GuildChange>,
    /// With a dispatch of a session.
    pub(crate) receipt: Option<Receipt>,
}

/// What happened on a shard.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum ShardEventKind {
    /// Discord sent an event, READY and RESUMED among them.
    Dispatch(Dispatch),
    /// A guild was joined or left, became available or unavailable: what the Guild Create, Guild Delete
    /// or Ready means that came just before.
    Guild {
        /// Which guild.
        guild: Id<marker::Guild>,
        /// What happened to it.
        change: GuildChange,
    },
    /// The shard's connection changed: connected, resumed, lost and so on.
    State(StateChange),
    /// A connection could not be opened, or was lost: what the transport said. The shard goes on by
    /// itself.
    LinkFailed(Arc<LinkError>),
    /// The shard waits for its Identify, and not only the few seconds that are daily business.
    IdentifyDelayed(Delay),
    /// The shard is at its end, by shutdown or because Discord refused it.
    Stopped(StopReason),
}

impl ShardEvent {
    pub(crate) const fn new(shard: ShardId, kind: ShardEventKind) -> Self {
        Self { shard, kind, guild_change: None, receipt: None }
    }

    /// The dispatch, where it is one.
    #[must_use]
    pub const fn dispatch(&self) -> Option<&Dispatch> {
        match &self.kind {
            ShardEventKind::Dispatch(dispatch) => Some(dispatch),
            _ => None,
        }
    }

    /// Which event was dispatched, where it is a dispatch.
    #[must_use]
    pub const fn event_kind(&self) -> Option<EventKind> {
        match &self.kind {
            ShardEventKind::Dispatch(dispatch) => Some(dispatch.kind()),
            _ => None,
        }
    }

    /// What a Guild Create or Guild Delete means for its guild. The same follows as
    /// [`ShardEventKind::Guild`].
    #[must_use]
    pub const fn guild_change(&self) -> Option<GuildChange> {
        self.guild_change
    }

    /// Session and sequence of a dispatch: the same when it is replayed, so a repeat can be told by it
    /// (see [`Dedupe`](crate::Dedupe)).
    #[must_use]
    pub fn key(&self) -> Option<EventKey> {
        let session = self.receipt.as_ref()?.session().to_string();
        Some(EventKey { session, sequence: self.dispatch()?.sequence() })
    }
}

impl fmt::Display for ShardEventKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Dispatch(dispatch) => f.write_str(dispatch.name()),
            Self::Guild { guild, change } => write!(f, "guild {guild}: {change:?}"),
            Self::State(change) => write!(f, "{change:?}"),
            Self::LinkFailed(error) => error.fmt(f),
            Self::IdentifyDelayed(delay) => delay.fmt(f),
            Self::Stopped(reason) => reason.fmt(f),
        }
    }
}
