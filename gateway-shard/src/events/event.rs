//! The events of a gateway: dispatches, and changes of the shards.

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

/// An event, and the shard on which it happened.
///
/// Dropping it means that it was handled: if the session store outlives the process, the highest sequence up to which
/// every event was handled is stored. So keep an event until you are done with it. A clone of its [`Dispatch`] has no
/// effect on this.
///
/// There are two exceptions: an event that is dropped while its thread panics is not handled. An unread event is not
/// handled either: events that wait in [`Events`](crate::Events) when it is dropped are delivered to the next process.
/// If a task is aborted while it holds an event, the event cannot be distinguished from a handled one. So if a task may
/// be aborted, or if events go through your own queue, take the [receipt](Self::take_receipt) first.
#[derive(Debug)]
pub struct ShardEvent {
    /// The shard on which it happened.
    pub shard: ShardId,
    /// What happened.
    pub kind: ShardEventKind,
    pub(crate) guild_change: Option<GuildChange>,
    /// Set for a dispatch of a session.
    pub(crate) receipt: Held,
    pub(crate) doubled: bool,
    pub(crate) caught_up: bool,
}

/// The holder of an event's receipt.
#[derive(Debug)]
pub(crate) enum Held {
    /// The event is not a dispatch of a session.
    Nobody,
    /// The event itself.
    Event(Receipt),
    /// The user. Only the id of the session is left here.
    User(Arc<str>),
}

impl Held {
    /// Returns the id of the session, if there is or was a receipt.
    pub(crate) fn into_session(self) -> Option<Arc<str>> {
        match self {
            Self::Nobody => None,
            Self::Event(receipt) => receipt.session().cloned(),
            Self::User(session) => Some(session),
        }
    }
}

/// Returns whether such an event determines which guilds the bot has.
pub(crate) const fn is_about_guilds(kind: EventKind) -> bool {
    matches!(kind, EventKind::Ready | EventKind::GuildCreate | EventKind::GuildDelete)
}

/// What happened on a shard.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum ShardEventKind {
    /// Discord sent an event, including READY and RESUMED.
    Dispatch(Dispatch),
    /// A guild was joined or left, or became available or unavailable. It follows the Guild Create, Guild Delete or
    /// Ready from which it is derived.
    Guild {
        /// The guild.
        guild: Id<marker::Guild>,
        /// The change.
        change: GuildChange,
    },
    /// The shard has lost its session and begun another.
    SessionGap(Arc<SessionGap>),
    /// Missed messages were not read by REST. Delivered only with
    /// [`GatewayBuilder::catch_up`](crate::GatewayBuilder::catch_up).
    NotCaughtUp(Arc<NotCaughtUp>),
    /// A guild's missed messages were read by REST. Delivered only with
    /// [`GatewayBuilder::catch_up`](crate::GatewayBuilder::catch_up).
    CaughtUp(CaughtUp),
    /// The state of the shard's connection or session changed: for example connected, resumed or disconnected.
    State(StateChange),
    /// A connection could not be opened, or was lost, with the transport's error. The shard reconnects.
    LinkFailed(Arc<LinkError>),
    /// A task blocked the runtime, so the shard's connection did not run and sent no heartbeat, for at least this long.
    /// If the connection is lost next, this is probably the cause. See
    /// [`GatewayBuilder::driver_thread`](crate::GatewayBuilder::driver_thread).
    RuntimeBlocked {
        /// How long, accurate to about a second. At least 1 s.
        duration: Duration,
    },
    /// The shard waits longer than the usual few seconds for its Identify.
    IdentifyDelayed(Delay),
    /// The shard has stopped, because of a shutdown or because Discord refused it.
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

    /// Creates an event of another process's session, for [`Bot::run_on`](crate::Bot::run_on): it comes from a stream
    /// that the other process publishes. `change` is what a Guild Create or Guild Delete means for its guild.
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

    /// Like [`received`](Self::received), for a message that the other process read by REST because it was missed with a
    /// lost session. It [`is_caught_up`](Self::is_caught_up).
    #[must_use]
    pub fn received_caught_up(
        shard: ShardId,
        message: Dispatch,
        acknowledge: Box<dyn Acknowledge>,
    ) -> Self {
        let receipt = Held::Event(Receipt::of_other(None, acknowledge));
        Self { receipt, caught_up: true, ..Self::new(shard, ShardEventKind::Dispatch(message)) }
    }

    /// Creates the guild change of a [received](Self::received) Guild Create or Guild Delete, which it follows.
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

    /// Creates the end of a shard's published events, used when this process stops.
    #[must_use]
    pub const fn stopped(shard: ShardId) -> Self {
        Self::new(shard, ShardEventKind::Stopped(StopReason::Shutdown { session: None }))
    }

    /// Returns the dispatch, if it is one.
    #[must_use]
    pub const fn dispatch(&self) -> Option<&Dispatch> {
        match &self.kind {
            ShardEventKind::Dispatch(dispatch) => Some(dispatch),
            _ => None,
        }
    }

    /// Returns the kind of the dispatch, if it is one.
    #[must_use]
    pub const fn event_kind(&self) -> Option<EventKind> {
        match &self.kind {
            ShardEventKind::Dispatch(dispatch) => Some(dispatch.kind()),
            _ => None,
        }
    }

    /// What a Guild Create or Guild Delete means for its guild. The same follows as [`ShardEventKind::Guild`].
    #[must_use]
    pub const fn guild_change(&self) -> Option<GuildChange> {
        self.guild_change
    }

    /// The session and sequence of a dispatch. A replayed event has the same, so repeats can be detected (see
    /// [`Dedupe`](crate::Dedupe)).
    #[must_use]
    pub fn key(&self) -> Option<EventKey> {
        let session = self.session()?.to_string();
        Some(EventKey { session, sequence: self.dispatch()?.sequence() })
    }

    /// Returns whether another process may deliver the same event. This can happen while the number of leased shards
    /// changes: this is an event of a new session, and the guild's old session is in another process, so the two cannot
    /// be matched. Both events have the same name and data, but a different [`key`](Self::key).
    ///
    /// See [`Gateway::begin_total`](crate::Gateway::begin_total).
    #[must_use]
    pub const fn may_be_doubled(&self) -> bool {
        self.doubled
    }

    /// Returns whether this is a message that was missed because a session was lost, and read by REST later: a
    /// MESSAGE_CREATE whose data is that of [Get Channel
    /// Messages](https://docs.discord.com/developers/resources/message#get-channel-messages) with the guild's id. It
    /// has no `member` and no [`key`](Self::key), and its [`Dispatch::sequence`] is 0. Use the message's id to detect a
    /// repeat after a crash.
    ///
    /// See [`CatchUp`](crate::CatchUp).
    #[must_use]
    pub const fn is_caught_up(&self) -> bool {
        self.caught_up
    }

    /// Takes the receipt. From then on only [`Receipt::mark_handled`] marks the event as handled; dropping the event
    /// has no effect.
    ///
    /// If the event is not a dispatch, or its receipt was taken before, the returned receipt has no effect.
    pub fn take_receipt(&mut self) -> Receipt {
        self.release().map_or(Receipt::of_nothing(), Receipt::by_hand)
    }

    /// The id of the session to which it belongs.
    pub(crate) fn session(&self) -> Option<&Arc<str>> {
        match &self.receipt {
            Held::Nobody => None,
            Held::Event(receipt) => receipt.session(),
            Held::User(session) => Some(session),
        }
    }

    /// Returns the receipt, if the event still has it.
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
