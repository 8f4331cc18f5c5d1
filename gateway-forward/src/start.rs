//! Starts everything that a validated configuration describes.
//!
//! Problems that may pass by themselves are retried with growing pauses, and reported in the log and by [`Status`]:
//! Discord's API cannot be reached, or a NATS server cannot be reached or has JetStream off. Problems that need a
//! person are errors.

mod error;
#[cfg(feature = "nats")]
mod fleet;

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use fastrand::Rng;
use gateway_dial::Report;
#[cfg(feature = "nats")]
use gateway_fleet::shards::JoinError;
use gateway_shard::{CatchUp, Events, Gateway};
use tokio::time::Instant;

use crate::config::{Config, SinkConfig, Target};
#[cfg(feature = "nats")]
use crate::forward_until::EndReason;
use crate::forward_until::{self, Ended};
use crate::forwarder::{Forwarder, SinkSettings};
use crate::retry::RetryPolicy;
use crate::sink::Sink;
use crate::sink::webhook::{Webhook, WebhookConfig};
use crate::status_server::{Reason, Status};

pub use error::{SinkError, StartError};

/// The running parts; see [`Started::forward_until`].
#[derive(Debug)]
#[non_exhaustive]
pub struct Started {
    /// The gateway.
    pub gateway: Gateway,
    /// Its events.
    pub events: Events,
    /// The sinks.
    pub forwarder: Forwarder,
    /// This process's membership in a fleet, if there is one.
    pub member: Membership,
    status: Status,
}

/// The membership in a fleet, if there is one.
#[cfg(feature = "nats")]
pub type Membership = Option<gateway_fleet::shards::Member>;
/// Without the feature `nats` there are no fleets.
#[cfg(not(feature = "nats"))]
pub type Membership = ();

type Running = (Gateway, Events, Membership);

impl Started {
    /// Forwards like [`crate::forward_until()`], and reports the stop to the [`Status`].
    ///
    /// At the end, a worker of a fleet hands its shards over to other workers, a few at a time. Shards that it has not
    /// handed over by the deadline are taken over later. Forwarding also ends with [`EndReason::Drained`] when an
    /// operator has drained the worker.
    ///
    /// # Cancel safety
    ///
    /// If it is cancelled, events in progress stay unhandled, and a worker leaves the fleet as after a crash: without
    /// handing over its shards.
    pub async fn forward_until(self, stop: impl Future<Output = ()>, timeout: Duration) -> Ended {
        let Self { gateway, events, forwarder, status, .. } = self;
        let stop = async {
            stop.await;
            status.set_stopping();
        };
        #[cfg(feature = "nats")]
        if let Some(member) = self.member {
            let epochs = member.epochs().clone();
            let epoch = move |shard| epochs.of(shard);
            let left = member.left();
            let stop = async {
                tokio::select! {
                    biased;
                    () = stop => EndReason::Requested,
                    _ = left => {
                        status.set_stopping();
                        EndReason::Drained
                    }
                }
            };
            let close = |timeout| member.leave(timeout);
            return forward_until::run(events, forwarder, epoch, close, stop, timeout).await;
        }
        forward_until::forward_until(&gateway, events, forwarder, stop, timeout).await
    }
}

/// Starts everything in the configuration. Waits while Discord's API cannot be reached. Does not wait for a NATS
/// server: its events wait according to the sink's `queue`.
///
/// # Errors
///
/// Returns an error if a person has to change something. Nothing runs then.
///
/// # Cancel safety
///
/// If it is cancelled, nothing runs, and only delivered events were handled.
pub async fn start(config: &Config, status: &Status) -> Result<Started, StartError> {
    #[cfg(feature = "nats")]
    if config.fleet.is_some() {
        status.set_joining();
    }
    let rest = rest(config)?;
    let application_id = match &config.application_id {
        Some(id) => id.clone(),
        None => application_id(&rest, status).await?,
    };
    let mut sinks = Vec::new();
    for sink in config.sinks.clone() {
        status.set_starting(Reason::new("starting", format!("setting up sink {}", sink.name)));
        sinks.push(open(sink, &application_id).await?);
    }
    let forwarder = Forwarder::start(sinks)?;
    status.set_sinks(forwarder.stats());
    let (gateway, events, member) = gateway(config, &rest, status).await?;
    status.set_forwarding(gateway.clone());
    tracing::info!(shards = gateway.shards().len(), sinks = config.sinks.len(), "forwarding");
    Ok(Started { gateway, events, forwarder, member, status: status.clone() })
}

/// Creates one sink outside of a run of the forwarder. If its NATS server cannot be reached, that is an error.
///
/// # Errors
///
/// Returns an error if the sink or Discord cannot be used now.
///
/// # Cancel safety
///
/// If this is cancelled, nothing stays open.
pub async fn open_sink(config: &Config, name: &str) -> Result<Option<Arc<dyn Sink>>, StartError> {
    let Some(sink) = config.sinks.iter().find(|sink| sink.name == name) else { return Ok(None) };
    let application_id = match &config.application_id {
        Some(id) => id.clone(),
        None => {
            let application = rest(config)?.current_application().await;
            application.map_err(StartError::of_application)?.id.to_string()
        }
    };
    Ok(Some(target(sink.clone(), &application_id, Away::IsAnError).await?))
}

/// Returns the client for Discord's API. It does not retry: each failure of the start is reported immediately, and
/// retried here.
fn rest(config: &Config) -> Result<http_client::Client, StartError> {
    let route = &config.route;
    let builder = http_client::Client::builder(config.token.expose()).retries(0);
    let mut builder = builder.proxy(route.proxy.clone()).tls(route.tls.clone());
    if let Some(url) = &route.api_url {
        builder = builder.api_url(url);
    }
    Ok(builder.build()?)
}

async fn application_id(rest: &http_client::Client, status: &Status) -> Result<String, StartError> {
    let mut patience =
        Patience::new(status, "asking Discord which application the token belongs to");
    loop {
        let error = match rest.current_application().await {
            Ok(application) => {
                patience.over();
                return Ok(application.id.to_string());
            }
            Err(error) => error,
        };
        if !error.is_retryable() {
            return Err(StartError::of_application(error));
        }
        let wait = patience.wait(&error, &DISCORD);
        tokio::time::sleep(wait).await;
    }
}

/// Starts the gateway, alone or as a worker of a fleet.
async fn gateway(
    config: &Config,
    rest: &http_client::Client,
    status: &Status,
) -> Result<Running, StartError> {
    let mut patience = Patience::new(status, "asking Discord how the gateway is reached");
    let mut answered = false;
    loop {
        let error = match attempt(config, rest, status, &mut answered).await {
            Ok(running) => {
                patience.over();
                return Ok(running);
            }
            Err(error) => error,
        };
        let wait = match &error {
            // A state folder that cannot be used needs a person, whatever the error looks like.
            StartError::Gateway(gateway_shard::StartError::Rest(error)) if error.is_retryable() => {
                patience.wait(error, &DISCORD)
            }
            #[cfg(feature = "nats")]
            StartError::Fleet(JoinError::Bucket(error)) if error.is_retryable() => {
                patience.wait(error, &NATS)
            }
            _ => return Err(error),
        };
        tokio::time::sleep(wait).await;
    }
}

/// Makes one try. `answered` tells whether Discord has answered an earlier one, which failed at NATS.
async fn attempt(
    config: &Config,
    rest: &http_client::Client,
    status: &Status,
    answered: &mut bool,
) -> Result<Running, StartError> {
    let route = &config.route;
    let mut builder = Gateway::builder(config.token.expose(), config.intents)
        .rest(rest.clone())
        .retry_start(false)
        .shards(config.shards.clone())
        .proxy(route.proxy.clone())
        .tls(route.tls.clone());
    if let Some(url) = &route.gateway_url {
        builder = builder.gateway_url(url);
    }
    if config.catch_up {
        builder = builder.catch_up(CatchUp::new());
    }
    #[cfg(feature = "nats")]
    if let Some(settings) = &config.fleet {
        return fleet::start(builder, settings, rest, status, answered).await;
    }
    #[cfg(not(feature = "nats"))]
    let _ = (status, answered);
    let started = builder.state_folder(&config.state_folder).start().await;
    let (gateway, events) = started.map_err(StartError::of_gateway)?;
    Ok((gateway, events, Membership::default()))
}

async fn open(config: SinkConfig, application_id: &str) -> Result<SinkSettings, StartError> {
    let (name, filter, delivery) =
        (config.name.as_str().into(), config.filter.clone(), config.delivery.clone());
    let sink = target(config, application_id, Away::IsWaitedFor).await?;
    Ok(SinkSettings { name, sink, filter, delivery })
}

/// The server that cannot be reached.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Away {
    IsAnError,
    IsWaitedFor,
}

#[cfg_attr(not(feature = "nats"), expect(unused_variables, reason = "only NATS connects before"))]
async fn target(
    config: SinkConfig,
    application_id: &str,
    away: Away,
) -> Result<Arc<dyn Sink>, StartError> {
    let SinkConfig { name, target, timeout, delivery, .. } = config;
    let failed = |source| StartError::Sink { name, source };
    match target {
        Target::Webhook { url, key, headers, proxy, tls } => {
            let config = WebhookConfig {
                url,
                key,
                application_id: application_id.into(),
                headers,
                timeout,
                final_statuses: delivery.retry.final_statuses,
                proxy,
                tls,
            };
            Ok(Arc::new(Webhook::new(config).map_err(|error| failed(error.into()))?))
        }
        #[cfg(feature = "nats")]
        Target::Nats {
            route,
            stream,
            subject_prefix,
            partitions,
            duplicate_window,
            max_age,
            max_bytes,
        } => {
            use crate::sink::nats::{Nats, NatsConfig};
            let config = NatsConfig {
                url: route.server.into(),
                login: route.login,
                ca_file: route.ca_file,
                replicas: route.replicas,
                stream: stream.into(),
                prefix: subject_prefix.into(),
                application_id: application_id.into(),
                partitions,
                duplicate_window,
                max_age,
                max_bytes,
                timeout,
            };
            let nats = match away {
                Away::IsAnError => Nats::connect(config).await,
                Away::IsWaitedFor => Nats::open(config).await,
            };
            Ok(Arc::new(nats.map_err(|error| failed(error.into()))?))
        }
    }
}

/// The name of the server that the start waits for, and the code of the reason.
struct Peer(&'static str, &'static str);

const DISCORD: Peer = Peer("Discord", "api_unreachable");
#[cfg(feature = "nats")]
const NATS: Peer = Peer("NATS", "nats_unreachable");

/// Waits for something that may pass, and reports it.
struct Patience<'a> {
    status: &'a Status,
    doing: &'static str,
    policy: RetryPolicy,
    rng: Rng,
    failures: u32,
    since: Instant,
    told: Option<String>,
}

impl<'a> Patience<'a> {
    fn new(status: &'a Status, doing: &'static str) -> Self {
        status.set_starting(Reason::new("starting", doing));
        Self {
            status,
            doing,
            policy: RetryPolicy::default(),
            rng: Rng::new(),
            failures: 0,
            since: Instant::now(),
            told: None,
        }
    }

    /// Returns how long to wait after this failure.
    fn wait(&mut self, error: &(dyn Error + 'static), Peer(peer, code): &Peer) -> Duration {
        self.failures = self.failures.saturating_add(1);
        let wait = self.policy.wait_after(self.failures, &mut self.rng);
        let (doing, failures, why) = (self.doing, self.failures, Report::new(error).to_string());
        let message = format!("{doing}: failed {failures} times so far: {why}");
        self.status.set_starting(Reason::new(*code, message));
        if self.told.as_ref() == Some(&why) {
            tracing::debug!(failures, ?wait, error = %why, "{doing} failed again");
        } else {
            tracing::warn!(?wait, error = %why, "{doing} failed; waiting for {peer} and retrying");
            self.told = Some(why);
        }
        wait
    }

    fn over(&self) {
        if self.failures > 0 {
            let (doing, failures, took) = (self.doing, self.failures, self.since.elapsed());
            tracing::info!(failures, ?took, "{doing} succeeded");
        }
    }
}
