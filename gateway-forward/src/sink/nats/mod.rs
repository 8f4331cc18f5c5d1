//! Delivery to NATS JetStream, by `async-nats`.
//!
//! `docs/stream.md` of the workspace is the contract with the consumers of the stream. The subject of an event is
//! `PREFIX.PARTITIONS.PARTITION.SHARD.NAME.GUILD`, with `_` if there is no guild, so a consumer can subscribe to a part
//! of the events, such as `discord.*.*.*.MESSAGE_CREATE.>`. The message id (`Nats-Msg-Id`) is the event's id. Within
//! the stream's duplicate window a repeat is stored only once, whether a retry, a Resume or a restart caused it.
//!
//! # Order
//!
//! Up to `max_in_flight` publishes are in flight at a time, but only one of each guild: the next one is sent when the
//! previous one was acknowledged. A publish without an acknowledgement may or may not be stored, and the server cannot
//! be asked to store an event only after another one. If the next event of the guild were already in flight, it could
//! be stored before the one that is retried. So a guild has at most one event for each round trip to JetStream, some
//! 1,000 a second on one server. Guilds do not wait for each other.

mod error;
mod link;
mod subject;

use std::borrow::Cow;
use std::fmt;
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use async_nats::header::{HeaderMap, HeaderValue};
use async_nats::jetstream::context::{PublishError, PublishErrorKind};
use async_nats::jetstream::{self, ErrorCode};
use gateway_fleet::nats::NatsLogin;
use gateway_fleet::stream;

pub use self::error::NatsError;
use self::link::Link;
use super::{Condition, Delivery, Outcome, Sink, reason};
use crate::body::body;
use crate::event::{ForwardEvent, SessionPosition};

/// Settings of a JetStream sink.
#[derive(Clone, Debug)]
pub struct NatsConfig {
    /// The server, such as `nats://127.0.0.1:4222`; several are separated by commas.
    pub url: Box<str>,
    /// How to log in.
    pub login: NatsLogin,
    /// PEM file of certificate authorities to trust in addition to the system's.
    pub ca_file: Option<PathBuf>,
    /// The stream for the events; created if it is missing.
    pub stream: Box<str>,
    /// First part of every subject.
    pub prefix: Box<str>,
    /// The number of partitions, to which events are assigned by guild. See [`stream::partition`].
    pub partitions: NonZeroU32,
    /// `application_id` in the body.
    pub application_id: Box<str>,
    /// How long the stream remembers message ids, if this program creates it. A session can be resumed for some
    /// minutes; this should be longer.
    pub duplicate_window: Duration,
    /// How long the stream keeps an event, if this program creates it; zero means without limit. It must be
    /// longer than the longest time for which consumers may be unavailable.
    pub max_age: Duration,
    /// The largest size of the stream in bytes, if this program creates it; `None` means as much as the
    /// server has. While the stream is full it accepts no events, and they wait here.
    pub max_bytes: Option<u64>,
    /// The number of replicas of the stream, if this program creates it.
    pub replicas: usize,
    /// Time limit of a try, including the acknowledgement.
    pub timeout: Duration,
}

/// Delivers to a JetStream stream.
pub struct Nats(Arc<Link>);

impl fmt::Debug for Nats {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Nats").field(&self.0.config().stream).finish_non_exhaustive()
    }
}

impl Nats {
    /// Connects, and creates the stream if it is missing. A lost connection is restored, and a stream that is deleted
    /// later is created again.
    ///
    /// # Errors
    ///
    /// Returns an error if the server cannot be reached or refuses the login, if JetStream is off, or if the stream
    /// exists with other subjects.
    ///
    /// # Cancel safety
    ///
    /// If this is cancelled, there is no connection. The stream may have been created.
    pub async fn connect(config: NatsConfig) -> Result<Self, NatsError> {
        let link = Arc::new(Link::new(config));
        link.set_up().await?;
        Ok(Self(link))
    }

    /// The same as [`connect`](Self::connect), for a server that may not be reachable yet. An error that [may
    /// pass](NatsError::is_retryable) is logged, and retried in the background. Until then no event is delivered, and
    /// [`Sink::condition`] returns the reason.
    ///
    /// # Errors
    ///
    /// Returns an error if it persists until the configuration or the stream is changed.
    ///
    /// # Cancel safety
    ///
    /// The same as [`connect`](Self::connect).
    pub async fn open(config: NatsConfig) -> Result<Self, NatsError> {
        let link = Arc::new(Link::new(config));
        match link.set_up().await {
            Ok(()) => {}
            Err(error) if error.is_retryable() => link.heal(),
            Err(error) => return Err(error),
        }
        Ok(Self(link))
    }

    async fn publish(&self, event: &ForwardEvent) -> Outcome {
        let Some(context) = self.0.context() else {
            return Outcome::Retry(self.why_not());
        };
        let NatsConfig { prefix, partitions, .. } = self.0.config();
        let subject = stream::subject(prefix, *partitions, event.shard, &event.name, event.guild);
        let mut published = self.try_publish(context, &subject, event).await;
        if published.as_ref().is_err_and(no_stream) {
            match self.0.renew(context).await {
                Ok(found) if !found.subjects.iter().any(|it| subject::overlap(it, &subject)) => {
                    let taken = found.subjects.join(", ");
                    let reason =
                        format!("the subjects of the stream are {taken}, without {subject}");
                    return Outcome::Refused(reason.into());
                }
                Ok(_) => published = self.try_publish(context, &subject, event).await,
                Err(error) => return Outcome::Retry(reason(&error)),
            }
        }
        match published {
            Ok(()) => {
                self.0.delivered();
                Outcome::Delivered
            }
            Err(error) if is_final(&error) => Outcome::Refused(reason(&error)),
            Err(error) if error.kind() == PublishErrorKind::TimedOut => {
                Outcome::Retry(self.why_not())
            }
            Err(error) => Outcome::Retry(reason(&error)),
        }
    }

    async fn try_publish(
        &self,
        context: &jetstream::Context,
        subject: &str,
        event: &ForwardEvent,
    ) -> Result<(), PublishError> {
        let config = self.0.config();
        let mut headers = HeaderMap::new();
        headers.insert(async_nats::header::NATS_MESSAGE_ID, &*event.id);
        // If the stream is gone, another stream with this subject must not get the event.
        headers.insert(async_nats::header::NATS_EXPECTED_STREAM, &*config.stream);
        headers.insert(stream::VERSION_HEADER, HeaderValue::from(u64::from(stream::VERSION)));
        if let (Some(SessionPosition { total, epoch, sequence }), Some(session)) =
            (event.fleet, event.session())
        {
            headers.insert(stream::SHARD_HEADER, format!("{}/{total}", event.shard));
            headers.insert(stream::SESSION_HEADER, session);
            headers.insert(stream::SEQUENCE_HEADER, HeaderValue::from(sequence));
            headers.insert(stream::EPOCH_HEADER, HeaderValue::from(epoch));
        }
        let payload = body(&config.application_id, event);
        let acknowledged = async {
            // The first future sends the message, the second waits for the server's acknowledgement.
            context.publish_with_headers(subject.to_owned(), headers, payload).await?.await
        };
        match tokio::time::timeout(config.timeout, acknowledged).await {
            Ok(acknowledged) => acknowledged.map(drop),
            Err(_) => Err(PublishError::new(PublishErrorKind::TimedOut)),
        }
    }

    /// Returns why no acknowledgement arrived.
    fn why_not(&self) -> Cow<'static, str> {
        self.condition().map_or("timeout".into(), |condition| condition.message.into())
    }
}

impl Sink for Nats {
    fn deliver<'a>(&'a self, event: &'a ForwardEvent, _attempt: u32) -> Delivery<'a> {
        Box::pin(self.publish(event))
    }

    fn condition(&self) -> Option<Condition> {
        self.0.condition()
    }
}

/// Returns the error code of JetStream.
fn code_of(error: &PublishError) -> Option<ErrorCode> {
    let source = std::error::Error::source(error)?;
    Some(source.downcast_ref::<jetstream::Error>()?.error_code())
}

/// Returns whether the stream is missing: no stream has the subject, or another one has it.
fn no_stream(error: &PublishError) -> bool {
    error.kind() == PublishErrorKind::StreamNotFound
        || code_of(error) == Some(ErrorCode::STREAM_NOT_MATCH)
}

/// Returns whether the message is too large: for the server, which is known before it is sent, or for the stream. A
/// retry does not help until the limit is changed.
fn is_final(error: &PublishError) -> bool {
    match error.kind() {
        PublishErrorKind::MaxPayloadExceeded => true,
        PublishErrorKind::Other => matches!(
            code_of(error),
            Some(
                ErrorCode::STREAM_MESSAGE_EXCEEDS_MAXIMUM
                    | ErrorCode::STREAM_HEADER_EXCEEDS_MAXIMUM
            )
        ),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_contract_and_the_ids_call_what_was_caught_up_the_same() {
        assert_eq!(crate::event::CAUGHT_UP, stream::CAUGHT_UP);
    }

    #[test]
    fn only_a_message_that_is_too_large_is_final() {
        let answered = |code: u64| {
            let error = serde_json::json!({ "code": 400, "err_code": code, "description": "maximum payload" });
            let error: jetstream::Error = serde_json::from_value(error).unwrap();
            PublishError::with_source(PublishErrorKind::Other, error)
        };
        assert!(is_final(&PublishError::new(PublishErrorKind::MaxPayloadExceeded)));
        assert!(is_final(&answered(10054)) && is_final(&answered(10097)));
        // The stream is full for now; the text does not matter.
        assert!(!is_final(&answered(10077)));
        for kind in [
            PublishErrorKind::TimedOut,
            PublishErrorKind::StreamNotFound,
            PublishErrorKind::BrokenPipe,
            PublishErrorKind::Other,
        ] {
            assert!(!is_final(&PublishError::new(kind)), "{kind}");
        }
    }
}
