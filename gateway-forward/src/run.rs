//! `gateway-forward run` and `gateway-forward replay`.

use std::error::Error;
use std::process::ExitCode;

use gateway_daemon::{StopSignals, exit_failed, log_to_stderr, orderly_part};
use gateway_dial::Report;
use gateway_forward::config::{Config, LogFormat};
use gateway_forward::start::{Started, open_sink, start};
use gateway_forward::status_server::{Status, StatusServer, install_metrics};
use gateway_forward::{EndReason, replay_dead_letters};

type Failure = Box<dyn Error + Send + Sync>;

/// Runs until the process is asked to stop.
pub(crate) fn run(config: Config) -> ExitCode {
    log_to_stderr(&config.log, &[]);
    let format = config.log.format;
    block_on(format, async move {
        let stop = StopSignals::listen(config.shutdown_timeout)?;
        let status = Status::new();
        // Bound before anything else runs, so that probes are answered during the whole start.
        let _server = serve(&config, &status).await?;
        let started = tokio::select! {
            biased;
            () = stop.clone().asked() => return Ok(()),
            started = start(&config, &status) => started?,
        };
        forward(started, stop.asked(), &config).await
    })
}

/// Replays dead letters: those of the sink with this name, or all.
#[allow(clippy::print_stdout, reason = "the result of a command")]
pub(crate) fn replay(config: Config, sink: Option<&str>) -> ExitCode {
    log_to_stderr(&config.log, &[]);
    block_on(config.log.format, async move {
        if let Some(name) = sink.filter(|name| config.sinks.iter().all(|it| it.name != **name)) {
            return Err(format!("there is no sink called {name}").into());
        }
        for it in config.sinks.iter().filter(|it| sink.is_none_or(|name| it.name == name)) {
            let (name, Some(letters)) = (&it.name, &it.delivery.dead_letters) else { continue };
            let Some(sink) = open_sink(&config, name).await? else { continue };
            let done = replay_dead_letters(letters, &*sink).await;
            let done = done.map_err(|error| format!("sink {name}: {}", Report::new(&error)))?;
            println!("{name}: {} delivered, {} damaged", done.delivered, done.damaged);
        }
        Ok(())
    })
}

/// Runs on a runtime whose shutdown does not wait, because a thread may be blocked in a name look-up.
#[allow(clippy::print_stderr, reason = "the last word of a program")]
fn block_on(format: LogFormat, run: impl Future<Output = Result<(), Failure>>) -> ExitCode {
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("gateway-forward: cannot start: {error}");
            return ExitCode::FAILURE;
        }
    };
    let result = runtime.block_on(run);
    runtime.shutdown_background();
    let Err(error) = result else { return ExitCode::SUCCESS };
    exit_failed("gateway-forward", format, &Report::new(&*error).to_string())
}

/// Serves health and metrics, if configured.
async fn serve(config: &Config, status: &Status) -> Result<Option<StatusServer>, Failure> {
    let Some(address) = config.listen else { return Ok(None) };
    let metrics = install_metrics()?;
    let server = StatusServer::bind(address, status.clone(), Some(metrics)).await?;
    let address = server.address();
    tracing::info!(%address, "serving /live, /ready, /health and /metrics");
    #[cfg(feature = "nats")]
    if let Some(fleet) = &config.fleet {
        let actions = fleet.operator.is_some();
        tracing::info!(actions, "serving the fleet's status at http://{address}/ and /fleet");
        gateway_fleet::status_server::warn_of_other_hosts(address);
    }
    Ok(Some(server))
}

async fn forward(
    started: Started,
    stop: impl Future<Output = ()>,
    config: &Config,
) -> Result<(), Failure> {
    let gateway = started.gateway.clone();
    let ended = started.forward_until(stop, orderly_part(config.shutdown_timeout)).await;
    if !ended.delivered {
        tracing::warn!(
            "some events were not delivered by the deadline; the next process continues with them"
        );
    }
    match ended.reason {
        EndReason::SinkFailed(name) => {
            Err(format!("the task of sink {name} panicked; the next process continues").into())
        }
        EndReason::Drained if gateway.refused().is_none() => {
            tracing::info!("an operator drained this worker; the program ends");
            Ok(())
        }
        // It has ended, or its store hangs, which was logged.
        _ => gateway.refused().cloned().map_or(Ok(()), |refused| Err(refused.into())),
    }
}
