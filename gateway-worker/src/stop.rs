//! Why a partition is no longer handled here.

use std::time::Duration;

use tokio::sync::watch;

/// Why a partition is no longer handled here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Stop {
    /// It is handled here.
    #[default]
    No,
    /// It moves to another worker.
    Move,
    /// The worker stops; listeners have this much time.
    End(Duration),
    /// Another worker owns it.
    Lost,
}

impl Stop {
    pub(crate) fn is_asked(&self) -> bool {
        *self != Self::No
    }
}

/// Waits until a partition has to stop, and returns why. Cancel-safe.
pub(crate) async fn asked(stop: &mut watch::Receiver<Stop>) -> Stop {
    // The sender is gone, so the worker has ended.
    stop.wait_for(Stop::is_asked).await.map_or(Stop::Lost, |asked| asked.clone())
}

/// Waits until the worker has to stop, and returns within which time. Cancel-safe.
pub(crate) async fn time_to_stop(stop: &mut watch::Receiver<Option<Duration>>) -> Duration {
    match stop.wait_for(Option::is_some).await.map(|within| within.unwrap_or_default()) {
        Ok(within) => within,
        // The sender is gone: it will not be stopped.
        Err(_) => std::future::pending().await,
    }
}
