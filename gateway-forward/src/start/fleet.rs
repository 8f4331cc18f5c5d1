//! The start of a worker of a fleet: the fleet says which shards run here.

use gateway_fleet::Trouble;
use gateway_fleet::nats::Worker;
use gateway_fleet::shards;
use gateway_shard::GatewayBuilder;

use super::{Running, StartError};
use crate::config::FleetSettings;
use crate::status_server::{FleetReport, Reason, Status};

/// Joins the fleet and starts a gateway whose shards are leased.
pub(super) async fn start(
    builder: GatewayBuilder,
    fleet: &FleetSettings,
    rest: &http_client::Client,
    status: &Status,
) -> Result<Running, StartError> {
    // A worker that has joined gets its share of the shards. It must be able to run them.
    rest.gateway_bot().await.map_err(|error| {
        StartError::of_gateway(if error.is_unauthorized() {
            gateway_shard::StartError::TokenRefused(error)
        } else {
            gateway_shard::StartError::Rest(error)
        })
    })?;
    let (builder, joined) = shards::join(builder, fleet.nats.clone(), fleet.worker.clone()).await?;
    let (gateway, events) = builder.start().await.map_err(StartError::of_gateway)?;
    let member = joined.run(gateway.clone());
    let (id, worker) = (fleet.worker.worker().to_owned(), member.worker().clone());
    tracing::info!(worker = %id, bucket = %fleet.nats.bucket, "joined the fleet");
    status.set_fleet(move || report(&id, &worker));
    Ok((gateway, events, Some(member)))
}

/// How the fleet is, as this worker sees it.
fn report(id: &str, worker: &Worker) -> FleetReport {
    worker.look(|fleet| FleetReport {
        worker: id.to_owned(),
        shards: fleet.total(),
        capacity: fleet.capacity(),
        held: fleet.leases().count(),
        troubles: fleet.troubles().map(|it| Reason::new(code(it), it.to_string())).collect(),
    })
}

const fn code(trouble: &Trouble) -> &'static str {
    match trouble {
        Trouble::Isolated => "fleet_isolated",
        Trouble::IdTaken => "fleet_id_taken",
        Trouble::Differs { .. } => "fleet_worker_differs",
        Trouble::Refused { .. } => "fleet_refused",
        Trouble::Unreadable { .. } => "fleet_unreadable",
        Trouble::NoPlan => "fleet_no_plan",
        Trouble::TooLittleCapacity { .. } => "fleet_capacity",
        Trouble::NoOwner { .. } => "fleet_no_owner",
        Trouble::BudgetShort { .. } => "fleet_budget_short",
        Trouble::ShardOverspent { .. } => "fleet_shard_overspent",
        Trouble::HistoryLost => "fleet_history_lost",
        Trouble::ReshardRefused { .. } => "fleet_reshard_refused",
        _ => "fleet_trouble",
    }
}
