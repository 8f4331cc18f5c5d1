//! Starts a worker of a fleet: the fleet decides which shards run here.

use gateway_fleet::Trouble;
use gateway_fleet::nats::Worker;
use gateway_fleet::shards;
use gateway_fleet::status_server::StatusPages;
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
    answered: &mut bool,
) -> Result<Running, StartError> {
    // A worker that has joined gets its share of the shards, so it must be able to run them.
    if !*answered {
        rest.gateway_bot().await.map_err(|error| {
            StartError::of_gateway(if error.is_unauthorized() {
                gateway_shard::StartError::TokenRefused(error)
            } else {
                gateway_shard::StartError::Rest(error)
            })
        })?;
        *answered = true;
    }
    let (builder, joined) = shards::join(builder, fleet.nats.clone(), fleet.worker.clone()).await?;
    let (gateway, events) = builder.start().await.map_err(StartError::of_gateway)?;
    let member = joined.run(gateway.clone());
    let worker = member.worker().clone();
    tracing::info!(worker = %fleet.worker.worker(), bucket = %fleet.nats.bucket, "joined the fleet");
    let mut pages = StatusPages::new(worker.clone());
    if let Some(token) = &fleet.operator {
        pages = pages.with_operator(token.clone());
    }
    status.set_fleet_pages(pages);
    status.set_fleet(move || report(&worker));
    Ok((gateway, events, Some(member)))
}

/// Returns the state of the fleet, as this worker sees it.
fn report(worker: &Worker) -> FleetReport {
    let reason = |it: &Trouble| Reason::new(format!("fleet_{}", it.code()), it.to_string());
    worker.look(|fleet| FleetReport {
        worker: fleet.id().to_owned(),
        shards: fleet.total(),
        capacity: fleet.capacity(),
        held: fleet.leases().count(),
        troubles: fleet.troubles().map(reason).collect(),
    })
}
