//! The builder of a wait.

use std::sync::Arc;
use std::time::Duration;

use gateway_model::Subject;
use gateway_model::id::{Id, marker};

use super::error::WaitError;
use super::mailbox::Mailbox;
use super::source::{Interactions, Source};
use super::wait::{Collect, Timer, Wait};
use super::waiter::{Filter, Waiting};
use super::waits::{Place, Waits};
use crate::mark::Mark;

/// A wait that is being built; [`Waits`] and [`Context`](crate::Context) start one. Awaiting it returns the first
/// match, [`collect`](Self::collect) all of them.
#[must_use = "nothing is waited for until it is awaited, started or collected"]
pub struct WaitFor<S: Source> {
    waits: Waits,
    source: S,
    wanted: Subject,
    filter: Option<Filter<S::Seen>>,
    timeout: Option<Duration>,
    idle: Option<Duration>,
    limit: usize,
    since: Mark,
}

impl<S: Source> std::fmt::Debug for WaitFor<S> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("WaitFor")
            .field("kinds", &self.source.kinds())
            .field("wanted", &self.wanted)
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}

impl<S: Source> WaitFor<S> {
    pub(super) fn new(waits: Waits, source: S) -> Self {
        Self {
            since: waits.mark(),
            waits,
            source,
            wanted: Subject::default(),
            filter: None,
            timeout: None,
            idle: None,
            limit: usize::MAX,
        }
    }

    /// Waits only for actions of this user: the author of a message, or the user who reacted, typed or used a
    /// component.
    pub fn from(mut self, user: Id<marker::User>) -> Self {
        self.wanted.user = Some(user);
        self
    }

    /// Waits only for events in this channel or thread.
    pub fn in_channel(mut self, channel: Id<marker::Channel>) -> Self {
        self.wanted.channel = Some(channel);
        self
    }

    /// Waits only for events in this guild.
    pub fn in_guild(mut self, guild: Id<marker::Guild>) -> Self {
        self.wanted.guild = Some(guild);
        self
    }

    /// Waits only for events about this message: its reactions, votes, edits and components, and the modals that its
    /// components open.
    pub fn on_message(mut self, message: Id<marker::Message>) -> Self {
        self.wanted.message = Some(message);
        self
    }

    /// Waits only for events for which this function returns true, in addition to the other conditions. It runs where
    /// events are read, so it must not block. A later filter replaces an earlier one.
    pub fn filter(mut self, filter: impl Fn(&S::Seen) -> bool + Send + Sync + 'static) -> Self {
        self.filter = Some(Box::new(filter));
        self
    }

    /// Ends the wait after this time, with [`WaitError::Timeout`] or the end of the stream. The time starts with
    /// [`start`](Self::start), [`collect`](Self::collect) or the await. Without it, a wait ends with the bot.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Ends the wait if nothing arrives for this time. For a stream, the time restarts with each item.
    pub fn idle(mut self, idle: Duration) -> Self {
        self.idle = Some(idle);
        self
    }

    /// Limits the number of items of [`collect`](Self::collect). By default it is not limited.
    pub fn limit(mut self, items: usize) -> Self {
        self.limit = items;
        self
    }

    /// Also returns events since this mark, if they were kept; see [the module](super).
    pub fn since(mut self, mark: Mark) -> Self {
        self.since = mark;
        self
    }

    /// Starts the wait now, to be awaited later. For example, start it before you send the message that causes the
    /// event.
    pub fn start(mut self) -> Wait<S::Item> {
        self.limit = 1;
        let timer = Timer::new(self.timeout, self.idle);
        let (mailbox, place) = self.register();
        Wait::new(mailbox, place, timer)
    }

    /// Starts the wait for several items. The stream ends at its [`limit`](Self::limit) or its timeouts.
    pub fn collect(self) -> Collect<S::Item> {
        let timer = Timer::new(self.timeout, self.idle);
        let (mailbox, place) = self.register();
        Collect::new(mailbox, place, timer)
    }

    fn register(self) -> (Arc<Mailbox<S::Item>>, Place) {
        let Self { waits, source, wanted, filter, limit, since, .. } = self;
        let mailbox = Arc::new(Mailbox::new(limit));
        let kinds = source.kinds();
        let waiting = Waiting { source, filter, mailbox: Arc::clone(&mailbox) };
        (mailbox, waits.register(kinds, wanted, Arc::new(waiting), since))
    }
}

impl WaitFor<Interactions> {
    /// Adds a custom id to wait for. Without any, all custom ids match.
    pub fn custom_id(mut self, custom_id: impl Into<String>) -> Self {
        self.source.custom_ids.push(custom_id.into());
        self
    }
}

impl<S: Source> IntoFuture for WaitFor<S> {
    type Output = Result<S::Item, WaitError>;
    type IntoFuture = Wait<S::Item>;

    fn into_future(self) -> Wait<S::Item> {
        self.start()
    }
}
