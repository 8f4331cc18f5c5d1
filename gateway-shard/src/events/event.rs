//! What comes out of a gateway: dispatches and what happens to the shards.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use gateway_conn::LinkError;
use gateway_model::gateway::ShardId;
use gateway_model::id::{Id, marker};
use gateway_model::{Dispatch, EventKind};
use gateway_proto::{StateChange, StopReason};

use super::caught_up::{CaughtUp, NotCaughtUp};
use super::dedupe::EventKey;
use super::guild_change::GuildChange;
use super::receipt::{Acknowledge, Receipt};
use super::session_gap::SessionGap;
use crate::identify::Delay;

/// One thing that happened, and on which shard.
///
/// Dropping it says that it was handled: with a session store that outlives the process, what is stored
/// is the highest sequence up to which every event was handled. So keep an event until you are done with
/// it; its [`Dispatch`] can be cloned for what does not matter to that.
///
/// An event that is dropped while its thread panics was not handled, nor one that nobody read: what waits in
/// [`Events`](crate::Events) when that is dropped comes again with the next process. A future that is dropped
/// while it holds an event, of a task that is aborted for instance, cannot be told from one that is done:
/// where that may happen, or where an event goes through a queue of your own, take its
/// [receipt](Self::take_receipt) first.
#[derive(Debug)]
pub struct ShardEvent {
    /// The shard it happened on.
    pub shard: ShardId,
    /// What happened.
    pub kind: ShardEventKind,
    pub(crate) guild_change: Option<GuildChange>,
    /// With a dispatch of a session.
    pub(crate) receipt: Held,
    pub(crate) doubled: bool,
    pub(crate) caught_up: bool,
}

/// Who has the receipt of an event.
#[derive(Debug)]
pub(crate) enum Held {
    /// It is no event of a session.
    Nobody,
    /// The event itself.
    Event(Receipt),
    /// The user. What is left is the id of the session.
    User(Arc<str>),
}

impl Held {
    /// The id of the session, where somebody has or had the receipt.
    pub(crate) fn into_session(self) -> Option<Arc<str>> {
        match self {
            Self::Nobody => None,
            Self::Event(receipt) => receipt.session().cloned(),
            Self::User(session) => Some(session),
        }
    }
}

/// Whether such an event says which guilds there are.
pub(crate) const fn is_about_guilds(kind: EventKind) -> bool {
    matches!(kind, EventKind::Ready | EventKind::GuildCreate | EventKind::GuildDelete)
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
    /// The shard has lost its session and begun another.
    SessionGap(Arc<SessionGap>),
    /// Missed messages that were not read by REST. Comes only with
    /// [`GatewayBuilder::catch_up`](crate::GatewayBuilder::catch_up).
    NotCaughtUp(Arc<NotCaughtUp>),
    /// A guild's missed messages were read by REST. Comes only with
    /// [`GatewayBuilder::catch_up`](crate::GatewayBuilder::catch_up).
    CaughtUp(CaughtUp),
    /// The shard's connection changed: connected, resumed, lost and so on.
    State(StateChange),
    /// A connection could not be opened, or was lost: what the transport said. The shard goes on by
    /// itself.
    LinkFailed(Arc<LinkError>),
    /// A task blocked the runtime, so that the shard's connection had no turn and sent no heartbeat for so long, at
    /// least. If the connection is lost next, that is probably why. See
    /// [`GatewayBuilder::driver_thread`](crate::GatewayBuilder::driver_thread).
    RuntimeBlocked {
        /// How long, to a second. At least 1 s.
        duration: Duration,
    },
    /// The shard waits for its Identify, and not only the few seconds that are daily business.
    IdentifyDelayed(Delay),
    /// The shard is at its end, by shutdown or because Discord refused it.
    Stopped(StopReason),
}

impl ShardEvent {
    pub(crate) const fn new(shard: ShardId, kind: ShardEventKind) -> Self {
        Self {
            shard,
            kind,
            guild_change: None,
            receipt: Held::Nobody,
            doubled: false,
            caught_up: false,
        }
    }

    /// An event of a session that another process has, for [`Bot::run_on`](crate::Bot::run_on): it came from a stream that
    /// the other process publishes. `change` is what a Guild Create or Guild Delete means for its guild.
    #[must_use]
    pub fn received(
        shard: ShardId,
        session: Arc<str>,
        dispatch: Dispatch,
        change: Option<GuildChange>,
        acknowledge: Box<dyn Acknowledge>,
    ) -> Self {
        let receipt = Held::Event(Receipt::of_other(Some(session), acknowledge));
        let kind = ShardEventKind::Dispatch(dispatch);
        Self { receipt, guild_change: change, ..Self::new(shard, kind) }
    }

    /// As [`received`](Self::received), for a message that the other process read by REST, because it was missed with a lost session:
    /// it [`is_caught_up`](Self::is_caught_up).
    #[must_use]
    pub fn received_caught_up(
        shard: ShardId,
        message: Dispatch,
        acknowledge: Box<dyn Acknowledge>,
    ) -> Self {
        let receipt = Held::Event(Receipt::of_other(None, acknowledge));
        Self { receipt, caught_up: true, ..Self::new(shard, ShardEventKind::Dispatch(message)) }
    }

    /// What a [received](Self::received) Guild Create or Guild Delete means for its guild: it comes after that one.
    #[must_use]
    pub fn received_change(
        shard: ShardId,
        guild: Id<marker::Guild>,
        change: GuildChange,
        acknowledge: Box<dyn Acknowledge>,
    ) -> Self {
        let receipt = Held::Event(Receipt::of_other(None, acknowledge));
        Self { receipt, ..Self::new(shard, ShardEventKind::Guild { guild, change }) }
    }

    /// No more events of this shard come from a stream that another process publishes, because this process stops.
    #[must_use]
    pub const fn stopped(shard: ShardId) -> Self {
        Self::new(shard, ShardEventKind::Stopped(StopReason::Shutdown { session: None }))
    }

    /// The dispatch, if it is one.
    #[must_use]
    pub const fn dispatch(&self) -> Option<&Dispatch> {
        match &self.kind {
            ShardEventKind::Dispatch(dispatch) => Some(dispatch),
            _ => None,
        }
    }

    /// Which event was dispatched, if it is a dispatch.
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
        let session = self.session()?.to_string();
        Some(EventKey { session, sequence: self.dispatch()?.sequence() })
    }

    /// Whether another process may hand on the same event: the number of leased shards changes, this is an event of a new
    /// session, and the old session of its guild is not in this process, so that they cannot be matched. Both have
    /// the same name and data, and another [`key`](Self::key).
    ///
    /// See [`Gateway::begin_total`](crate::Gateway::begin_total).
    #[must_use]
    pub const fn may_be_doubled(&self) -> bool {
        self.doubled
    }

    /// Whether it is a message that was missed with a lost session and read by REST later: a MESSAGE_CREATE whose data is
    /// that of [Get Channel Messages](https://docs.discord.com/developers/resources/message#get-channel-messages) with
    /// the guild's id. It has no `member`, no [`key`](Self::key), and its [`Dispatch::sequence`] is 0; what
    /// tells a repeat after a crash is the message's id.
    ///
    /// See [`CatchUp`](crate::CatchUp).
    #[must_use]
    pub const fn is_caught_up(&self) -> bool {
        self.caught_up
    }

    /// From now on only [`Receipt::mark_handled`] says that the event was handled; dropping the event says nothing.
    ///
    /// Where the event is no dispatch, or its receipt was taken before, the receipt says nothing either.
    pub fn take_receipt(&mut self) -> Receipt {
        self.release().map_or(Receipt::of_nothing(), Receipt::by_hand)
    }

    /// The id of the session it is of.
    pub(crate) fn session(&self) -> Option<&Arc<str>> {
        match &self.receipt {
            Held::Nobody => None,
            Held::Event(receipt) => receipt.session(),
            Held::User(session) => Some(session),
        }
    }

    /// Gives the receipt away, where the event has it.
    pub(crate) fn release(&mut self) -> Option<Receipt> {
        let left = match &self.receipt {
            Held::Event(receipt) => receipt.session().cloned().map_or(Held::Nobody, Held::User),
            Held::Nobody | Held::User(_) => return None,
        };
        match std::mem::replace(&mut self.receipt, left) {
            Held::Event(receipt) => Some(receipt),
            Held::Nobody | Held::User(_) => None,
        }
    }
}

impl fmt::Display for ShardEventKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Dispatch(dispatch) => f.write_str(dispatch.name()),
            Self::Guild { guild, change } => write!(f, "guild {guild}: {change:?}"),
            Self::SessionGap(gap) => write!(
                f,
                "the session was lost: events of {} guilds from {} to {} were not sent",
                gap.guilds.len(),
                gap.from,
                gap.until
            ),
            Self::NotCaughtUp(missed) => write!(
                f,
                "missed messages of {} channels of guild {} were not read: {}",
                missed.channels.len(),
                missed.guild,
                missed.reason
            ),
            Self::CaughtUp(done) => write!(
                f,
                "{} missed messages of {} channels of guild {} were read",
                done.messages, done.channels, done.guild
            ),
            Self::State(change) => write!(f, "{change:?}"),
            Self::LinkFailed(error) => error.fmt(f),
            Self::RuntimeBlocked { duration } => {
                write!(f, "the runtime was blocked for {:.1} s by a task", duration.as_secs_f64())
            }
            Self::IdentifyDelayed(delay) => delay.fmt(f),
            Self::Stopped(reason) => reason.fmt(f),
        }
    }
}
