//! The context that a listener gets with its event.

use std::sync::Arc;

use gateway_handler::MissingState;
use gateway_model::gateway::ShardId;
use gateway_model::id::{Id, marker};
use gateway_proto::{Command, Shutdown};
use http_client::Client;

use super::hold::ListenerHold;
use super::host::BotGateway;
use crate::error::SendError;
use crate::events::EventKey;

/// The origin of an event, and what a listener can do about it. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Context {
    gateway: BotGateway,
    shard: ShardId,
    session: Option<Arc<str>>,
    sequence: u64,
    doubled: bool,
    caught_up: bool,
    /// Set for a listener; hooks have none.
    hold: Option<ListenerHold>,
}

impl Context {
    pub(crate) const fn new(
        gateway: BotGateway,
        shard: ShardId,
        session: Option<Arc<str>>,
        sequence: u64,
        doubled: bool,
    ) -> Self {
        Self { gateway, shard, session, sequence, doubled, caught_up: false, hold: None }
    }

    /// Sets whether the event was caught up.
    pub(super) const fn of_caught_up(mut self, caught_up: bool) -> Self {
        self.caught_up = caught_up;
        self
    }

    /// Returns the context of one of the event's listeners.
    pub(super) fn of_listener(&self, hold: ListenerHold) -> Self {
        Self { hold: Some(hold), ..self.clone() }
    }

    /// Marks the event as handled by this listener, although the listener continues. Call it before a long wait, for
    /// example for a user's answer.
    ///
    /// The event is handled once each of its listeners has ended or called this. From then on it does not count towards
    /// [`Bot::concurrency`](super::Bot::concurrency), the next process does not get it again, and no shutdown waits for
    /// it: the listener may be dropped when the gateway stops. A listener that has something to finish before can wait
    /// for [`stopping`](Self::stopping).
    ///
    /// It has no effect in a hook, or after the listener has ended.
    pub fn mark_handled(&self) {
        if let Some(hold) = &self.hold {
            hold.mark_handled();
        }
    }

    /// Waits until the gateway begins to stop, and returns the kind of shutdown. A listener that waits for a long time
    /// can use it to end in time. Cancel-safe.
    ///
    /// Until its deadline, a shutdown waits for listeners that have not [marked](Self::mark_handled) their event as
    /// handled.
    pub async fn stopping(&self) -> Shutdown {
        self.gateway.stopping().await
    }

    /// The REST client of the bot.
    #[must_use]
    pub fn rest(&self) -> &Client {
        self.gateway.rest()
    }

    /// Returns the state of this type, set with [`Bot::state`](super::Bot::state). As an argument
    /// [`State`](crate::State) of a [listener](super::Bot::listener), it is checked at the start instead.
    ///
    /// ```no_run
    /// # use std::sync::atomic::{AtomicU64, Ordering};
    /// # use gateway_model::event::MessageCreate;
    /// # use gateway_shard::{Bot, Outcome};
    /// # let mut bot = Bot::new();
    /// bot.state(AtomicU64::new(0));
    /// bot.on::<MessageCreate>(|ctx, _message| async move {
    ///     ctx.state::<AtomicU64>()?.fetch_add(1, Ordering::Relaxed);
    ///     Outcome::Ok(())
    /// });
    /// ```
    ///
    /// # Errors
    ///
    /// Returns an error with the type's name if the bot has no state of this type.
    pub fn state<T: Send + Sync + 'static>(&self) -> Result<Arc<T>, MissingState> {
        self.gateway.states().get()
    }

    /// What the bot runs on: the gateway of this process with all its shards, or a stream that other processes publish.
    #[must_use]
    pub const fn gateway(&self) -> &BotGateway {
        &self.gateway
    }

    /// The shard on which the event arrived.
    #[must_use]
    pub const fn shard(&self) -> ShardId {
        self.shard
    }

    /// The session and sequence of the event, which are the same when it is replayed; `None` if it is not a dispatch.
    /// See [`Dedupe`](crate::Dedupe).
    #[must_use]
    pub fn key(&self) -> Option<EventKey> {
        let session = self.session.as_deref()?.to_owned();
        Some(EventKey { session, sequence: self.sequence })
    }

    /// Returns whether another process may have received the same event; see
    /// [`ShardEvent::may_be_doubled`](crate::ShardEvent::may_be_doubled).
    #[must_use]
    pub const fn may_be_doubled(&self) -> bool {
        self.doubled
    }

    /// Returns whether the event is a message that was missed because a session was lost, and read by REST later; see
    /// [`ShardEvent::is_caught_up`](crate::ShardEvent::is_caught_up).
    #[must_use]
    pub const fn is_caught_up(&self) -> bool {
        self.caught_up
    }

    /// Sends a command on the shard on which the event arrived.
    ///
    /// # Errors
    ///
    /// Returns the same errors as [`BotGateway::send`].
    ///
    /// # Cancel safety
    ///
    /// Same as [`BotGateway::send`].
    pub async fn send(&self, command: impl Into<Command>) -> Result<(), SendError> {
        self.gateway.send(self.shard, command).await
    }

    /// Sends a command on the shard of a guild, which differs from the event's shard if the event belongs to another
    /// guild.
    ///
    /// # Errors
    ///
    /// Returns the same errors as [`BotGateway::send`].
    ///
    /// # Cancel safety
    ///
    /// Same as [`BotGateway::send`].
    pub async fn send_to_guild(
        &self,
        guild: Id<marker::Guild>,
        command: impl Into<Command>,
    ) -> Result<(), SendError> {
        self.gateway.send_to_guild(guild, command).await
    }
}
