//! The end of the bot: on request, or with an error of one line and an exit code.

use std::future::Future;
use std::process::ExitCode;
use std::time::Duration;

use gateway_shard::{Refused, StartError};
use http_client::Report;

/// The exit code for an invalid or missing value.
const BAD_VALUE: u8 = 2;
/// The exit code for all other errors.
const FAILED: u8 = 1;

/// An error that ended the bot.
#[derive(Debug, thiserror::Error)]
pub(crate) enum End {
    /// A value on the command line or in the environment is bad or missing.
    #[error("{0}")]
    Usage(String),
    /// The gateway could not be started.
    #[error(transparent)]
    Start(#[from] StartError),
    /// The fleet could not be joined.
    #[cfg(feature = "nats")]
    #[error(transparent)]
    Join(#[from] gateway_fleet::shards::JoinError),
    /// The status page could not be served.
    #[cfg(feature = "nats")]
    #[error(transparent)]
    Status(#[from] gateway_fleet::status_server::BindError),
    /// The event stream cannot be consumed.
    #[cfg(feature = "nats")]
    #[error(transparent)]
    Stream(#[from] gateway_worker::StartError),
    /// Discord refused a shard.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// The simulator of the demo could not be started.
    #[error("the simulator: {0}")]
    Simulator(#[from] gateway_sim::StartError),
    /// Signals cannot be received.
    #[error("cannot wait for Ctrl-C: {0}")]
    Signal(#[from] std::io::Error),
}

impl End {
    fn code(&self) -> u8 {
        match self {
            Self::Usage(_) => BAD_VALUE,
            Self::Start(
                StartError::Setting(_)
                | StartError::Token(_)
                | StartError::Client(_)
                | StartError::Config(_)
                | StartError::Plan(_),
            ) => BAD_VALUE,
            _ => FAILED,
        }
    }

    /// Prints the error as one line to standard error.
    #[allow(clippy::print_stderr, reason = "the last word of a program")]
    pub(crate) fn report(&self) -> ExitCode {
        eprintln!("bot: {}", Report::new(self));
        ExitCode::from(self.code())
    }
}

/// Returns a future that resolves when the bot is to stop: after a time, or at Ctrl-C or SIGTERM.
///
/// Signals are received from the call on, so that none is missed.
pub(crate) fn shutdown_signal(
    run_for: Option<Duration>,
) -> std::io::Result<impl Future<Output = &'static str>> {
    let signal = gateway_shard::shutdown_signal()?;
    Ok(async move {
        let timer = async {
            match run_for {
                Some(time) => tokio::time::sleep(time).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            () = timer => "the time is over",
            name = signal => name,
        }
    })
}
