//! One attempt to connect: its purpose and its URL.
//!
//! Docs: [Handling a Disconnect](https://docs.discord.com/developers/events/gateway#handling-a-disconnect).

use std::time::{Duration, Instant};

use super::resume::LiveSession;
use crate::output::NextStep;
use crate::timeouts::ProtocolTimeouts;

/// The longest time spent on a resume URL that does not answer.
const RESUME_URL_PATIENCE: Duration = Duration::from_secs(5);

/// One attempt to connect.
#[derive(Clone, Copy, Debug)]
pub(super) struct Attempt {
    pub(super) next: NextStep,
    pub(super) on_resume_url: bool,
    /// When it was dialled, or is planned.
    pub(super) begun: Instant,
}

impl Attempt {
    /// Plans an attempt at this time. It resumes the present session if there is one and it may still be resumed, and
    /// otherwise begins a new one.
    pub(super) fn plan(
        session: Option<&LiveSession>,
        limits: &ProtocolTimeouts,
        begun: Instant,
    ) -> Self {
        match session.filter(|session| session.clock.allows_resume(limits, begun)) {
            Some(session) => {
                let on_resume_url = session.resume_url().is_some();
                Self { next: NextStep::Resume, on_resume_url, begun }
            }
            None => Self { next: NextStep::Identify, on_resume_url: false, begun },
        }
    }

    /// Returns the time limit for the peer. An unresponsive resume URL gets less time, because the main URL can be
    /// tried instead.
    pub(super) fn patience(&self, general: Duration) -> Duration {
        if self.on_resume_url { general.min(RESUME_URL_PATIENCE) } else { general }
    }
}
