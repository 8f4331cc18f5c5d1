//! What a driver calls: it makes a machine, tells it what happens, and asks what to do.

use std::collections::VecDeque;
use std::time::Instant;

use super::machine::Connection;
use super::phase::Phase;
use super::resume::LiveSession;
use super::sequence::Sequence;
use crate::backoff::Backoff;
use crate::command_queue::CommandQueue;
use crate::commands::{Command, CommandError};
use crate::config::ProtocolConfig;
use crate::input::Input;
use crate::output::Output;
use crate::rng::Rng;
use crate::timer::Timer;

/// Room for outputs that is kept; the peak of a burst is given back.
const OUTPUTS_KEPT: usize = 16;

impl Connection {
    /// A machine that opens its first connection at once.
    ///
    /// `seed` decides all jitter: give each machine another one. `now` is the present.
    #[must_use]
    pub fn new(mut config: ProtocolConfig, seed: u64, now: Instant) -> Self {
        let kept = config.session.take();
        let sequence = Sequence::kept(kept.as_ref().map(|session| session.sequence));
        let session = kept.map(|session| LiveSession::kept(session, &config.gateway_url, now));
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
        };
        machine.run_due(now);
        machine
    }

    /// Takes in what happened, short of messages, which are given by [`receive`](Self::receive). Never fails: what
    /// belongs to an old socket changes nothing.
    ///
    /// Whatever came in, what is due is done: nothing waits for a Timeout that a busy driver is late with.
    pub fn handle(&mut self, input: Input, now: Instant) {
        let now = self.advance(now);
        match input {
            Input::Opened(link) => self.on_opened(link, now),
            Input::Closed(link, code) => self.on_closed(link, code, now),
            Input::Failed(link, failure) => self.on_failed(link, failure, now),
            Input::ReadingPaused(link) => self.on_reading(link, true, now),
            Input::ReadingResumed(link) => self.on_reading(link, false, now),
            Input::Timeout => {}
            Input::IdentifyGranted => self.on_identify_granted(now),
            Input::Shutdown(shutdown) => self.on_shutdown(shutdown, now),
        }
        self.run_due(now);
    }

    /// Queues a send event. It is sent once the session is live and the send window has room, and again on
    /// the next connection if this one ends before Discord has surely received it: at least once. It
    /// does not outlive the machine.
    ///
    /// # Errors
    ///
    /// Returns an error if the command breaks a documented rule or needs an intent that is not asked for, if the
    /// queue is full, or if the machine is stopping. Nothing else is affected.
    pub fn queue_command(&mut self, command: Command, now: Instant) -> Result<(), CommandError> {
        let now = self.advance(now);
        if self.is_stopping() {
            return Err(CommandError::Stopped);
        }
        self.commands.push(command, self.config.intents)?;
        self.run_due(now);
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
        if let Phase::Stopped(reason) = &self.phase {
            return Output::Stopped(reason.clone());
        }
        // Each phase but the last has a timer; without one the machine would look again at once.
        let (at, timer) = self.next_timer().unwrap_or((self.now, Timer::Reconnect));
        Output::WaitUntil(at, timer)
    }

    /// As [`poll`](Self::poll), without working out the time to wait until: `None` if there is nothing
    /// to do at once. For drivers that give several messages in a row; they end with `poll`.
    pub fn poll_now(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }
}
