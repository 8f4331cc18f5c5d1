//! Configures a gateway whose shards are leased.

use std::sync::Arc;
use std::time::Duration;

use gateway_shard::{Gateway, GatewayBuilder, ShardPlan};

use super::error::JoinError;
use super::member::Member;
use super::queue::{FleetQueue, Grants};
use super::sessions::Sessions;
use crate::config::{FleetConfig, Identity};
use crate::lease::LeaseKind;
use crate::nats::{self, NatsSettings, Orders, Worker};

/// How long to wait for the plan of the fleet.
const PLAN: Duration = Duration::from_secs(10);

/// Time between two look-ups of the plan.
const LOOK_AGAIN: Duration = Duration::from_millis(50);

/// Returns a random name for this run of a worker.
#[must_use]
pub fn instance() -> String {
    format!("{:016x}", fastrand::u64(..))
}

/// A worker that has joined and runs no shard yet. If it is dropped, the worker leaves the fleet
/// as in a crash: others take over later.
#[derive(Debug)]
pub struct Joined {
    worker: Worker,
    orders: Orders,
    grants: Arc<Grants>,
    sessions: Sessions,
    last_events: Duration,
}

/// Joins the fleet with this process, and returns the settings of its gateway: the shards are leased, and the fleet
/// decides which shard may connect and identify. It sets the [`shards`](GatewayBuilder::shards), the
/// [`identify_queue`](GatewayBuilder::identify_queue) and the [`session_store`](GatewayBuilder::session_store). Do not
/// set a [`state_folder`](GatewayBuilder::state_folder), because it would replace the last two.
///
/// Start the gateway with [`GatewayBuilder::start`] or [`Bot::start`](gateway_shard::Bot::start), then call
/// [`Joined::run`].
///
/// # Errors
///
/// Returns an error if NATS cannot be reached now, or if neither this worker nor the fleet knows how many shards there are.
///
/// # Cancel safety
///
/// If the future is dropped, the worker leaves the fleet as in a crash: others take over later.
pub async fn join(
    builder: GatewayBuilder,
    settings: NatsSettings,
    config: FleetConfig,
) -> Result<(GatewayBuilder, Joined), JoinError> {
    if config.kind != LeaseKind::Shard {
        return Err(JoinError::NotShards);
    }
    let (token, intents) = (builder.application_key(), builder.intents().bits());
    let (total, last_events) = (config.total, config.times.last_events);
    let (worker, orders) =
        nats::join(settings, config.with_identity(Identity { token, intents })).await?;
    let total = match total {
        Some(total) => total,
        None => plan(&worker).await.ok_or(JoinError::NoPlan(PLAN))?,
    };
    let (queue, grants) = FleetQueue::new(worker.clone());
    let sessions = Sessions::default();
    let builder = builder
        .shards(ShardPlan::Leased { total })
        .identify_queue(queue)
        .session_store(sessions.clone());
    Ok((builder, Joined { worker, orders, grants, sessions, last_events }))
}

/// Returns how many shards the fleet has.
async fn plan(worker: &Worker) -> Option<u32> {
    let known = async {
        loop {
            if let Some(total) = worker.look(|fleet| fleet.total()) {
                return total;
            }
            tokio::time::sleep(LOOK_AGAIN).await;
        }
    };
    tokio::time::timeout(PLAN, known).await.ok()
}

impl Joined {
    /// Runs the leases of this worker on this gateway, in a separate task, until the worker leaves or the gateway ends.
    #[must_use = "dropping it leaves the fleet as a crash would"]
    pub fn run(self, gateway: Gateway) -> Member {
        let Self { worker, orders, grants, sessions, last_events } = self;
        Member::start(gateway, worker, orders, grants, sessions, last_events)
    }
}
