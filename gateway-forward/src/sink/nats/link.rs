//! The connection to NATS and the stream: creates, watches and restores them.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use async_nats::connection::State;
use async_nats::jetstream::context::GetStreamErrorKind;
use async_nats::jetstream::{self, ErrorCode, stream};
use fastrand::Rng;
use gateway_fleet::nats::Connect;
use gateway_fleet::stream::all_events;

use super::super::Condition;
use super::{NatsConfig, NatsError, subject};
use crate::retry::RetryPolicy;

pub(super) struct Link {
    config: NatsConfig,
    /// Empty until the server was reached for the first time; async-nats restores the connection from then on.
    context: OnceLock<jetstream::Context>,
    /// Why nothing can be delivered, according to the last try.
    trouble: Mutex<Option<Condition>>,
    /// Locked by the task that checks the stream.
    preparing: tokio::sync::Mutex<()>,
    /// Whether a background task is setting it up.
    healing: AtomicBool,
}

/// An existing stream.
pub(super) struct Prepared {
    /// Its subjects.
    pub(super) subjects: Vec<String>,
    /// Whether it has just been created.
    made: bool,
}

impl Link {
    pub(super) fn new(config: NatsConfig) -> Self {
        Self {
            config,
            context: OnceLock::new(),
            trouble: Mutex::default(),
            preparing: tokio::sync::Mutex::default(),
            healing: AtomicBool::new(false),
        }
    }

    pub(super) const fn config(&self) -> &NatsConfig {
        &self.config
    }

    pub(super) fn context(&self) -> Option<&jetstream::Context> {
        self.context.get()
    }

    /// Connects unless that was done, and prepares the stream.
    pub(super) async fn set_up(&self) -> Result<(), NatsError> {
        let set_up = async {
            let context = match self.context.get() {
                Some(context) => context,
                None => {
                    let context = connect(&self.config).await?;
                    self.context.get_or_init(|| context)
                }
            };
            let prepared = self.prepare(context).await?;
            let wanted = all_events(&self.config.prefix);
            if !prepared.subjects.iter().any(|taken| taken == &wanted || taken == ">") {
                tracing::warn!(stream = %self.config.stream, subjects = ?prepared.subjects, %wanted, "the stream does not have the subjects of all events; events that it does not accept become dead letters");
            }
            Ok(())
        };
        let done = set_up.await;
        self.note(done.as_ref().err());
        done
    }

    /// Sets it up in the background, with retries.
    pub(super) fn heal(self: &Arc<Self>) {
        if self.healing.swap(true, Ordering::AcqRel) {
            return;
        }
        let link = Arc::downgrade(self);
        tokio::spawn(async move {
            let (policy, mut rng, mut failures) = (RetryPolicy::default(), Rng::new(), 0_u32);
            loop {
                failures = failures.saturating_add(1);
                tokio::time::sleep(policy.wait_after(failures, &mut rng)).await;
                // If the sink is gone, the connection is not needed.
                let Some(link) = link.upgrade() else { return };
                if link.set_up().await.is_ok() {
                    link.healing.store(false, Ordering::Release);
                    return;
                }
            }
        });
    }

    /// Called after a publish that no stream accepted: creates the stream again if it is gone.
    pub(super) async fn renew(
        self: &Arc<Self>,
        context: &jetstream::Context,
    ) -> Result<Prepared, NatsError> {
        let prepared = self.prepare(context).await;
        match &prepared {
            Ok(prepared) if prepared.made => {
                tracing::warn!(stream = %self.config.stream, "the stream was missing, with all its events, and was created again");
            }
            Ok(_) => {}
            // Even if no further event arrives, the recovery has to be noticed.
            Err(_) => self.heal(),
        }
        self.note(prepared.as_ref().err());
        prepared
    }

    /// An event was accepted.
    pub(super) fn delivered(&self) {
        self.note(None);
    }

    /// Looks for the stream, and creates it if it is missing.
    async fn prepare(&self, context: &jetstream::Context) -> Result<Prepared, NatsError> {
        let _alone = self.preparing.lock().await;
        let (name, wanted) = (&*self.config.stream, all_events(&self.config.prefix));
        let config = stream::Config {
            name: name.to_owned(),
            subjects: vec![wanted.clone()],
            duplicate_window: self.config.duplicate_window,
            max_age: self.config.max_age,
            max_bytes: self
                .config
                .max_bytes
                .map_or(-1, |most| i64::try_from(most).unwrap_or(i64::MAX)),
            // A full stream must not drop messages that its consumers have not handled.
            discard: stream::DiscardPolicy::New,
            num_replicas: self.config.replicas,
            ..Default::default()
        };
        let made = is_missing(context, name).await;
        let stream = context.get_or_create_stream(config).await;
        let stream = stream.map_err(|error| NatsError::of_stream(name, &wanted, error))?;
        let subjects = stream.cached_info().config.subjects.clone();
        if subjects.iter().any(|taken| subject::overlap(taken, &wanted)) {
            return Ok(Prepared { subjects, made });
        }
        Err(NatsError::OtherSubjects { stream: name.into(), has: subjects, wanted })
    }

    /// Returns what prevents deliveries: a recorded failure, or a lost connection.
    pub(super) fn condition(&self) -> Option<Condition> {
        let noted = self.trouble().clone();
        noted.or_else(|| {
            let context = self.context.get()?;
            let lost = context.client().connection_state() != State::Connected;
            lost.then(|| Condition {
                code: "nats_unreachable",
                message: "the connection to NATS is lost; it is tried again".to_owned(),
            })
        })
    }

    /// Records the state, and logs changes.
    fn note(&self, error: Option<&NatsError>) {
        let condition = error.map(NatsError::condition);
        let before = std::mem::replace(&mut *self.trouble(), condition.clone());
        let stream = &self.config.stream;
        match (before, condition) {
            (None, None) => {}
            (Some(_), None) => tracing::info!(%stream, "NATS accepts events again"),
            (Some(before), Some(now)) if before == now => {
                tracing::debug!(%stream, reason = %now.message, "NATS still accepts no events");
            }
            (_, Some(now)) if error.is_some_and(|error| !error.is_retryable()) => {
                tracing::error!(%stream, reason = %now.message, "NATS accepts no events until the configuration or the stream is changed");
            }
            (_, Some(now)) => {
                tracing::warn!(%stream, reason = %now.message, "NATS accepts no events at the moment; waiting for it");
            }
        }
    }

    fn trouble(&self) -> MutexGuard<'_, Option<Condition>> {
        self.trouble.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn is_missing(context: &jetstream::Context, name: &str) -> bool {
    let Err(error) = context.get_stream(name).await else { return false };
    matches!(error.kind(), GetStreamErrorKind::JetStream(error) if error.error_code() == ErrorCode::STREAM_NOT_FOUND)
}

async fn connect(config: &NatsConfig) -> Result<jetstream::Context, NatsError> {
    let connect = Connect {
        name: &format!("gateway-forward {}", config.stream),
        url: &config.url,
        login: &config.login,
        ca_file: config.ca_file.as_deref(),
        timeout: config.timeout,
    };
    let mut context = jetstream::new(connect.connect(|| ()).await?);
    context.set_timeout(config.timeout);
    Ok(context)
}
