//! From dialling to a live session: URL, Hello, permit, Identify or Resume, Ready or Resumed.
//!
//! Docs: [Gateway, Connection Lifecycle](https://docs.discord.com/developers/events/gateway#connection-lifecycle).

use std::time::{Duration, Instant};

use gateway_model::Dispatch;
use gateway_model::gateway::MAX_SEND_BYTES;
use gateway_model::gateway::command::{GatewayToken, Identify, Resume};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::phase::{Attempt, Deadline, Greeted, Link, Phase};
use super::resume_clock::ResumeClock;
use super::{Connection, LiveSession};
use crate::commands::encode;
use crate::compression::Compression;
use crate::gateway_url::GatewayUrl;
use crate::heartbeat::Heartbeat;
use crate::input::LinkId;
use crate::output::{IgnoredReason, NextStep, Output, StateChange};
use crate::planted::{WrongRule, planted};
use crate::send_window::Sender;
use crate::session::is_usable_id;

/// Failures in a row after which the resume URL is taken for dead, and the main URL serves for Resume.
///
/// The docs ask to resume on the resume URL, and "if [..] the reconnect fails" to open the main one
/// ([Handling a Disconnect](https://docs.discord.com/developers/events/gateway#handling-a-disconnect));
/// they do not say that the session is lost then, and it is not.
pub(super) const RESUME_URL_FAILURES: u8 = 3;

/// Most time spent on a resume URL that does not answer.
const RESUME_URL_PATIENCE: Duration = Duration::from_secs(5);

/// A resume URL that may be used: a gateway address, and not one that would send the token in clear
/// where the main URL does not.
pub(super) fn usable_resume_url(text: &str, main: &GatewayUrl) -> Option<GatewayUrl> {
    GatewayUrl::parse(text).ok().filter(|url| url.is_secure() || !main.is_secure())
}

/// What Resume needs of Ready; each field is read on its own, so that one of a wrong type costs no other.
///
/// Docs: [Ready event](https://docs.discord.com/developers/events/gateway#ready-event).
#[derive(Default, Deserialize)]
struct ReadyFields<'a> {
    #[serde(borrow, default)]
    session_id: Option<&'a RawValue>,
    #[serde(borrow, default)]
    resume_gateway_url: Option<&'a RawValue>,
}

fn text(field: Option<&RawValue>) -> Option<String> {
    field.and_then(|raw| serde_json::from_str(raw.get()).ok())
}

impl Connection {
    /// What a connection that is dialled now is for. A session that is too old, or whose Resumes are
    /// turned away, is not resumed for ever.
    pub(super) fn next_attempt(&self, now: Instant) -> Attempt {
        match &self.session {
            Some(session) if session.clock.allows_resume(&self.config.timeouts, now) => {
                let on_resume_url = session.resume_url.is_some()
                    && session.resume_url_failures < RESUME_URL_FAILURES;
                Attempt { next: NextStep::Resume, on_resume_url, begun: now }
            }
            _ => Attempt { next: NextStep::Identify, on_resume_url: false, begun: now },
        }
    }

    /// Opens a connection: the session's resume URL to resume, the main URL otherwise.
    pub(super) fn dial(&mut self, now: Instant) {
        let attempt = self.next_attempt(now);
        if attempt.next == NextStep::Identify {
            self.session = None;
        }
        self.last_link = self.last_link.wrapping_add(1);
        let link = LinkId(self.last_link);
        let resume_url = self.session.as_ref().and_then(|session| session.resume_url.as_ref());
        let url = resume_url
            .filter(|_| attempt.on_resume_url)
            .unwrap_or(&self.config.gateway_url)
            .complete(self.config.compression);
        self.state_changed(StateChange::Connecting {
            link,
            next: attempt.next,
            failures: self.backoff.failures(),
        });
        self.outputs.push_back(Output::Connect { link, url });
        let deadline = Deadline::new(patience(attempt, self.config.timeouts.connect), now);
        self.enter(|_| Phase::Dialling { link, attempt, deadline });
    }

    pub(super) fn on_opened(&mut self, opened: LinkId, now: Instant) {
        let Phase::Dialling { link, attempt, .. } = self.phase else { return };
        if link != opened {
            return;
        }
        self.last_ack = None;
        let mut limit = patience(attempt, self.config.timeouts.hello);
        if planted(WrongRule::HelloHasNoDeadline) {
            limit *= 1_000_000;
        }
        let deadline = Deadline::new(limit, now);
        self.enter(|_| Phase::AwaitingHello { link: Link::new(link), attempt, deadline });
        self.state_changed(StateChange::Connected);
    }

    /// The first Hello starts the heartbeat and the handshake; a later one changes the interval only.
    ///
    /// Docs: [Hello Event](https://docs.discord.com/developers/events/gateway#hello-event).
    pub(super) fn on_hello(&mut self, interval: Duration, now: Instant) {
        if let Some(greeted) = self.phase.greeted_mut() {
            greeted.heartbeat.set_interval(interval, now);
            greeted.link.window.reserve_for(greeted.heartbeat.interval());
            return;
        }
        let Phase::AwaitingHello { link, attempt, .. } = &mut self.phase else { return };
        let heartbeat = Heartbeat::start(interval, link.paused, now, &mut self.rng);
        link.window.reserve_for(heartbeat.interval());
        match attempt.next {
            NextStep::Resume => self.resume(heartbeat, now),
            NextStep::Identify => {
                self.outputs.push_back(Output::WantIdentify);
                self.enter(|phase| match phase {
                    Phase::AwaitingHello { link, .. } => {
                        Phase::AwaitingPermit { link: Greeted { link, heartbeat } }
                    }
                    other => other,
                });
            }
        }
    }

    /// Docs: [Gateway Events, Resume](https://docs.discord.com/developers/events/gateway-events#resume).
    fn resume(&mut self, heartbeat: Heartbeat, now: Instant) {
        let mut sequence = self.sequence.unwrap_or(0);
        if planted(WrongRule::ResumesFromTooEarly) {
            sequence = sequence.saturating_sub(1);
        }
        let payload = encode(&Resume::new(
            GatewayToken::new(self.config.token.expose()),
            self.session.as_ref().map(|session| session.id.as_str()).unwrap_or_default(),
            sequence,
        ));
        self.send_handshake(payload, now);
        let deadline = Deadline::new(self.config.timeouts.resumed, now);
        self.enter(|phase| match phase {
            Phase::AwaitingHello { link, attempt, .. } => {
                let link = Greeted { link, heartbeat };
                Phase::Resuming { link, attempt, deadline, replayed: 0 }
            }
            other => other,
        });
        self.state_changed(StateChange::Resuming { sequence });
    }

    /// Sends Identify or Resume, of which a connection has one: the window keeps a place for it.
    fn send_handshake(&mut self, payload: String, now: Instant) {
        if let Some(link) = self.phase.link_mut() {
            link.window.take(Sender::Handshake, now);
            let id = link.id;
            self.send(id, payload);
        }
    }

    /// A permit that is not awaited goes back.
    pub(super) fn on_identify_granted(&mut self, now: Instant) {
        if matches!(self.phase, Phase::AwaitingPermit { .. }) {
            self.identify(now);
        } else {
            self.outputs.push_back(Output::ReleaseIdentify);
        }
    }

    /// Docs: [Gateway Events, Identify](https://docs.discord.com/developers/events/gateway-events#identify).
    fn identify(&mut self, now: Instant) {
        // A new session counts from its own beginning.
        self.session = None;
        self.sequence = None;
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

    /// Takes over the session of a Ready.
    ///
    /// Docs: [Ready event](https://docs.discord.com/developers/events/gateway#ready-event).
    pub(super) fn begin_session(&mut self, ready: &Dispatch, now: Instant) {
        let fields = ready.decode::<ReadyFields<'_>>().unwrap_or_default();
        let id = text(fields.session_id).filter(|id| is_usable_id(id));
        let resume_url = text(fields.resume_gateway_url)
            .and_then(|url| usable_resume_url(&url, &self.config.gateway_url));
        let lacking = match (&id, &resume_url) {
            (None, _) => Some(IgnoredReason::ReadyWithoutSession),
            (Some(_), None) => Some(IgnoredReason::ReadyWithoutResumeUrl),
            (Some(_), Some(_)) => None,
        };
        if let Some(reason) = lacking {
            self.ignored(reason, ready.message().clone());
        }
        let clock = ResumeClock::new(now);
        self.session = id.map(|id| LiveSession { id, resume_url, resume_url_failures: 0, clock });
        self.sequence = Some(ready.sequence());
    }

    /// The id of the session that a Ready names, where it can be read.
    pub(super) fn ready_names_this_session(&self, ready: &Dispatch) -> bool {
        let fields = ready.decode::<ReadyFields<'_>>().unwrap_or_default();
        let named = text(fields.session_id);
        named.is_some() && named.as_deref() == self.session.as_ref().map(|s| s.id.as_str())
    }

    /// The handshake is over: events come, commands go.
    pub(super) fn go_live(&mut self, change: StateChange, now: Instant) {
        if let Some(session) = &mut self.session {
            session.resume_url_failures = 0;
            session.clock.in_use(now);
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

/// A resume URL that hangs is given less time, since there is another way.
fn patience(attempt: Attempt, general: Duration) -> Duration {
    if attempt.on_resume_url { general.min(RESUME_URL_PATIENCE) } else { general }
}
