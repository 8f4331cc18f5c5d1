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
    /// The worker stops; listeners have this time.
    End(Duration),
    /// Another worker has it.
    Lost,
}

impl Stop {
    pub(crate) fn is_asked(&self) -> bool {
        *self != Self::No
    }
}

/// Waits until a partition is to stop, and says why. Cancel-safe.
pub(crate) async fn asked(stop: &mut watch::Receiver<Stop>) -> Stop {
    // Nobody can ask any more: the worker is gone.
    stop.wait_for(Stop::is_asked).await.map_or(Stop::Lost, |asked| asked.clone())
}

/// Waits until the worker is to stop, and says within which time. Cancel-safe.
pub(crate) async fn time_to_stop(stop: &mut watch::Receiver<Option<Duration>>) -> Duration {
    match stop.wait_for(Option::is_some).await.map(|within| within.unwrap_or_default()) {
        Ok(within) => within,
        // Nobody can ask any more: it goes on.
        Err(_) => std::future::pending().await,
    }
}
