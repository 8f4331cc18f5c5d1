//! Closes a running bot, alone or as a worker of a fleet.

use std::future::{Future, pending};
use std::pin::Pin;
use std::time::Duration;

#[cfg(feature = "nats")]
use gateway_fleet::shards::Member;
use gateway_shard::{Gateway, Shutdown, ShutdownReport};

/// The time limit of a shutdown.
const SHUTDOWN_DEADLINE: Duration = Duration::from_secs(10);

/// The time limit for handing the shards over to the other processes of a fleet, some 4 a second.
#[cfg(feature = "nats")]
const LEAVE_DEADLINE: Duration = Duration::from_secs(60);

/// How the bot is closed.
pub(crate) enum Ending {
    /// As a single process.
    Alone(Shutdown),
    /// As a worker of a fleet, which hands its shards over.
    #[cfg(feature = "nats")]
    OfFleet(Box<Member>),
}

impl Ending {
    /// Resolves with a reason when an operator ends the bot.
    pub(crate) fn by_others(&self) -> Pin<Box<dyn Future<Output = &'static str> + Send>> {
        match self {
            Self::Alone(_) => Box::pin(pending()),
            #[cfg(feature = "nats")]
            Self::OfFleet(member) => {
                let left = member.left();
                Box::pin(async move {
                    left.await;
                    "drained by an operator"
                })
            }
        }
    }

    /// Closes the connections.
    pub(crate) async fn close(self, gateway: Gateway) -> ShutdownReport {
        match self {
            Self::Alone(kind) => gateway.shutdown(kind, SHUTDOWN_DEADLINE).await,
            #[cfg(feature = "nats")]
            Self::OfFleet(member) => member.leave(LEAVE_DEADLINE).await,
        }
    }
}
