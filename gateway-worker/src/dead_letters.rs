//! Dead letters: events that were given up, in a separate stream from which they can be played back.

use std::sync::Arc;
use std::time::Duration;

use async_nats::Subject;
use async_nats::header::{HeaderMap, HeaderValue, NATS_EXPECTED_STREAM, NATS_MESSAGE_ID};
use async_nats::jetstream::context::CreateStreamError;
use async_nats::jetstream::{self, stream};
use bytes::Bytes;
use gateway_fleet::stream::PLAYED_BACK_HEADER;

use crate::config::WorkerConfig;

/// Header of a dead letter: the reason, in one line.
pub const ERROR: &str = "Dead-Error";
/// Header of a dead letter: the number of tries.
pub const TRIES: &str = "Dead-Tries";
/// Header of a dead letter: the sequence of the message in the original stream.
pub const SEQUENCE: &str = "Dead-Sequence";

/// The largest size of an error text, in bytes.
const MOST_TEXT: usize = 1024;

/// Returns the name of the dead letter stream of an event stream.
#[must_use]
pub fn stream_name(events: &str) -> String {
    format!("{events}_DEAD")
}

/// Returns the first part of the subjects of a group's dead letters. It contains the stream, because two
/// streams of one NATS account cannot have the same subjects.
fn prefix(events: &str, group: &str) -> String {
    format!("dead.{events}.{group}.")
}

/// The dead letter stream. Cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct DeadLetters {
    pub(crate) context: jetstream::Context,
    pub(crate) events: Arc<str>,
    pub(crate) group: Arc<str>,
    pub(crate) replicas: usize,
}

/// An event that is given up.
#[derive(Clone, Debug)]
pub(crate) struct Letter {
    pub(crate) subject: Subject,
    pub(crate) headers: Option<HeaderMap>,
    pub(crate) payload: Bytes,
    pub(crate) sequence: u64,
    pub(crate) why: String,
    pub(crate) tries: u32,
}

impl DeadLetters {
    pub(crate) fn of(config: &WorkerConfig, context: &jetstream::Context) -> Self {
        Self {
            context: context.clone(),
            events: Arc::from(&*config.stream),
            group: Arc::from(&*config.group),
            replicas: config.replicas,
        }
    }

    /// Writes a letter, and retries until JetStream has stored it.
    pub(crate) async fn bury(&self, letter: Letter) {
        let mut wait = Duration::from_millis(250);
        loop {
            match self.try_bury(&letter).await {
                Ok(()) => return,
                Err(error) => {
                    tracing::warn!(subject = %letter.subject, error, "could not write a dead letter; retrying, and its guild's events wait");
                }
            }
            tokio::time::sleep(wait).await;
            wait = (wait * 2).min(Duration::from_secs(30));
        }
    }

    async fn try_bury(&self, letter: &Letter) -> Result<(), String> {
        let name = stream_name(&self.events);
        let mut headers = letter.headers.clone().unwrap_or_default();
        let id = headers.get(NATS_MESSAGE_ID).map(|id| id.as_str().to_owned());
        // An event of another publisher may have no id.
        let id = id.unwrap_or_else(|| letter.sequence.to_string());
        headers.insert(NATS_MESSAGE_ID, format!("{}:{id}", self.group));
        headers.insert(NATS_EXPECTED_STREAM, &*name);
        headers.insert(ERROR, one_line(&letter.why));
        headers.insert(TRIES, HeaderValue::from(u64::from(letter.tries)));
        headers.insert(SEQUENCE, HeaderValue::from(letter.sequence));
        let subject = format!("{}{}", prefix(&self.events, &self.group), letter.subject);
        let publish = || async {
            let sent = self.context.publish_with_headers(
                subject.clone(),
                headers.clone(),
                letter.payload.clone(),
            );
            sent.await?.await
        };
        if publish().await.is_ok() {
            return Ok(());
        }
        // The stream is created with its first letter.
        self.prepare(&name).await.map_err(|error| error.to_string())?;
        publish().await.map(drop).map_err(|error| error.to_string())
    }

    async fn prepare(&self, name: &str) -> Result<(), CreateStreamError> {
        let config = stream::Config {
            name: name.to_owned(),
            subjects: vec![format!("dead.{}.>", self.events)],
            num_replicas: self.replicas,
            ..stream::Config::default()
        };
        self.context.get_or_create_stream(config).await.map(drop)
    }
}

/// Makes an error one line, because the value of a header cannot have more.
fn one_line(text: &str) -> String {
    let mut line = String::new();
    for c in text.chars() {
        if line.len() >= MOST_TEXT {
            break;
        }
        line.push(if c.is_control() { ' ' } else { c });
    }
    line
}

/// Dead letters could not be played back.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PlayBackError {
    /// The stream cannot be read. It does not exist if there never was a dead letter.
    #[error("cannot read the dead letters: {0}")]
    Read(String),
    /// An event could not be published. Earlier ones were.
    #[error("the event of dead letter {sequence} could not be published: {why}")]
    Publish {
        /// The sequence of the letter in its stream.
        sequence: u64,
        /// The cause.
        why: String,
    },
}

/// Publishes the events of a group's dead letters again, oldest first, and deletes the letters; returns how many there
/// were. The workers handle them as new events, after those that are in the stream by then: the order of their guilds
/// is not kept.
///
/// `events` is the name of the event stream.
///
/// # Errors
///
/// Returns an error if NATS does not answer, or refuses an event. Letters that were not published still exist.
///
/// # Cancel safety
///
/// If this is cancelled, an event may have been published whose letter still exists.
pub async fn play_back(
    client: async_nats::Client,
    events: &str,
    group: &str,
) -> Result<u64, PlayBackError> {
    let read = |error: &dyn std::fmt::Display| PlayBackError::Read(error.to_string());
    let context = jetstream::new(client);
    let mut stream = context.get_stream(stream_name(events)).await.map_err(|error| read(&error))?;
    let last = stream.info().await.map_err(|error| read(&error))?.state.last_sequence;
    let prefix = prefix(events, group);
    let (mut next, mut count) = (1, 0);
    while next <= last {
        let filter = format!("{prefix}>");
        let found = stream.get_first_raw_message_by_subject(&filter, next).await;
        let letter = match found {
            Ok(letter) if letter.sequence <= last => letter,
            // Letters that arrive meanwhile are left for the next call.
            Ok(_) => break,
            Err(error) if is_none(&error) => break,
            Err(error) => return Err(read(&error)),
        };
        let sequence = letter.sequence;
        publish(&context, events, &prefix, letter)
            .await
            .map_err(|why| PlayBackError::Publish { sequence, why })?;
        stream.delete_message(sequence).await.map_err(|error| read(&error))?;
        (next, count) = (sequence + 1, count + 1);
    }
    Ok(count)
}

fn is_none(error: &stream::LastRawMessageError) -> bool {
    error.kind() == stream::LastRawMessageErrorKind::NoMessageFound
}

async fn publish(
    context: &jetstream::Context,
    events: &str,
    prefix: &str,
    letter: jetstream::message::StreamMessage,
) -> Result<(), String> {
    let subject = letter.subject.strip_prefix(prefix).ok_or("it has another subject")?.to_owned();
    let mut headers = HeaderMap::new();
    for (name, values) in letter.headers.iter() {
        let name = name.to_string();
        if name == "Nats-Msg-Id" || name.starts_with("Dead-") || name == "Nats-Expected-Stream" {
            continue;
        }
        for value in values {
            headers.append(name.as_str(), value.as_str());
        }
    }
    headers.insert(NATS_EXPECTED_STREAM, events);
    headers.insert(PLAYED_BACK_HEADER, "1");
    // A letter is published only once, even if its deletion failed.
    headers.insert(NATS_MESSAGE_ID, format!("{events}-dead-{}", letter.sequence));
    let sent = context.publish_with_headers(subject, headers, letter.payload);
    let acknowledged = async { sent.await?.await };
    acknowledged.await.map(drop).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_is_one_line_of_bounded_length() {
        assert_eq!(one_line("a\r\nb"), "a  b");
        assert!(one_line(&"é".repeat(5000)).len() <= MOST_TEXT + 1);
    }
}
