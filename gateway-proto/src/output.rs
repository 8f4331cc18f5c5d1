//! What the machine tells the driver.

use std::fmt;
use std::time::{Duration, Instant};

use bytes::Bytes;
use gateway_model::gateway::{CloseCode, Intents, Opcode};
use gateway_model::{Dispatch, DispatchError};

use crate::input::{LinkFailure, LinkId};
use crate::session::Session;
use crate::timer::Timer;

/// What the driver has to do, or the user wants to know. Taken with
/// [`Connection::poll`](crate::Connection::poll) until it is `WaitUntil` or `Stopped`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Output {
    /// Open a socket to this address, then answer `Opened` or `Failed`. There is one socket at a time.
    Connect {
        /// The generation of the new socket.
        link: LinkId,
        /// The complete address, with its query.
        url: String,
    },
    /// Send this as one text message.
    Send {
        /// On which socket.
        link: LinkId,
        /// The JSON of one payload. That of Identify and Resume holds the token: do not log it.
        payload: String,
    },
    /// Send a close frame with this code and answer `Closed` when the socket is gone. The machine has a
    /// deadline for that, after which it says `Drop`.
    Close {
        /// Which socket.
        link: LinkId,
        /// The close code.
        code: u16,
    },
    /// Drop the socket, or the attempt to open it, at once and without a close frame. No answer is
    /// awaited.
    Drop {
        /// Which socket.
        link: LinkId,
    },
    /// Ask the identify queue for a permit and answer `IdentifyGranted`.
    RequestIdentify,
    /// The permit asked for or held is no longer needed: withdraw the request, or give it back.
    ReleaseIdentify,
    /// An event that [`receive`](crate::Connection::receive) did not give back: Ready or Resumed, or one that was
    /// received while other outputs waited.
    Dispatch(Dispatch),
    /// Something changed that the user may want to know.
    State(StateChange),
    /// Nothing to do before this time: send `Timeout` then, unless another input comes first. The timer says what
    /// is waited for.
    WaitUntil(Instant, Timer),
    /// The machine is at its end. Every later poll says so again.
    Stopped(StopReason),
}

/// What comes after a lost connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NextStep {
    /// The session is resumed.
    Resume,
    /// A new session is begun.
    Identify,
}

/// Where the machine is, for people and gauges.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum StateChange {
    /// A socket is being opened.
    Connecting {
        /// Which one.
        link: LinkId,
        /// What will be sent on it.
        next: NextStep,
        /// How many attempts in a row failed before this one.
        failures: u32,
    },
    /// The socket is open; Hello is awaited.
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
        /// What a later process needs to resume it, as of its Ready; `None` if it cannot be resumed.
        session: Option<Session>,
    },
    /// The session goes on where it was.
    Resumed {
        /// How many events were replayed.
        replayed: u64,
    },
    /// The connection is lost or given up; another is opened by itself.
    Disconnected {
        /// Why.
        cause: DisconnectCause,
        /// What will be sent on the next one.
        next: NextStep,
        /// How long until it is opened.
        retry_in: Duration,
    },
    /// Discord says that the session is not valid, or could not be made.
    InvalidSession {
        /// Whether Discord says it may be resumed all the same.
        resumable: bool,
    },
    /// Discord answered a heartbeat.
    HeartbeatAcked {
        /// Time from heartbeat to answer; `None` if reading was paused meanwhile, so that the time
        /// would be ours and not Discord's.
        latency: Option<Duration>,
        /// The last sequence of the session: every event up to it was handed on before, or left out. `None` if there
        /// is no session.
        sequence: Option<u64>,
    },
    /// A message had no effect because it could not be read or did not belong where it came. The
    /// connection goes on.
    Ignored {
        /// Why.
        reason: IgnoredReason,
        /// The message as it came.
        message: Bytes,
    },
}

/// Why a connection is given up.
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
    /// Hello did not come in time.
    #[error("Hello did not come in time")]
    HelloTimedOut,
    /// Ready did not come in time.
    #[error("Ready did not come in time")]
    ReadyTimedOut,
    /// Resumed did not come in time.
    #[error("Resumed did not come in time")]
    ResumedTimedOut,
    /// A heartbeat was not answered within an interval.
    #[error("a heartbeat was not answered: the connection is dead")]
    HeartbeatUnanswered,
    /// Discord asked to reconnect.
    #[error("Discord asked to reconnect")]
    ReconnectRequested,
    /// Discord said that the session is invalid.
    #[error("Discord said that the session is invalid")]
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
    /// It is not a payload, or a dispatch without sequence or name.
    #[error(transparent)]
    Unreadable(#[from] DispatchError),
    /// Its opcode is none that an app receives.
    #[error("opcode {0:?} is not one that an app receives")]
    UnexpectedOpcode(Opcode),
    /// Hello has no usable interval; heartbeats go out every 30 s instead.
    #[error("Hello without a usable heartbeat_interval")]
    HelloWithoutInterval,
    /// Ready lacks what Resume needs: the session lives but cannot be resumed.
    #[error("Ready without a usable session_id: the session cannot be resumed")]
    ReadyWithoutSession,
    /// Ready has no resume URL that can be used: the main URL serves for Resume.
    #[error("Ready without a usable resume_gateway_url")]
    ReadyWithoutResumeUrl,
    /// An event with a sequence that was handed on already.
    #[error("an event that was handed on already")]
    RepeatedSequence,
    /// An event before Identify or Resume was sent: it belongs to no session.
    #[error("an event before Identify or Resume")]
    BeforeSession,
}

/// Why the machine is at its end.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum StopReason {
    /// The user wanted it.
    Shutdown {
        /// What a later machine needs to resume; `None` after [`Shutdown::Offline`](crate::Shutdown) and
        /// if there was no session.
        session: Option<Session>,
    },
    /// Discord closed with a code after which connecting again would fail in the same way.
    Refused {
        /// The code.
        code: CloseCode,
        /// The privileged intents that were asked for.
        privileged: Intents,
    },
}

impl StopReason {
    /// Whether a person has to change something before another try can work.
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
                f.write_str("; privileged intents asked for:")?;
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
