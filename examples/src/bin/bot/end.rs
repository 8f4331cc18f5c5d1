//! How the bot ends: when asked, or with one line that says why and an exit code.

use std::future::Future;
use std::process::ExitCode;
use std::time::Duration;

use gateway_shard::{Refused, StartError};
use http_client::Report;

/// Something was asked for that cannot be: exit code 2.
const BAD_VALUE: u8 = 2;
/// The bot could not go on: exit code 1.
const FAILED: u8 = 1;

/// Why the bot ended without being asked to.
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
    /// The event stream cannot be listened to.
    #[cfg(feature = "nats")]
    #[error(transparent)]
    Stream(#[from] gateway_worker::StartError),
    /// Discord refused a shard.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// The simulator of the demo could not be started.
    #[error("the simulator: {0}")]
    Simulator(#[from] gateway_sim::StartError),
    /// Signals cannot be listened to.
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

    /// Prints one line to standard error.
    #[allow(clippy::print_stderr, reason = "the last word of a program")]
    pub(crate) fn report(&self) -> ExitCode {
        eprintln!("bot: {}", Report::new(self));
        ExitCode::from(self.code())
    }
}

/// Ready when the bot shall stop: after a time, or at Ctrl-C or SIGTERM.
///
/// Listens from the call on, so that no signal is missed.
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
