//! `gateway-forward run`: from a configuration to events on their way.

use std::error::Error;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use gateway_forward::config::{Config, SinkConfig, Target};
use gateway_forward::status_server::StatusServer;
use gateway_forward::webhook::{Webhook, WebhookConfig};
use gateway_forward::{Forwarder, Sink, SinkSettings};
use gateway_shard::{Events, Gateway, Shutdown, asked_to_stop};

type Failure = Box<dyn Error + Send + Sync>;

#[allow(clippy::print_stderr, reason = "the last word of a program")]
pub(crate) async fn run(config: Config) -> ExitCode {
    tracing_subscriber::fmt()
        .with_max_level(tracing_subscriber::filter::LevelFilter::INFO)
        .with_writer(std::io::stderr)
        .init();
    match forward(config).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("gateway-forward: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn forward(config: Config) -> Result<(), Failure> {
    let signal = asked_to_stop()?;
    tokio::pin!(signal);
    let rest = rest(&config)?;
    let application_id = match &config.application_id {
        Some(id) => id.clone(),
        None => rest.current_application().await?.id.to_string(),
    };
    let mut sinks = Vec::new();
    for sink in config.sinks.clone() {
        sinks.push(open(sink, &application_id).await?);
    }
    let forwarder = Forwarder::start(sinks)?;
    let (gateway, mut events) = gateway(&config, rest).await?;
    let _status = match config.listen {
        Some(address) => {
            Some(StatusServer::start(address, gateway.clone(), forwarder.stats()).await?)
        }
        None => None,
    };
    tracing::info!(shards = gateway.shards().len(), sinks = config.sinks.len(), "forwarding");
    loop {
        tokio::select! {
            _ = &mut signal => break,
            event = events.next() => match event {
                Some(event) => forwarder.forward(event).await,
                None => break,
            },
        }
    }
    tracing::info!("ending: delivering what is left");
    end(&gateway, events, forwarder, config.shutdown_deadline).await;
    Ok(gateway.ended().await?)
}

/// Closes so that the next process resumes; what cannot be delivered by then comes again, or lies on disk.
async fn end(gateway: &Gateway, mut events: Events, forwarder: Forwarder, deadline: Duration) {
    let until = tokio::time::Instant::now() + deadline;
    let closing = gateway.shutdown(Shutdown::KeepSession, deadline);
    tokio::pin!(closing);
    let mut open = true;
    loop {
        tokio::select! {
            _ = &mut closing => break,
            event = events.next(), if open => match event {
                Some(event) => {
                    if tokio::time::timeout_at(until, forwarder.forward(event)).await.is_err() {
                        break;
                    }
                }
                None => open = false,
            },
        }
    }
    if !forwarder.finish(until.saturating_duration_since(tokio::time::Instant::now())).await {
        tracing::warn!(
            "not everything was delivered by the deadline; the next process goes on with it"
        );
    }
}

fn rest(config: &Config) -> Result<http_client::Client, http_client::BuildError> {
    let mut builder = http_client::Client::builder(config.token.expose());
    if let Some(url) = &config.api_url {
        builder = builder.api_url(url);
    }
    builder.build()
}

async fn gateway(config: &Config, rest: http_client::Client) -> Result<(Gateway, Events), Failure> {
    let mut builder = Gateway::builder(config.token.expose(), config.intents)
        .rest(rest)
        .shards(config.shards.clone())
        .state_folder(&config.state_folder);
    if let Some(url) = &config.gateway_url {
        builder = builder.gateway_url(url);
    }
    Ok(builder.start().await?)
}

async fn open(config: SinkConfig, application_id: &str) -> Result<SinkSettings, Failure> {
    let SinkConfig { name, target, timeout, filter, delivery, .. } = config;
    let sink: Arc<dyn Sink> = match target {
        Target::Webhook { url, key, headers, roots } => {
            let config = WebhookConfig {
                url,
                key,
                application_id: application_id.into(),
                headers,
                timeout,
                retry_statuses: delivery.retry.statuses.clone(),
            };
            Arc::new(Webhook::with_roots(config, roots))
        }
        #[cfg(feature = "nats")]
        Target::Nats { server, login, ca_file, stream, subject_prefix, duplicate_window } => {
            use gateway_forward::nats::{Nats, NatsConfig};
            let config = NatsConfig {
                url: server.into(),
                login,
                ca_file,
                stream: stream.into(),
                prefix: subject_prefix.into(),
                application_id: application_id.into(),
                duplicate_window,
                timeout,
            };
            Arc::new(Nats::connect(config).await.map_err(|error| format!("sink {name}: {error}"))?)
        }
        other => {
            return Err(format!("sink {name}: this program cannot deliver to {other:?}").into());
        }
    };
    Ok(SinkSettings { name: name.into(), sink, filter, delivery })
}
