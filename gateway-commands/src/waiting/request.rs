//! A wait that is being made.

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

/// A wait that is being made; [`Waits`] and [`Context`](crate::Context) begin one. Awaiting it gives the first that
/// comes, [`collect`](Self::collect) gives them all.
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

    /// The same wait for what this user does: the author of a message, who reacted, typed or used a component.
    pub fn from(mut self, user: Id<marker::User>) -> Self {
        self.wanted.user = Some(user);
        self
    }

    /// The same wait for what happens in this channel or thread.
    pub fn in_channel(mut self, channel: Id<marker::Channel>) -> Self {
        self.wanted.channel = Some(channel);
        self
    }

    /// The same wait for what happens in this guild.
    pub fn in_guild(mut self, guild: Id<marker::Guild>) -> Self {
        self.wanted.guild = Some(guild);
        self
    }

    /// The same wait for what is about this message: its reactions, votes, edits and components, and the modals that its
    /// components open.
    pub fn on_message(mut self, message: Id<marker::Message>) -> Self {
        self.wanted.message = Some(message);
        self
    }

    /// The same wait for what this function says yes to, besides all else. It is called where events are read: it must
    /// not block. A later filter takes the place of an earlier one.
    pub fn filter(mut self, filter: impl Fn(&S::Seen) -> bool + Send + Sync + 'static) -> Self {
        self.filter = Some(Box::new(filter));
        self
    }

    /// The same wait, over after this time: [`WaitError::Timeout`], or the end of the
    /// stream. It counts from [`start`](Self::start), [`collect`](Self::collect) or the await on. Without it, a wait
    /// ends with the bot.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// The same wait, over if nothing comes for this time. For a stream, it counts anew from each item on.
    pub fn idle(mut self, idle: Duration) -> Self {
        self.idle = Some(idle);
        self
    }

    /// The same wait for at most this many; for [`collect`](Self::collect). Any number without it.
    pub fn limit(mut self, items: usize) -> Self {
        self.limit = items;
        self
    }

    /// The same wait for what has come since this moment, as far as that was kept; see [the module](super).
    pub fn since(mut self, mark: Mark) -> Self {
        self.since = mark;
        self
    }

    /// Begins to wait, before what leads to it is sent for instance, and is awaited later.
    pub fn start(mut self) -> Wait<S::Item> {
        self.limit = 1;
        let timer = Timer::new(self.timeout, self.idle);
        let (mailbox, place) = self.register();
        Wait::new(mailbox, place, timer)
    }

    /// Begins to wait for all that come. The stream ends by its [`limit`](Self::limit) or its times.
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
    /// The same wait for one more custom id. Without it, any is waited for.
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
