//! `gateway-forward run`: from a configuration to events on their way.

use std::error::Error;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use gateway_forward::config::{Config, SinkConfig, Target};
use gateway_forward::status_server::StatusServer;
use gateway_forward::webhook::{Webhook, WebhookConfig};
use gateway_forward::{
    EndReason, Forwarder, Sink, SinkSettings, forward_until, replay_dead_letters,
};
use gateway_shard::{Events, Gateway};
use tokio::sync::watch;

use crate::stop;

type Failure = Box<dyn Error + Send + Sync>;

/// Runs until the process is asked to stop.
pub(crate) fn run(config: Config) -> ExitCode {
    tracing_subscriber::fmt()
        .with_max_level(tracing_subscriber::filter::LevelFilter::INFO)
        .with_writer(std::io::stderr)
        .init();
    block_on(async move {
        let mut stop = stop::listen(config.shutdown_deadline)?;
        let started = tokio::select! {
            biased;
            () = stop::asked(&mut stop) => return Ok(()),
            started = start(&config) => started?,
        };
        forward(started, stop, stop::orderly(config.shutdown_deadline)).await
    })
}

/// Plays dead letters back: of the sink of this name, or of all.
#[allow(clippy::print_stdout, reason = "the result of a command")]
pub(crate) fn replay(config: Config, sink: Option<&str>) -> ExitCode {
    block_on(async move {
        if let Some(name) = sink.filter(|name| config.sinks.iter().all(|it| it.name != **name)) {
            return Err(format!("there is no sink called {name}").into());
        }
        let application_id = application_id(&config, &rest(&config)?).await?;
        for config in config.sinks.into_iter().filter(|it| sink.is_none_or(|name| it.name == name))
        {
            let name = config.name.clone();
            let Some(letters) = config.delivery.dead_letters.clone() else { continue };
            let sink = open(config, &application_id).await?.sink;
            let done = replay_dead_letters(&letters, &*sink).await;
            let done = done.map_err(|error| format!("sink {name}: {}", with_sources(&error)))?;
            println!("{name}: {} delivered, {} damaged", done.delivered, done.damaged);
        }
        Ok(())
    })
}

/// Runs on a runtime whose end waits for nothing: a name that is being resolved may hold a thread of it for long.
#[allow(clippy::print_stderr, reason = "the last word of a program")]
fn block_on(run: impl Future<Output = Result<(), Failure>>) -> ExitCode {
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("gateway-forward: cannot start: {error}");
            return ExitCode::FAILURE;
        }
    };
    let result = runtime.block_on(run);
    runtime.shutdown_background();
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("gateway-forward: {}", with_sources(&*error));
            ExitCode::FAILURE
        }
    }
}

/// An error and its causes, as one line.
fn with_sources(error: &dyn Error) -> String {
    let (mut text, mut source) = (error.to_string(), error.source());
    while let Some(cause) = source {
        let next = cause.to_string();
        // Some errors repeat their cause.
        if !text.ends_with(&next) {
            text = format!("{text}: {next}");
        }
        source = cause.source();
    }
    text
}

/// All that runs.
struct Started {
    gateway: Gateway,
    events: Events,
    forwarder: Forwarder,
    _status: Option<StatusServer>,
}

async fn start(config: &Config) -> Result<Started, Failure> {
    let rest = rest(config)?;
    let application_id = application_id(config, &rest).await?;
    let mut sinks = Vec::new();
    for sink in config.sinks.clone() {
        sinks.push(open(sink, &application_id).await?);
    }
    let forwarder = Forwarder::start(sinks)?;
    let (gateway, events) = gateway(config, rest).await?;
    let status = match config.listen {
        Some(address) => {
            Some(StatusServer::start(address, gateway.clone(), forwarder.stats()).await?)
        }
        None => None,
    };
    tracing::info!(shards = gateway.shards().len(), sinks = config.sinks.len(), "forwarding");
    Ok(Started { gateway, events, forwarder, _status: status })
}

async fn forward(
    started: Started,
    mut stop: watch::Receiver<bool>,
    deadline: Duration,
) -> Result<(), Failure> {
    let Started { gateway, events, forwarder, _status } = started;
    let stop = stop::asked(&mut stop);
    let ended = forward_until(&gateway, events, forwarder, stop, deadline).await;
    if !ended.delivered {
        tracing::warn!(
            "not everything was delivered by the deadline; the next process goes on with it"
        );
    }
    match ended.reason {
        EndReason::SinkFailed(name) => {
            Err(format!("the task of sink {name} panicked; the next process goes on").into())
        }
        // It has ended, or its store hangs, which was logged.
        _ => gateway.refused().cloned().map_or(Ok(()), |refused| Err(refused.into())),
    }
}

async fn application_id(config: &Config, rest: &http_client::Client) -> Result<String, Failure> {
    Ok(match &config.application_id {
        Some(id) => id.clone(),
        None => rest.current_application().await?.id.to_string(),
    })
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
                final_statuses: delivery.retry.final_statuses.clone(),
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
