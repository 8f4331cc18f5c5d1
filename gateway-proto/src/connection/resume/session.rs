//! The session that a machine can resume: where, and for how long.
//!
//! Docs: [Preparing to Resume](https://docs.discord.com/developers/events/gateway#preparing-to-resume).

use std::time::Instant;

use gateway_model::Dispatch;
use gateway_model::Token;
use gateway_model::gateway::command::{GatewayToken, Resume};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::clock::ResumeClock;
use crate::gateway_url::GatewayUrl;
use crate::output::{DisconnectCause, IgnoredReason};
use crate::planted::{WrongRule, planted};
use crate::session::{Session, is_usable_id};

/// Failures in a row after which the resume URL is taken for dead, and the main URL serves for Resume.
///
/// The docs ask to resume on the resume URL, and "if [..] the reconnect fails" to open the main one
/// ([Handling a Disconnect](https://docs.discord.com/developers/events/gateway#handling-a-disconnect));
/// they do not say that the session is lost then, and it is not.
const RESUME_URL_FAILURES: u8 = 3;

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

/// A resume URL that may be used: a gateway address, and not one that would send the token in clear
/// if the main URL does not.
fn usable_url(text: &str, main: &GatewayUrl) -> Option<GatewayUrl> {
    GatewayUrl::parse(text).ok().filter(|url| url.is_secure() || !main.is_secure())
}

/// The session as this machine knows it.
#[derive(Debug)]
pub(crate) struct LiveSession {
    pub(crate) id: String,
    pub(crate) resume_url: Option<GatewayUrl>,
    /// Failures in a row on the resume URL.
    resume_url_failures: u8,
    pub(crate) clock: ResumeClock,
}

impl LiveSession {
    fn new(id: String, resume_url: Option<GatewayUrl>, now: Instant) -> Self {
        Self { id, resume_url, resume_url_failures: 0, clock: ResumeClock::new(now) }
    }

    /// The session of an earlier machine.
    pub(crate) fn kept(session: Session, main: &GatewayUrl, now: Instant) -> Self {
        let url = session.resume_gateway_url.and_then(|url| usable_url(&url, main));
        Self::new(session.id, url, now)
    }

    /// The session of a Ready, if it can be resumed, and what that Ready lacks.
    ///
    /// Docs: [Ready event](https://docs.discord.com/developers/events/gateway#ready-event).
    pub(crate) fn of_ready(
        ready: &Dispatch,
        main: &GatewayUrl,
        now: Instant,
    ) -> (Option<Self>, Option<IgnoredReason>) {
        let fields = ready.decode::<ReadyFields<'_>>().unwrap_or_default();
        let url = text(fields.resume_gateway_url).and_then(|url| usable_url(&url, main));
        let lacks_url = url.is_none().then_some(IgnoredReason::ReadyWithoutResumeUrl);
        match text(fields.session_id).filter(|id| is_usable_id(id)) {
            Some(id) => (Some(Self::new(id, url, now)), lacks_url),
            None => (None, Some(IgnoredReason::ReadyWithoutSession)),
        }
    }

    /// Whether a Ready names this session.
    pub(crate) fn is_named_by(&self, ready: &Dispatch) -> bool {
        let fields = ready.decode::<ReadyFields<'_>>().unwrap_or_default();
        text(fields.session_id).is_some_and(|id| id == self.id)
    }

    /// Where to resume; `None` if that is the main URL.
    ///
    /// Docs: [Handling a Disconnect](https://docs.discord.com/developers/events/gateway#handling-a-disconnect).
    pub(crate) fn resume_url(&self) -> Option<&GatewayUrl> {
        self.resume_url.as_ref().filter(|_| self.resume_url_failures < RESUME_URL_FAILURES)
    }

    /// A failure on the resume URL before the session was resumed there. One that took its whole time
    /// limit is enough to try the main URL.
    pub(crate) fn failed_on_resume_url(&mut self, cause: &DisconnectCause) {
        self.resume_url_failures = match cause {
            DisconnectCause::ConnectTimedOut
            | DisconnectCause::HelloTimedOut
            | DisconnectCause::ResumedTimedOut => RESUME_URL_FAILURES,
            // The gateway behind it works.
            DisconnectCause::ReconnectRequested | DisconnectCause::InvalidSession => return,
            _ => self.resume_url_failures.saturating_add(1),
        };
    }

    /// The session is live: its URL works, and its clocks start anew.
    pub(crate) const fn is_live(&mut self, now: Instant) {
        self.resume_url_failures = 0;
        self.clock.in_use(now);
    }

    /// Resume: token, session id, and the sequence after which events are replayed.
    ///
    /// Docs: [Gateway Events, Resume](https://docs.discord.com/developers/events/gateway-events#resume).
    pub(crate) fn resume(&self, token: &Token, sequence: u64) -> Resume {
        let early = u64::from(planted(WrongRule::ResumesFromTooEarly));
        Resume::new(
            GatewayToken::new(token.expose()),
            self.id.as_str(),
            sequence.saturating_sub(early),
        )
    }
}
