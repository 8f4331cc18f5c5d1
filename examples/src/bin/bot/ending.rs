//! How a running bot ends: alone, or as one of a fleet.

use std::future::{Future, pending};
use std::pin::Pin;
use std::time::Duration;

#[cfg(feature = "nats")]
use gateway_fleet::shards::Member;
use gateway_shard::{Gateway, Shutdown, ShutdownReport};

/// How long a polite end may take.
const SHUTDOWN_DEADLINE: Duration = Duration::from_secs(10);

/// How long the shards may take to be given to the other processes of a fleet: some 4 a second.
#[cfg(feature = "nats")]
const LEAVE_DEADLINE: Duration = Duration::from_secs(60);

/// How the bot ends.
pub(crate) enum Ending {
    /// By itself.
    Alone(Shutdown),
    /// As one of a fleet, whose others take its shards.
    #[cfg(feature = "nats")]
    OfFleet(Box<Member>),
}

impl Ending {
    /// Resolves when somebody other than its own user ends the bot, with the reason.
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
