//! The outputs of the machine.

use std::fmt;
use std::time::{Duration, Instant};

use bytes::Bytes;
use gateway_model::gateway::{CloseCode, Intents, Opcode};
use gateway_model::{Dispatch, DispatchError};

use crate::input::{LinkFailure, LinkId};
use crate::session::Session;
use crate::timer::Timer;

/// What the driver has to do, or what the user may want to know. Call [`Connection::poll`](crate::Connection::poll)
/// until it returns `WaitUntil` or `Stopped`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Output {
    /// Open a socket to this URL, then answer `Opened` or `Failed`. There is one socket at a time.
    Connect {
        /// The number of the new socket.
        link: LinkId,
        /// The complete URL, with its query.
        url: String,
    },
    /// Send this as one text message.
    Send {
        /// The socket.
        link: LinkId,
        /// The JSON of one payload. In Identify and Resume it holds the token: do not log it.
        payload: String,
    },
    /// Send a close frame with this code and answer `Closed` when the socket is gone. If that takes too long, the
    /// machine returns `Drop`.
    Close {
        /// The socket.
        link: LinkId,
        /// The close code.
        code: u16,
    },
    /// Drop the socket, or the attempt to open it, immediately and without a close frame. The machine expects no
    /// answer.
    Drop {
        /// The socket.
        link: LinkId,
    },
    /// Ask the identify queue for a permit and answer `IdentifyGranted`.
    RequestIdentify,
    /// The requested or granted permit is no longer needed: withdraw the request, or give the permit back.
    ReleaseIdentify,
    /// An event that [`receive`](crate::Connection::receive) did not return: Ready or Resumed, or an event that was
    /// received while other outputs waited.
    Dispatch(Dispatch),
    /// The state changed in a way that the user may want to know.
    State(StateChange),
    /// Nothing to do before this time. Send `Timeout` then, unless another input comes first. The timer is what the
    /// machine waits for.
    WaitUntil(Instant, Timer),
    /// The machine has stopped. Every later poll returns this again.
    Stopped(StopReason),
}

/// What the next connection does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NextStep {
    /// It resumes the session.
    Resume,
    /// It begins a new session.
    Identify,
}

/// A change of the connection or session, for logs and metrics.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum StateChange {
    /// A socket is being opened.
    Connecting {
        /// The number of the socket.
        link: LinkId,
        /// What will be sent on it.
        next: NextStep,
        /// How many attempts in a row failed before this one.
        failures: u32,
    },
    /// The socket is open; the machine waits for Hello.
    Connected,
    /// Identify was sent.
    Identifying,
    /// Resume was sent.
    Resuming {
        /// The sequence after which events are replayed.
        sequence: u64,
    },
    /// A new session has begun.
    Ready {
        /// What a later process needs to resume it; `None` if the session cannot be resumed.
        session: Option<Session>,
    },
    /// The session was resumed.
    Resumed {
        /// How many events were replayed.
        replayed: u64,
    },
    /// The connection is lost or was given up. The machine opens another one.
    Disconnected {
        /// Why.
        cause: DisconnectCause,
        /// What will be sent on the next connection.
        next: NextStep,
        /// The delay until the next connection is opened.
        retry_in: Duration,
    },
    /// Discord reported that the session is invalid, or that it could not create one.
    InvalidSession {
        /// Whether Discord says that the session can be resumed nevertheless.
        resumable: bool,
    },
    /// Discord answered a heartbeat.
    HeartbeatAcked {
        /// The time from heartbeat to answer; `None` if reading was paused meanwhile, because the time would then
        /// include our own delay.
        latency: Option<Duration>,
        /// The last sequence of the session: every event up to it was delivered before, or skipped. `None` if there is
        /// no session.
        sequence: Option<u64>,
    },
    /// A message was ignored, because it could not be read or was not expected in this state. The connection continues.
    Ignored {
        /// Why.
        reason: IgnoredReason,
        /// The message as it was received.
        message: Bytes,
    },
}

/// Why a connection ended or was given up.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DisconnectCause {
    /// Discord closed it, with this code or with none.
    #[error("{}", describe_close(*.0))]
    Closed(Option<u16>),
    /// It could not be opened, or broke.
    #[error(transparent)]
    Failed(#[from] LinkFailure),
    /// It did not open in time.
    #[error("the connection did not open in time")]
    ConnectTimedOut,
    /// Hello did not arrive in time.
    #[error("Hello did not arrive in time")]
    HelloTimedOut,
    /// Ready did not arrive in time.
    #[error("Ready did not arrive in time")]
    ReadyTimedOut,
    /// Resumed did not arrive in time.
    #[error("Resumed did not arrive in time")]
    ResumedTimedOut,
    /// A heartbeat was not answered within an interval.
    #[error("a heartbeat was not answered in time, so the connection is dead")]
    HeartbeatUnanswered,
    /// Discord asked to reconnect.
    #[error("Discord asked to reconnect")]
    ReconnectRequested,
    /// Discord reported that the session is invalid.
    #[error("Discord reported that the session is invalid")]
    InvalidSession,
}

fn describe_close(code: Option<u16>) -> String {
    match code.map(CloseCode::from) {
        None => "closed without a code".to_owned(),
        Some(known) => format!("closed with {}: {}", u16::from(known), known.meaning()),
    }
}

/// Why a message had no effect.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum IgnoredReason {
    /// It is not a payload, or it is a dispatch without a sequence or name.
    #[error(transparent)]
    Unreadable(#[from] DispatchError),
    /// Its opcode is not one that an app receives.
    #[error("an app does not receive opcode {0:?}")]
    UnexpectedOpcode(Opcode),
    /// Hello has no usable interval. Heartbeats are sent every 30 s instead.
    #[error("Hello has no usable heartbeat_interval: using 30 s")]
    HelloWithoutInterval,
    /// Ready lacks the session id that Resume needs: the session is live but cannot be resumed.
    #[error("Ready has no usable session_id: the session cannot be resumed")]
    ReadyWithoutSession,
    /// Ready has no usable resume URL. Resume uses the main URL.
    #[error("Ready has no usable resume_gateway_url: Resume will use the main URL")]
    ReadyWithoutResumeUrl,
    /// The event was delivered before.
    #[error("the event was delivered before")]
    RepeatedSequence,
    /// The event came before Identify or Resume was sent, so it belongs to no session.
    #[error("the event came before Identify or Resume was sent")]
    BeforeSession,
}

/// Why the machine stopped.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum StopReason {
    /// The user shut it down.
    Shutdown {
        /// What a later machine needs to resume; `None` after [`Shutdown::Offline`](crate::Shutdown), and if there was
        /// no session.
        session: Option<Session>,
    },
    /// Discord closed with a code after which another connection would fail in the same way.
    Refused {
        /// The code.
        code: CloseCode,
        /// The privileged intents that were requested.
        privileged: Intents,
    },
}

impl StopReason {
    /// Returns whether a person has to change something before another attempt can succeed.
    #[must_use]
    pub const fn is_fatal(&self) -> bool {
        matches!(self, Self::Refused { .. })
    }
}

impl fmt::Display for StopReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (code, privileged) = match self {
            Self::Shutdown { session: Some(_) } => {
                return f.write_str("shut down; the session can be resumed");
            }
            Self::Shutdown { session: None } => return f.write_str("shut down"),
            Self::Refused { code, privileged } => (*code, *privileged),
        };
        write!(f, "refused by Discord with {}: {}", u16::from(code), code.meaning())?;
        if let Some(advice) = code.advice() {
            write!(f, "; {advice}")?;
        }
        if code == CloseCode::DisallowedIntents {
            let mut names = privileged.iter_names().map(|(name, _)| name).peekable();
            if names.peek().is_some() {
                f.write_str("; requested privileged intents:")?;
            }
            for name in names {
                write!(f, " {name}")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reason_for_4014_names_the_privileged_intents_and_where_to_switch_them_on() {
        let text = StopReason::Refused {
            code: CloseCode::DisallowedIntents,
            privileged: Intents::GUILD_MEMBERS | Intents::MESSAGE_CONTENT,
        }
        .to_string();
        for part in ["4014", "GUILD_MEMBERS", "MESSAGE_CONTENT", "Developer Portal"] {
            assert!(text.contains(part), "{text}");
        }
        assert!(!text.contains("GUILD_PRESENCES"), "{text}");
    }

    #[test]
    fn every_fatal_code_says_what_to_do() {
        for code in CloseCode::KNOWN.iter().copied().filter(|code| !code.can_reconnect()) {
            let text = StopReason::Refused { code, privileged: Intents::empty() }.to_string();
            assert!(text.contains(code.advice().unwrap()), "{text}");
        }
    }

    #[test]
    fn only_a_refusal_needs_a_person() {
        let refused = StopReason::Refused {
            code: CloseCode::AuthenticationFailed,
            privileged: Intents::empty(),
        };
        assert!(refused.is_fatal());
        assert!(!StopReason::Shutdown { session: None }.is_fatal());
    }

    #[test]
    fn a_close_is_told_with_its_code() {
        assert_eq!(DisconnectCause::Closed(None).to_string(), "closed without a code");
        let text = DisconnectCause::Closed(Some(4009)).to_string();
        let meaning = CloseCode::from(4009).meaning();
        assert!(text.contains("4009") && text.contains(meaning), "{text}");
    }
}
