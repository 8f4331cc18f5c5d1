//! The errors of a JetStream sink.

use async_nats::jetstream::ErrorCode;
use async_nats::jetstream::context::{CreateStreamError, CreateStreamErrorKind};
use gateway_fleet::nats::ConnectError;

use super::super::{Condition, reason};

/// Why a JetStream sink cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum NatsError {
    /// NATS cannot be connected to.
    #[error(transparent)]
    Connect(#[from] ConnectError),
    /// The server, or the account, has no JetStream.
    #[error(
        "JetStream is off: start nats-server with --jetstream, or enable it for the account: {source}"
    )]
    JetStreamOff {
        /// What the server answered.
        #[source]
        source: CreateStreamError,
    },
    /// The stream exists with other subjects.
    #[error(
        "stream {stream} has the subjects {}, but the events are sent to {wanted}: set `stream` to another name, set \
         `subject_prefix` to what it takes, or add {wanted} to its subjects",
        list(.has)
    )]
    OtherSubjects {
        /// The stream.
        stream: Box<str>,
        /// Its subjects.
        has: Vec<String>,
        /// The subjects that the events are sent to.
        wanted: String,
    },
    /// The stream does not exist, and another stream has the subjects.
    #[error(
        "stream {stream} cannot be created, because another stream has the subjects {wanted}: set `stream` to its name, or \
         `subject_prefix` to another one"
    )]
    SubjectsTaken {
        /// The stream.
        stream: Box<str>,
        /// The subjects that the events are sent to.
        wanted: String,
        /// What the server answered.
        #[source]
        source: CreateStreamError,
    },
    /// The stream does not exist and cannot be created, or its state cannot be read.
    #[error("cannot use stream {stream}: {source}")]
    Stream {
        /// The stream.
        stream: Box<str>,
        /// The cause.
        #[source]
        source: CreateStreamError,
    },
}

impl NatsError {
    pub(super) fn of_stream(stream: &str, wanted: &str, source: CreateStreamError) -> Self {
        let (stream, wanted) = (stream.into(), wanted.to_owned());
        match source.kind() {
            CreateStreamErrorKind::JetStreamUnavailable => Self::JetStreamOff { source },
            CreateStreamErrorKind::JetStream(error) => match error.error_code() {
                ErrorCode::JETSTREAM_NOT_ENABLED | ErrorCode::JETSTREAM_NOT_ENABLED_FOR_ACCOUNT => {
                    Self::JetStreamOff { source }
                }
                ErrorCode::STREAM_SUBJECT_OVERLAP => Self::SubjectsTaken { stream, wanted, source },
                _ => Self::Stream { stream, source },
            },
            _ => Self::Stream { stream, source },
        }
    }

    /// Returns whether a retry may succeed without another configuration: the server cannot be reached, or has
    /// JetStream off.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::OtherSubjects { .. } | Self::SubjectsTaken { .. } => false,
            Self::JetStreamOff { .. } => true,
            Self::Connect(error) => error.is_retryable(),
            Self::Stream { source, .. } => match source.kind() {
                // An internal error of the server, such as a cluster without a leader, rather than an error of the
                // request.
                CreateStreamErrorKind::JetStream(error) => error.code() >= 500,
                CreateStreamErrorKind::TimedOut
                | CreateStreamErrorKind::Response
                | CreateStreamErrorKind::ResponseParse
                | CreateStreamErrorKind::NotFound => true,
                _ => false,
            },
        }
    }

    /// Returns the condition for the status server.
    pub(super) fn condition(&self) -> Condition {
        let code = match self {
            Self::Connect(ConnectError::Credentials(_)) => "nats_credentials",
            Self::Connect(_) => "nats_unreachable",
            Self::JetStreamOff { .. } => "jetstream_off",
            Self::OtherSubjects { .. } | Self::SubjectsTaken { .. } => "nats_stream_mismatch",
            Self::Stream { .. } => "nats_stream",
        };
        Condition { code, message: reason(self).into_owned() }
    }
}

fn list(subjects: &[String]) -> String {
    if subjects.is_empty() { "no subjects".to_owned() } else { subjects.join(", ") }
}
