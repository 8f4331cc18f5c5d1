//! The bucket: creates and checks it, writes and reads keys.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use async_nats::header::{HeaderMap, HeaderValue, NATS_EXPECTED_LAST_SUBJECT_SEQUENCE};
use async_nats::jetstream::context::{GetStreamErrorKind, PublishErrorKind};
use async_nats::jetstream::message::StreamMessage;
use async_nats::jetstream::stream::{Config, DiscardPolicy, LastRawMessageErrorKind, Stream};
use async_nats::jetstream::{self, Context};
use bytes::Bytes;
use tokio::sync::watch;
use tokio::time::timeout;

use super::connect::Connect;
use super::error::BucketError;
use super::settings::NatsSettings;
use super::worker::Link;
use crate::input::{ReadOutcome, WriteOutcome};

/// The header of a deleted key.
const OPERATION: &str = "KV-Operation";

/// A bucket of JetStream. Cheap to clone.
#[derive(Clone, Debug)]
pub(super) struct Bucket {
    context: Context,
    name: String,
    replicas: usize,
    timeout: Duration,
    /// The last write got no response, although the bucket may exist.
    is_stuck: Arc<AtomicBool>,
}

impl Bucket {
    /// Connects, and creates the bucket if it does not exist. The receiver changes at every later connection.
    pub(super) async fn open(
        settings: NatsSettings,
    ) -> Result<(Self, watch::Receiver<u64>), BucketError> {
        let (connected, connections) = watch::channel(0);
        let connect = Connect {
            name: &format!("gateway-fleet {}", settings.bucket),
            url: &settings.url,
            login: &settings.login,
            ca_file: settings.ca_file.as_deref(),
            timeout: settings.timeout,
        };
        let client = connect.connect(move || connected.send_modify(|count| *count += 1)).await?;
        let mut context = jetstream::new(client);
        context.set_timeout(settings.timeout);
        let NatsSettings { bucket: name, replicas, timeout, .. } = settings;
        let bucket = Self { context, name, replicas, timeout, is_stuck: Arc::default() };
        bucket.prepare().await?;
        Ok((bucket, connections))
    }

    /// Looks for the bucket, and creates it if it is missing.
    pub(super) async fn prepare(&self) -> Result<Stream, BucketError> {
        let config = Config {
            name: self.stream_name(),
            subjects: vec![self.subject(">")],
            max_messages_per_subject: 1,
            num_replicas: self.replicas,
            discard: DiscardPolicy::New,
            allow_rollup: true,
            deny_delete: true,
            // Reads are answered by the leader.
            allow_direct: false,
            ..Config::default()
        };
        let made = self.context.get_or_create_stream(config).await;
        let bucket = self.name.clone();
        let stream = made.map_err(|source| BucketError::Bucket { bucket, source })?;
        let config = &stream.cached_info().config;
        if config.max_messages_per_subject != 1 {
            let history = config.max_messages_per_subject;
            return Err(BucketError::History { bucket: self.name.clone(), history });
        }
        if config.num_replicas != self.replicas {
            tracing::warn!(bucket = %self.name, replicas = config.num_replicas, wanted = self.replicas, "the bucket has another number of replicas than configured");
        }
        Ok(stream)
    }

    fn stream_name(&self) -> String {
        format!("KV_{}", self.name)
    }

    pub(super) fn link(&self) -> Link {
        Link { client: self.context.client(), bucket: Arc::from(&*self.name) }
    }

    pub(super) fn inbox(&self) -> String {
        self.context.client().new_inbox()
    }

    pub(super) fn subject(&self, key: &str) -> String {
        format!("$KV.{}.{key}", self.name)
    }

    /// Returns the key of a subject.
    pub(super) fn key<'a>(&self, subject: &'a str) -> Option<&'a str> {
        subject.strip_prefix("$KV.")?.strip_prefix(&*self.name)?.strip_prefix('.')
    }

    /// Writes if the key has this revision.
    pub(super) async fn write(
        &self,
        key: &str,
        expected: u64,
        value: Option<Vec<u8>>,
    ) -> WriteOutcome {
        let mut headers = HeaderMap::new();
        headers.insert(NATS_EXPECTED_LAST_SUBJECT_SEQUENCE, HeaderValue::from(expected));
        if value.is_none() {
            headers.insert(OPERATION, "DEL");
        }
        let payload = Bytes::from(value.unwrap_or_default());
        let publish = async {
            let sent = self.context.publish_with_headers(self.subject(key), headers, payload);
            sent.await?.await
        };
        match timeout(self.timeout, publish).await {
            Ok(Ok(ack)) => {
                if self.is_stuck.swap(false, Ordering::Relaxed) {
                    tracing::info!(bucket = %self.name, "the bucket accepts writes again");
                }
                WriteOutcome::Done(ack.sequence)
            }
            Ok(Err(error)) => match error.kind() {
                PublishErrorKind::WrongLastSequence => WriteOutcome::Refused,
                PublishErrorKind::StreamNotFound => {
                    self.renew().await;
                    WriteOutcome::Unknown
                }
                _ => {
                    tracing::debug!(%key, %error, "the outcome of a write is unknown");
                    WriteOutcome::Unknown
                }
            },
            Err(_) => WriteOutcome::Unknown,
        }
    }

    /// A write got no response: the bucket was deleted, or has no leader at the moment.
    async fn renew(&self) {
        if !self.is_deleted().await {
            if !self.is_stuck.swap(true, Ordering::Relaxed) {
                tracing::warn!(bucket = %self.name, "the bucket does not accept writes at the moment: its servers may be electing a leader");
            }
            return;
        }
        match timeout(self.timeout, self.prepare()).await {
            Ok(Ok(_)) => {
                tracing::warn!(bucket = %self.name, "the bucket was missing and was created again")
            }
            Ok(Err(error)) => {
                tracing::error!(bucket = %self.name, %error, "the bucket is missing and could not be created; retrying");
            }
            Err(_) => {
                tracing::error!(bucket = %self.name, "the bucket is missing and creating it took too long; retrying");
            }
        }
    }

    /// Returns whether JetStream says that the bucket does not exist. No answer means no.
    async fn is_deleted(&self) -> bool {
        match timeout(self.timeout, self.context.get_stream(self.stream_name())).await {
            Ok(Err(error)) => match error.kind() {
                GetStreamErrorKind::JetStream(error) => error.code() == 404,
                _ => false,
            },
            _ => false,
        }
    }

    pub(super) async fn read(&self, key: &str) -> ReadOutcome {
        let subject = self.subject(key);
        let read = async {
            let stream = self.context.get_stream_no_info(self.stream_name()).await.ok()?;
            match stream.get_last_raw_message_by_subject(&subject).await {
                Ok(message) => Some(found(&message)),
                Err(error) if error.kind() == LastRawMessageErrorKind::NoMessageFound => {
                    Some(ReadOutcome::Missing)
                }
                Err(_) => None,
            }
        };
        timeout(self.timeout, read).await.ok().flatten().unwrap_or(ReadOutcome::Failed)
    }
}

fn found(message: &StreamMessage) -> ReadOutcome {
    let value = value_of(Some(&message.headers), &message.payload);
    ReadOutcome::Found { revision: message.sequence, value }
}

/// Returns the value of a message; `None` if the key was deleted.
pub(super) fn value_of(headers: Option<&HeaderMap>, payload: &Bytes) -> Option<Vec<u8>> {
    let is_deleted = headers.and_then(|headers| headers.get(OPERATION)).is_some();
    (!is_deleted).then(|| payload.to_vec())
}
