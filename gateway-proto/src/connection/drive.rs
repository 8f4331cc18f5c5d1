//! The interface for drivers: creates a machine, passes input to it and polls its output.

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

/// The capacity kept for outputs. Memory for a burst beyond it is given back.
const OUTPUTS_KEPT: usize = 16;

impl Connection {
    /// Creates a machine that opens its first connection immediately.
    ///
    /// `seed` determines all jitter: give each machine a different one. `now` is the present time.
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

    /// Processes any input except messages, which [`receive`](Self::receive) takes. It cannot fail. Input that belongs
    /// to an old socket is ignored.
    ///
    /// Every call also runs all expired timers, so nothing depends on a busy driver sending `Timeout` in time.
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

    /// Queues a command. It is sent once the session is live and the send window has room. If this connection ends
    /// before it is certain that Discord received it, it is sent again on the next one: at least once in total. Queued
    /// commands are lost when the machine is dropped.
    ///
    /// # Errors
    ///
    /// Returns an error if the command breaks a documented rule or needs an intent that the session does not request,
    /// if the queue is full, or if the machine is stopping. An error has no other effect.
    pub fn queue_command(&mut self, command: Command, now: Instant) -> Result<(), CommandError> {
        let now = self.advance(now);
        if self.is_stopping() {
            return Err(CommandError::Stopped);
        }
        self.commands.push(command, self.config.intents)?;
        self.run_due(now);
        Ok(())
    }

    /// Returns the next output. Call it until it returns [`Output::WaitUntil`] or [`Output::Stopped`].
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
        // Every phase except the last has a timer. If one had none, the driver would poll again immediately.
        let (at, timer) = self.next_timer().unwrap_or((self.now, Timer::Reconnect));
        Output::WaitUntil(at, timer)
    }

    /// Like [`poll`](Self::poll), but does not compute the next deadline: returns `None` if there is nothing to do now.
    /// It is for drivers that pass several messages in a row; they call `poll` after the last one.
    pub fn poll_now(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }
}
