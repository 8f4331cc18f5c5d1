//! Delivery to NATS JetStream, by `async-nats`.
//!
//! The subject of an event is `PREFIX.SHARD.NAME.GUILD`, with `_` where there is no guild: a consumer subscribes to
//! what it wants, as `discord.*.MESSAGE_CREATE.>`. The message id (`Nats-Msg-Id`) is the event's id: within the
//! stream's duplicate window a repeat, by a retry, a Resume or a restart, is stored once.

use std::borrow::Cow;
use std::path::PathBuf;
use std::time::Duration;

use async_nats::HeaderMap;
use async_nats::jetstream::context::{PublishError, PublishErrorKind};
use async_nats::jetstream::{self, ErrorCode, stream};

use super::{Delivery, Outcome, Sink, reason};
use crate::body::body;
use crate::config::NatsLogin;
use crate::event::ForwardEvent;

/// Settings of a JetStream sink.
#[derive(Clone, Debug)]
pub struct NatsConfig {
    /// Server, as `nats://127.0.0.1:4222`; several with commas between.
    pub url: Box<str>,
    /// Who we are.
    pub login: NatsLogin,
    /// PEM file of authorities that are trusted besides those of the system.
    pub ca_file: Option<PathBuf>,
    /// Stream that holds the events; made where it is missing.
    pub stream: Box<str>,
    /// First part of every subject.
    pub prefix: Box<str>,
    /// `application_id` in the body.
    pub application_id: Box<str>,
    /// How long the stream remembers message ids, where this program makes it. A session can be resumed for some
    /// minutes; this should be longer.
    pub duplicate_window: Duration,
    /// Longest time of a try, the acknowledgement included.
    pub timeout: Duration,
}

/// A JetStream sink could not be set up.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum NatsError {
    /// The credentials cannot be read.
    #[error("cannot read the NATS credentials: {0}")]
    Credentials(#[source] std::io::Error),
    /// The server cannot be reached, or refuses.
    #[error("cannot connect to NATS: {0}")]
    Connect(#[from] async_nats::ConnectError),
    /// The stream is not there and cannot be made.
    #[error("cannot use stream {stream}: {source}")]
    Stream {
        /// Which stream.
        stream: Box<str>,
        /// Why not.
        #[source]
        source: jetstream::context::CreateStreamError,
    },
}

/// Delivers to a JetStream stream.
#[derive(Debug)]
pub struct Nats {
    config: NatsConfig,
    context: jetstream::Context,
}

impl Nats {
    /// Connects, and makes the stream where it is missing. The connection is kept up from then on.
    ///
    /// # Errors
    ///
    /// Where the server cannot be reached or does not let us.
    pub async fn connect(config: NatsConfig) -> Result<Self, NatsError> {
        let mut options = async_nats::ConnectOptions::new()
            .name("gateway-forward")
            .connection_timeout(config.timeout);
        options = match &config.login {
            NatsLogin::Anonymous => options,
            NatsLogin::CredentialsFile(file) => {
                options.credentials_file(file).await.map_err(NatsError::Credentials)?
            }
            NatsLogin::Password { user, password } => {
                options.user_and_password(user.to_string(), password.expose().to_owned())
            }
        };
        if let Some(file) = &config.ca_file {
            options = options.add_root_certificates(file.clone());
        }
        let servers: Vec<&str> = config.url.split(',').map(str::trim).collect();
        let client = options.connect(servers).await?;
        let mut context = jetstream::new(client);
        context.set_timeout(config.timeout);
        let stream = stream::Config {
            name: config.stream.to_string(),
            subjects: vec![format!("{}.>", config.prefix)],
            duplicate_window: config.duplicate_window,
            ..Default::default()
        };
        context
            .get_or_create_stream(stream)
            .await
            .map_err(|source| NatsError::Stream { stream: config.stream.clone(), source })?;
        Ok(Self { config, context })
    }

    async fn publish(&self, event: &ForwardEvent) -> Outcome {
        let mut headers = HeaderMap::new();
        headers.insert(async_nats::header::NATS_MESSAGE_ID, &*event.id);
        let subject = subject(&self.config.prefix, event);
        let payload = body(&self.config.application_id, event);
        let acknowledged = async {
            // The first future sends, the second is the server's word that the stream has it.
            self.context.publish_with_headers(subject, headers, payload).await?.await
        };
        match tokio::time::timeout(self.config.timeout, acknowledged).await {
            Ok(Ok(_)) => Outcome::Delivered,
            Ok(Err(error)) if is_final(&error) => Outcome::Refused(reason(&error)),
            Ok(Err(error)) => Outcome::Retry(reason(&error)),
            Err(_) => Outcome::Retry("timeout".into()),
        }
    }
}

impl Sink for Nats {
    fn deliver<'a>(&'a self, event: &'a ForwardEvent, _attempt: u32) -> Delivery<'a> {
        Box::pin(self.publish(event))
    }
}

/// Whether the message is too large: for the server, which is known before it is sent, or for the stream. It stays so
/// until somebody changes the limit.
fn is_final(error: &PublishError) -> bool {
    let of_stream = || {
        let source = std::error::Error::source(error)?;
        Some(source.downcast_ref::<jetstream::Error>()?.error_code())
    };
    match error.kind() {
        PublishErrorKind::MaxPayloadExceeded => true,
        PublishErrorKind::Other => matches!(
            of_stream(),
            Some(
                ErrorCode::STREAM_MESSAGE_EXCEEDS_MAXIMUM
                    | ErrorCode::STREAM_HEADER_EXCEEDS_MAXIMUM
            )
        ),
        _ => false,
    }
}

/// `PREFIX.SHARD.NAME.GUILD`. A name that Discord may add one day cannot add a level or a wildcard.
fn subject(prefix: &str, event: &ForwardEvent) -> String {
    let safe = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    let name: String = event.name.chars().map(|c| if safe(c) { c } else { '_' }).collect();
    let guild: Cow<'_, str> = event.guild.map_or("_".into(), |guild| guild.to_string().into());
    format!("{prefix}.{}.{name}.{guild}", event.shard)
}

#[cfg(test)]
mod tests {
    use gateway_model::gateway::Intents;
    use gateway_model::id::Id;

    use super::*;

    #[test]
    fn only_a_message_that_is_too_large_is_final() {
        let answered = |code: u64| {
            let error = serde_json::json!({ "code": 400, "err_code": code, "description": "maximum payload" });
            let error: jetstream::Error = serde_json::from_value(error).unwrap();
            PublishError::with_source(PublishErrorKind::Other, error)
        };
        assert!(is_final(&PublishError::new(PublishErrorKind::MaxPayloadExceeded)));
        assert!(is_final(&answered(10054)) && is_final(&answered(10097)));
        // The stream is full, for now: the text does not matter.
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

    #[test]
    fn the_subject_has_four_parts_whatever_the_name() {
        let mut event = ForwardEvent {
            id: "s:3:7".into(),
            name: "MESSAGE_CREATE".into(),
            shard: 3,
            guild: Id::new(81),
            intents: Intents::empty(),
            received_ms: 0,
            data: bytes::Bytes::new(),
        };
        assert_eq!(subject("discord", &event), "discord.3.MESSAGE_CREATE.81");
        event.name = "A.>*B".into();
        event.guild = None;
        assert_eq!(subject("discord", &event), "discord.3.A___B._");
    }
}
