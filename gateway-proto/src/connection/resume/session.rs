//! The session that a machine can resume: at which URL, and for how long.
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

/// The number of failures in a row after which the resume URL is considered dead and Resume uses the main URL.
///
/// The docs ask to resume at the resume URL, and "if [..] the reconnect fails" to connect to the main URL ([Handling a
/// Disconnect](https://docs.discord.com/developers/events/gateway#handling-a-disconnect)). They do not say that the
/// session is lost then, and it is not.
const RESUME_URL_FAILURES: u8 = 3;

/// The fields of Ready that Resume needs. Each is read separately, so that a field of a wrong type does not affect the
/// others.
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

/// Parses a resume URL. It must be a gateway URL, and must be encrypted if the main URL is, so that the token is not
/// sent in clear.
fn usable_url(text: &str, main: &GatewayUrl) -> Option<GatewayUrl> {
    GatewayUrl::parse(text).ok().filter(|url| url.is_secure() || !main.is_secure())
}

/// The session as this machine knows it.
#[derive(Debug)]
pub(crate) struct LiveSession {
    pub(crate) id: String,
    pub(crate) resume_url: Option<GatewayUrl>,
    /// Failures in a row at the resume URL.
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

    /// Returns the session of a Ready, if it can be resumed, and what that Ready lacks.
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

    /// Returns whether a Ready names this session.
    pub(crate) fn is_named_by(&self, ready: &Dispatch) -> bool {
        let fields = ready.decode::<ReadyFields<'_>>().unwrap_or_default();
        text(fields.session_id).is_some_and(|id| id == self.id)
    }

    /// The resume URL; `None` if the main URL is used.
    ///
    /// Docs: [Handling a Disconnect](https://docs.discord.com/developers/events/gateway#handling-a-disconnect).
    pub(crate) fn resume_url(&self) -> Option<&GatewayUrl> {
        self.resume_url.as_ref().filter(|_| self.resume_url_failures < RESUME_URL_FAILURES)
    }

    /// Records a failure at the resume URL before the session was resumed there. One failure by timeout is enough to
    /// try the main URL.
    pub(crate) fn failed_on_resume_url(&mut self, cause: &DisconnectCause) {
        self.resume_url_failures = match cause {
            DisconnectCause::ConnectTimedOut
            | DisconnectCause::HelloTimedOut
            | DisconnectCause::ResumedTimedOut => RESUME_URL_FAILURES,
            // The gateway behind the URL works.
            DisconnectCause::ReconnectRequested | DisconnectCause::InvalidSession => return,
            _ => self.resume_url_failures.saturating_add(1),
        };
    }

    /// Records that the session is live: its URL works, and its clocks restart.
    pub(crate) const fn is_live(&mut self, now: Instant) {
        self.resume_url_failures = 0;
        self.clock.in_use(now);
    }

    /// Returns the payload of Resume: token, session id, and the sequence after which events are replayed.
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
