//! What a listener is given beside its event.

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

/// Where an event came from, and what a listener can do about it. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Context {
    gateway: BotGateway,
    shard: ShardId,
    session: Option<Arc<str>>,
    sequence: u64,
    doubled: bool,
    caught_up: bool,
    /// Of the listener that it was given to; hooks have none.
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

    /// The same of an event with this mark.
    pub(super) const fn of_caught_up(mut self, caught_up: bool) -> Self {
        self.caught_up = caught_up;
        self
    }

    /// The same for one of the event's listeners.
    pub(super) fn of_listener(&self, hold: ListenerHold) -> Self {
        Self { hold: Some(hold), ..self.clone() }
    }

    /// Says that this listener has handled its event, although it goes on. Call it before a wait that may be
    /// long, for a user's answer for instance.
    ///
    /// The event is handled once each of its listeners has ended or said so. From then on it takes no place of
    /// [`Bot::concurrency`](super::Bot::concurrency), the next process is not told of it again, and no shutdown
    /// waits for it: what the listener still does may be cut off when the gateway is at its end. One that
    /// has something to do before listens to [`stopping`](Self::stopping).
    ///
    /// Says nothing in a hook, nor after the listener has ended.
    pub fn mark_handled(&self) {
        if let Some(hold) = &self.hold {
            hold.mark_handled();
        }
    }

    /// Waits until the gateway begins to stop, and returns in which way: for a listener that waits, to
    /// end then by itself. Cancel-safe.
    ///
    /// A shutdown waits for listeners that have not said that they [handled](Self::mark_handled) their event,
    /// until its deadline.
    pub async fn stopping(&self) -> Shutdown {
        self.gateway.stopping().await
    }

    /// The REST client of the bot.
    #[must_use]
    pub fn rest(&self) -> &Client {
        self.gateway.rest()
    }

    /// The state of this type: what [`Bot::state`](super::Bot::state) was given. An argument [`State`](crate::State) of a
    /// [listener](super::Bot::listener) is checked at the start.
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

    /// What the bot runs on: the gateway of this process with all its shards, or a stream that others publish.
    #[must_use]
    pub const fn gateway(&self) -> &BotGateway {
        &self.gateway
    }

    /// The shard the event came on.
    #[must_use]
    pub const fn shard(&self) -> ShardId {
        self.shard
    }

    /// Session and sequence of the event: the same when it is replayed; `None` if it is no dispatch. See
    /// [`Dedupe`](crate::Dedupe).
    #[must_use]
    pub fn key(&self) -> Option<EventKey> {
        let session = self.session.as_deref()?.to_owned();
        Some(EventKey { session, sequence: self.sequence })
    }

    /// Whether another process may have been told of the same event; see
    /// [`ShardEvent::may_be_doubled`](crate::ShardEvent::may_be_doubled).
    #[must_use]
    pub const fn may_be_doubled(&self) -> bool {
        self.doubled
    }

    /// Whether the event is a message that was missed with a lost session and read by REST later; see
    /// [`ShardEvent::is_caught_up`](crate::ShardEvent::is_caught_up).
    #[must_use]
    pub const fn is_caught_up(&self) -> bool {
        self.caught_up
    }

    /// Sends a command on the shard the event came on.
    ///
    /// # Errors
    ///
    /// As [`BotGateway::send`].
    ///
    /// # Cancel safety
    ///
    /// As [`BotGateway::send`].
    pub async fn send(&self, command: impl Into<Command>) -> Result<(), SendError> {
        self.gateway.send(self.shard, command).await
    }

    /// Sends a command on the shard of a guild, which is another one if the event is not the guild's.
    ///
    /// # Errors
    ///
    /// As [`BotGateway::send`].
    ///
    /// # Cancel safety
    ///
    /// As [`BotGateway::send`].
    pub async fn send_to_guild(
        &self,
        guild: Id<marker::Guild>,
        command: impl Into<Command>,
    ) -> Result<(), SendError> {
        self.gateway.send_to_guild(guild, command).await
    }
}
