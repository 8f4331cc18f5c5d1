//! The state of the machine, its getters, and what all rules share. The rules themselves are in the other files.

use std::collections::VecDeque;
use std::fmt;
use std::time::{Duration, Instant};

use super::attempt::Attempt;
use super::phase::{Phase, Then};
use super::resume::LiveSession;
use super::sequence::Sequence;
use crate::backoff::Backoff;
use crate::command_queue::CommandQueue;
use crate::config::ProtocolConfig;
use crate::input::LinkId;
use crate::output::{IgnoredReason, Output, StateChange};
use crate::planted::{WrongRule, planted};
use crate::rng::Rng;
use crate::session::Session;
use crate::state::State;

/// One shard's connection to the gateway, as a state machine without I/O, clock or source of randomness.
///
/// Pass input with [`receive`](Self::receive), [`handle`](Self::handle) and [`queue_command`](Self::queue_command),
/// then call [`poll`](Self::poll) until it returns [`Output::WaitUntil`] or [`Output::Stopped`]. It never panics and
/// never stalls: every series of polls ends with the time of the next wake-up and its reason, or with `Stopped`.
pub struct Connection {
    pub(super) config: ProtocolConfig,
    pub(super) rng: Rng,
    /// The latest time seen. If time goes back, this value is used.
    pub(super) now: Instant,
    pub(super) phase: Phase,
    pub(super) outputs: VecDeque<Output>,
    pub(super) commands: CommandQueue,
    pub(super) session: Option<LiveSession>,
    pub(super) sequence: Sequence,
    pub(super) backoff: Backoff,
    pub(super) last_link: u32,
    pub(super) latency: Option<Duration>,
}

impl Connection {
    /// Returns the data that a later process needs to resume the session; `None` if there is no session.
    ///
    /// After [`Shutdown::KeepSession`](crate::Shutdown::KeepSession) it returns the session that was kept.
    #[must_use]
    pub fn session(&self) -> Option<Session> {
        self.session.as_ref().map(|session| Session {
            id: session.id.clone(),
            resume_gateway_url: session.resume_url.as_ref().map(|url| url.as_str().to_owned()),
            sequence: self.sequence.last().unwrap_or(0),
            shard: self.config.shard,
        })
    }

    /// The present state.
    #[must_use]
    pub const fn state(&self) -> State {
        self.phase.state()
    }

    /// The last sequence of this session that was delivered or skipped.
    #[must_use]
    pub const fn sequence(&self) -> Option<u64> {
        self.sequence.last()
    }

    /// The time from the last answered heartbeat to its answer. It may be old: see
    /// [`last_ack_age`](Self::last_ack_age).
    #[must_use]
    pub const fn latency(&self) -> Option<Duration> {
        self.latency
    }

    /// The time since Discord last answered a heartbeat on this connection; `None` if it has not yet.
    #[must_use]
    pub fn last_ack_age(&self, now: Instant) -> Option<Duration> {
        let last_ack = self.phase.link()?.heartbeat.last_ack()?;
        Some(now.saturating_duration_since(last_ack))
    }

    /// The heartbeat interval of this connection; `None` before Hello.
    #[must_use]
    pub fn heartbeat_interval(&self) -> Option<Duration> {
        self.phase.link()?.heartbeat.interval()
    }

    /// How many commands wait to be sent.
    #[must_use]
    pub fn queued_commands(&self) -> usize {
        self.commands.len()
    }

    /// The settings, without session and presence, which the machine keeps up to date elsewhere.
    #[must_use]
    pub const fn config(&self) -> &ProtocolConfig {
        &self.config
    }

    pub(super) fn advance(&mut self, now: Instant) -> Instant {
        self.now = self.now.max(now);
        self.now
    }

    /// Returns whether a socket is the present one. Input of any other socket is ignored.
    #[inline]
    pub(super) fn is_current(&self, link: LinkId) -> bool {
        match self.phase.link_id() {
            Some(current) => current == link || planted(WrongRule::OldLinksAreHeard),
            None => false,
        }
    }

    pub(super) const fn is_stopping(&self) -> bool {
        matches!(self.phase, Phase::Stopped(_) | Phase::Closing { then: Then::Stop(_), .. })
    }

    /// Plans the purpose of a connection that is dialled at this time.
    pub(super) fn attempt_at(&self, time: Instant) -> Attempt {
        Attempt::plan(self.session.as_ref(), &self.config.timeouts, time)
    }

    pub(super) fn state_changed(&mut self, change: StateChange) {
        self.outputs.push_back(Output::State(change));
    }

    /// Reports a message that was ignored.
    pub(super) fn ignored(&mut self, reason: IgnoredReason, message: &[u8]) {
        let message = bytes::Bytes::copy_from_slice(message);
        self.state_changed(StateChange::Ignored { reason, message });
    }

    pub(super) fn send(&mut self, link: LinkId, payload: String) {
        self.outputs.push_back(Output::Send { link, payload });
    }
}

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connection")
            .field("shard", &self.config.shard)
            .field("state", &self.state())
            .field("sequence", &self.sequence())
            .field("queued_commands", &self.commands.len())
            .finish_non_exhaustive()
    }
}
