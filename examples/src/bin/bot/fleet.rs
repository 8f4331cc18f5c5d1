//! The bot as one of several processes that share its shards over NATS.

use std::net::SocketAddr;
use std::time::Duration;

use gateway_fleet::nats::NatsSettings;
use gateway_fleet::shards::{self, JoinError, Joined};
use gateway_fleet::status_server::{OperatorToken, StatusPages, StatusServer};
use gateway_fleet::{FleetConfig, LeaseKind};
use gateway_shard::GatewayBuilder;
use http_client::Report;

use crate::args::{Args, Shards};
use crate::end::End;
use crate::live_log::{LiveLog, Tone};

/// Where the token of those who may act on the fleet is read from.
const OPERATOR_VARIABLE: &str = "FLEET_OPERATOR_TOKEN";

/// How long to wait for a NATS server that is away until it is tried again.
const TRY_AGAIN: Duration = Duration::from_secs(2);

/// This process as a worker of a fleet.
pub(crate) struct Fleet {
    nats: NatsSettings,
    worker: FleetConfig,
    status: Option<SocketAddr>,
    operator: Option<OperatorToken>,
}

impl Fleet {
    /// The fleet of the command line, if there is one.
    pub(crate) fn of(args: &Args) -> Result<Option<Self>, End> {
        let Some(url) = &args.fleet else { return Ok(None) };
        let usage = |error: &dyn std::fmt::Display| End::Usage(error.to_string());
        let id = args.worker.clone().unwrap_or_else(shards::host_id);
        let config = FleetConfig::new(&id, &shards::instance(), LeaseKind::Shard, args.capacity);
        let mut worker = config.map_err(|error| usage(&error))?;
        if let Shards::Count(total) = args.shards {
            worker = worker.with_total(total).map_err(|error| usage(&error))?;
        }
        let operator = std::env::var(OPERATOR_VARIABLE).ok();
        let operator = operator.map(|text| OperatorToken::new(&text)).transpose();
        let operator = operator.map_err(|error| usage(&error))?;
        let nats = NatsSettings::new(url, &format!("fleet-{}", args.name));
        Ok(Some(Self { nats, worker, status: args.status, operator }))
    }

    /// Joins; a NATS server that is away is waited for.
    pub(crate) async fn join(
        &self,
        builder: impl Fn() -> GatewayBuilder,
        log: LiveLog,
    ) -> Result<(GatewayBuilder, Joined), End> {
        let worker = self.worker.worker();
        log.line(Tone::Note, None, "fleet", format_args!("joins as worker {worker}"));
        loop {
            let joined = shards::join(builder(), self.nats.clone(), self.worker.clone()).await;
            match joined {
                Ok(joined) => return Ok(joined),
                Err(JoinError::Bucket(error)) if error.is_retryable() => {
                    log.line(Tone::Warning, None, "fleet", Report::new(&error));
                }
                Err(JoinError::NoPlan(_)) => {
                    let what = "the fleet has no number of shards yet: start its first process with --shards";
                    return Err(End::Usage(what.to_owned()));
                }
                Err(error) => return Err(error.into()),
            }
            tokio::time::sleep(TRY_AGAIN).await;
        }
    }

    /// Serves the status page, if it is wanted.
    pub(crate) async fn serve(
        &self,
        member: &shards::Member,
        log: LiveLog,
    ) -> Result<Option<StatusServer>, End> {
        let Some(address) = self.status else { return Ok(None) };
        let mut pages = StatusPages::new(member.worker().clone());
        if let Some(token) = &self.operator {
            pages = pages.with_operator(token.clone());
        }
        let server = StatusServer::bind(address, pages).await?;
        let address = server.address();
        log.line(Tone::Note, None, "fleet", format_args!("status page at http://{address}/"));
        Ok(Some(server))
    }
}
