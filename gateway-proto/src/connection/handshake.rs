//! From dialling to a live session: URL, Hello, permit, Identify or Resume, Ready or Resumed.
//!
//! Docs: [Gateway, Connection Lifecycle](https://docs.discord.com/developers/events/gateway#connection-lifecycle).

use std::time::{Duration, Instant};

use gateway_model::Dispatch;
use gateway_model::gateway::MAX_SEND_BYTES;
use gateway_model::gateway::command::{GatewayToken, Identify};

use super::deadline::Deadline;
use super::machine::Connection;
use super::phase::{Link, Phase};
use super::resume::{LiveSession, Replay};
use crate::commands::encode;
use crate::compression::Compression;
use crate::input::LinkId;
use crate::output::{NextStep, Output, StateChange};
use crate::planted::{WrongRule, planted};
use crate::send_window::Sender;

impl Connection {
    /// Opens a connection: to the session's resume URL for a Resume, and to the main URL otherwise.
    ///
    /// Docs: [Handling a Disconnect](https://docs.discord.com/developers/events/gateway#handling-a-disconnect).
    pub(super) fn dial(&mut self, now: Instant) {
        let attempt = self.attempt_at(now);
        if attempt.next == NextStep::Identify {
            self.session = None;
        }
        self.last_link = self.last_link.wrapping_add(1);
        let link = LinkId(self.last_link);
        let resume_url = self.session.as_ref().and_then(LiveSession::resume_url);
        let url = resume_url.unwrap_or(&self.config.gateway_url).complete(self.config.compression);
        self.state_changed(StateChange::Connecting {
            link,
            next: attempt.next,
            failures: self.backoff.failures(),
        });
        self.outputs.push_back(Output::Connect { link, url });
        let deadline = Deadline::new(attempt.patience(self.config.timeouts.connect), now);
        self.enter(|_| Phase::Connecting { link, attempt, deadline });
    }

    pub(super) fn on_opened(&mut self, opened: LinkId, now: Instant) {
        let Phase::Connecting { link, attempt, .. } = self.phase else { return };
        if link != opened {
            return;
        }
        let mut limit = attempt.patience(self.config.timeouts.hello);
        if planted(WrongRule::HelloHasNoDeadline) {
            limit *= 1_000_000;
        }
        let deadline = Deadline::new(limit, now);
        self.enter(|_| Phase::AwaitingHello { link: Link::new(link), attempt, deadline });
        self.state_changed(StateChange::Connected);
    }

    /// Handles Hello. The first one starts the heartbeat and the handshake; a later one only changes the interval.
    ///
    /// Docs: [Hello Event](https://docs.discord.com/developers/events/gateway#hello-event).
    pub(super) fn on_hello(&mut self, interval: Duration, now: Instant) {
        let Some(link) = self.phase.link_mut() else { return };
        let interval = link.heartbeat.hello(interval, now, &mut self.rng);
        link.window.reserve_for(interval);
        let Phase::AwaitingHello { attempt, .. } = self.phase else { return };
        match attempt.next {
            NextStep::Resume => self.resume(now),
            NextStep::Identify => {
                self.outputs.push_back(Output::RequestIdentify);
                self.enter(|phase| match phase {
                    Phase::AwaitingHello { link, .. } => Phase::AwaitingPermit { link },
                    other => other,
                });
            }
        }
    }

    /// Sends Resume, which needs no permit.
    ///
    /// Docs: [Preparing to Resume](https://docs.discord.com/developers/events/gateway#preparing-to-resume).
    fn resume(&mut self, now: Instant) {
        let Some(session) = &self.session else { return };
        let resume = session.resume(&self.config.token, self.sequence.last().unwrap_or(0));
        self.send_handshake(encode(&resume), now);
        let replay = Replay::new(self.config.timeouts.resumed, now);
        self.enter(|phase| match phase {
            Phase::AwaitingHello { link, attempt, .. } => Phase::Resuming { link, attempt, replay },
            other => other,
        });
        self.state_changed(StateChange::Resuming { sequence: resume.seq });
    }

    /// Sends Identify or Resume. A connection sends one of them, and the send window reserves room for it.
    fn send_handshake(&mut self, payload: String, now: Instant) {
        if let Some(link) = self.phase.link_mut() {
            link.window.take(Sender::Handshake, now);
            let id = link.id;
            self.send(id, payload);
        }
    }

    /// Sends Identify. Each needs a permit, and each connection sends at most one. A permit that nobody waits for is
    /// released.
    ///
    /// Docs: [Identifying](https://docs.discord.com/developers/events/gateway#identifying).
    pub(super) fn on_identify_granted(&mut self, now: Instant) {
        if matches!(self.phase, Phase::AwaitingPermit { .. }) {
            self.identify(now);
        } else {
            self.outputs.push_back(Output::ReleaseIdentify);
        }
    }

    /// Docs: [Gateway Events, Identify](https://docs.discord.com/developers/events/gateway-events#identify),
    /// [Sending Events](https://docs.discord.com/developers/events/gateway#sending-events) (its size),
    /// [Payload Compression](https://docs.discord.com/developers/events/gateway#payload-compression),
    /// [Sharding](https://docs.discord.com/developers/events/gateway#sharding).
    fn identify(&mut self, now: Instant) {
        // A new session has its own sequence.
        self.session = None;
        self.sequence.clear();
        let config = &self.config;
        let token = GatewayToken::new(config.token.expose());
        let mut identify = Identify::new(token, config.intents, config.properties.clone());
        identify.compress = (config.compression == Compression::Payload).then_some(true);
        identify.large_threshold = config.large_threshold;
        identify.shard = Some(config.shard);
        identify.presence = self.commands.presence().cloned();
        let mut payload = encode(&identify);
        if payload.len() > MAX_SEND_BYTES {
            identify.presence = None;
            payload = encode(&identify);
            self.commands.requeue_presence();
        } else {
            self.commands.presence_was_identified();
        }
        self.send_handshake(payload, now);
        let deadline = Deadline::new(self.config.timeouts.ready, now);
        self.enter(|phase| match phase {
            Phase::AwaitingPermit { link } => Phase::Identifying { link, deadline },
            other => other,
        });
        self.state_changed(StateChange::Identifying);
    }

    /// Stores the session of a Ready.
    ///
    /// Docs: [Gateway Events, Ready](https://docs.discord.com/developers/events/gateway-events#ready).
    pub(super) fn begin_session(&mut self, ready: &Dispatch, now: Instant) {
        let (session, lacking) = LiveSession::of_ready(ready, &self.config.gateway_url, now);
        if let Some(reason) = lacking {
            self.ignored(reason, ready.message());
        }
        self.session = session;
        self.sequence.begin(ready.sequence());
        let session = self.session();
        self.go_live(StateChange::Ready { session }, now);
    }

    /// Enters the live phase, after the handshake or after an unexpected Ready began another session.
    ///
    /// Docs: [Gateway Events, Ready](https://docs.discord.com/developers/events/gateway-events#ready),
    /// [Resumed](https://docs.discord.com/developers/events/gateway-events#resumed).
    pub(super) fn go_live(&mut self, change: StateChange, now: Instant) {
        if let Some(session) = &mut self.session {
            session.is_live(now);
        }
        self.enter(|phase| match phase {
            Phase::Identifying { link, .. } | Phase::Resuming { link, .. } => {
                Phase::Live { link, since: now }
            }
            other => other,
        });
        self.state_changed(change);
    }
}
