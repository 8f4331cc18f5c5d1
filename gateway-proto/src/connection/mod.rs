//! The machine: its state, its one way in and its one way out. The rules are in the files beside.

mod close;
mod handshake;
mod moves;
mod phase;
mod receive;
mod receive_in_place;
mod resume_clock;
mod timeout;

use std::collections::VecDeque;
use std::fmt;
use std::time::{Duration, Instant};

use crate::backoff::Backoff;
use crate::command_queue::CommandQueue;
use crate::commands::{Command, CommandError};
use crate::config::Config;
use crate::gateway_url::GatewayUrl;
use crate::input::{Input, LinkId};
use crate::output::{Output, StateChange};
use crate::planted::{WrongRule, planted};
use crate::rng::Rng;
use crate::send_window::Sender;
use crate::session::Session;
use crate::state::State;

use phase::{Greeted, Phase, Then};
pub use receive_in_place::{Admission, Received};
use resume_clock::ResumeClock;

/// Room for outputs that is kept; the peak of a burst is given back.
const OUTPUTS_KEPT: usize = 16;

/// One shard's connection to the gateway, as a machine without I/O, clock or randomness of its own.
///
/// Feed it with [`handle`](Self::handle) and [`command`](Self::command), then [`poll`](Self::poll) until
/// it says [`Output::WaitUntil`] or [`Output::Stopped`]. It never panics, and it is never silent: after
/// each drain a time is named at which it wants to be woken.
pub struct Connection {
    config: Config,
    rng: Rng,
    /// The latest time seen: time that goes back is taken as standing still.
    now: Instant,
    phase: Phase,
    outputs: VecDeque<Output>,
    commands: CommandQueue,
    session: Option<LiveSession>,
    /// The last sequence of the session that was handed on; it only rises.
    sequence: Option<u64>,
    backoff: Backoff,
    last_link: u32,
    latency: Option<Duration>,
    last_ack: Option<Instant>,
}

/// The session as this machine knows it.
#[derive(Debug)]
struct LiveSession {
    id: String,
    resume_url: Option<GatewayUrl>,
    /// Failures in a row on the resume URL.
    resume_url_failures: u8,
    clock: ResumeClock,
}

impl Connection {
    /// A machine that opens its first connection at once.
    ///
    /// `seed` decides all jitter: give each machine another one. `now` is the present.
    #[must_use]
    pub fn new(mut config: Config, seed: u64, now: Instant) -> Self {
        let given = config.session.take();
        let sequence = given.as_ref().map(|session| session.sequence);
        let session = given.map(|session| LiveSession {
            resume_url: session
                .resume_gateway_url
                .and_then(|url| handshake::usable_resume_url(&url, &config.gateway_url)),
            id: session.id,
            resume_url_failures: 0,
            clock: ResumeClock::new(now),
        });
        let commands = CommandQueue::new(config.command_capacity, config.presence.take());
        let mut machine = Self {
            config,
            rng: Rng::new(seed),
            now,
            phase: Phase::Waiting { until: now },
            outputs: VecDeque::new(),
            commands,
            session,
            sequence,
            backoff: Backoff::default(),
            last_link: 0,
            latency: None,
            last_ack: None,
        };
        machine.run_due(now);
        machine
    }

    /// Takes in what happened. Never fails: what cannot be read is reported as
    /// [`StateChange::Ignored`], what belongs to an old socket changes nothing.
    pub fn handle(&mut self, input: Input, now: Instant) {
        let now = self.advance(now);
        match input {
            Input::Message(link, message) => self.on_message(link, message, now),
            Input::Opened(link) => self.on_opened(link, now),
            Input::Closed(link, code) => self.on_closed(link, code, now),
            Input::Failed(link, failure) => self.on_failed(link, failure, now),
            Input::ReadingPaused(link) => self.on_reading(link, true, now),
            Input::ReadingResumed(link) => self.on_reading(link, false, now),
            Input::Timeout => {}
            Input::IdentifyGranted => self.on_identify_granted(now),
            Input::Shutdown(shutdown) => self.on_shutdown(shutdown, now),
        }
        self.after_input(now);
    }

    /// Whatever came in, what is due is done: nothing waits for a Timeout that a busy shell is late with.
    fn after_input(&mut self, now: Instant) {
        self.run_due(now);
        self.flush_commands(now);
    }

    /// Queues a send event. It is sent once the session is live and the send window has room, and again on
    /// the next connection where this one ends before Discord has surely received it: at least once. It
    /// does not outlive the machine.
    ///
    /// # Errors
    ///
    /// Where it breaks a documented rule, needs an intent that is not asked for, finds the queue full, or
    /// the machine is stopping. Nothing else is affected.
    pub fn command(&mut self, command: Command, now: Instant) -> Result<(), CommandError> {
        let now = self.advance(now);
        if self.is_stopping() {
            return Err(CommandError::Stopped);
        }
        self.commands.push(command, self.config.intents)?;
        self.flush_commands(now);
        Ok(())
    }

    /// What to do next. Call until it is [`Output::WaitUntil`] or [`Output::Stopped`].
    pub fn poll(&mut self) -> Output {
        if let Some(output) = self.poll_now() {
            return output;
        }
        if self.outputs.capacity() > OUTPUTS_KEPT {
            self.outputs.shrink_to(OUTPUTS_KEPT);
        }
        match &self.phase {
            Phase::Stopped(reason) => Output::Stopped(reason.clone()),
            _ => Output::WaitUntil(self.deadline()),
        }
    }

    /// As [`poll`](Self::poll), without working out the time to wait until: `None` where there is nothing
    /// to do at once. For shells that give several messages in a row; they end with `poll`.
    pub fn poll_now(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    /// All that a later process needs to resume the session; `None` while there is none.
    ///
    /// After [`Shutdown::KeepSession`](crate::Shutdown::KeepSession) it is the session kept.
    #[must_use]
    pub fn session(&self) -> Option<Session> {
        self.session.as_ref().map(|session| Session {
            id: session.id.clone(),
            resume_gateway_url: session.resume_url.as_ref().map(|url| url.as_str().to_owned()),
            sequence: self.sequence.unwrap_or(0),
            shard: self.config.shard,
        })
    }

    /// Where the machine is.
    #[must_use]
    pub const fn state(&self) -> State {
        self.phase.state()
    }

    /// The last sequence handed on in this session.
    #[must_use]
    pub const fn sequence(&self) -> Option<u64> {
        self.sequence
    }

    /// Time from the last answered heartbeat to its answer. It says nothing about the present: see
    /// [`last_ack_age`](Self::last_ack_age).
    #[must_use]
    pub const fn latency(&self) -> Option<Duration> {
        self.latency
    }

    /// How long ago Discord last answered a heartbeat on this connection; `None` where it has not yet.
    #[must_use]
    pub fn last_ack_age(&self, now: Instant) -> Option<Duration> {
        self.phase.greeted()?;
        self.last_ack.map(|ack| now.saturating_duration_since(ack))
    }

    /// The heartbeat interval of this connection; `None` before Hello.
    #[must_use]
    pub fn heartbeat_interval(&self) -> Option<Duration> {
        self.phase.greeted().map(|greeted| greeted.heartbeat.interval())
    }

    /// How many commands wait to be sent.
    #[must_use]
    pub fn queued_commands(&self) -> usize {
        self.commands.len()
    }

    /// The settings, without session and presence, which live on in the machine.
    #[must_use]
    pub const fn config(&self) -> &Config {
        &self.config
    }

    fn advance(&mut self, now: Instant) -> Instant {
        self.now = self.now.max(now);
        self.now
    }

    /// Whether a socket is the machine's present one. What belongs to any other changes nothing.
    fn is_current(&self, link: LinkId) -> bool {
        match self.phase.link_id() {
            Some(current) => current == link || planted(WrongRule::OldLinksAreHeard),
            None => false,
        }
    }

    const fn is_stopping(&self) -> bool {
        matches!(self.phase, Phase::Stopped(_) | Phase::Closing { then: Then::Stop(_), .. })
    }

    fn state_changed(&mut self, change: StateChange) {
        self.outputs.push_back(Output::State(change));
    }

    fn send(&mut self, link: LinkId, payload: String) {
        self.outputs.push_back(Output::Send { link, payload });
    }

    /// Sends waiting commands while the session is live and the window has room.
    fn flush_commands(&mut self, now: Instant) {
        if self.commands.is_empty() {
            return;
        }
        let Phase::Live { link: Greeted { link, .. }, .. } = &mut self.phase else { return };
        while !self.commands.is_empty() && link.window.take(Sender::Command, now) {
            if let Some(payload) = self.commands.send_next(link.heartbeats.sent) {
                self.outputs.push_back(Output::Send { link: link.id, payload });
            }
        }
    }
}

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connection")
            .field("shard", &self.config.shard)
            .field("state", &self.state())
            .field("sequence", &self.sequence)
            .field("queued_commands", &self.commands.len())
            .finish_non_exhaustive()
    }
}
