//! The bot as one of several processes that share the bot's shards, over NATS.

use std::net::SocketAddr;
use std::time::Duration;

use gateway_fleet::nats::NatsSettings;
use gateway_fleet::shards::{self, JoinError, Joined};
use gateway_fleet::status_server::{OperatorToken, StatusPages, StatusServer};
use gateway_fleet::{FleetConfig, LeaseKind};
use gateway_shard::GatewayBuilder;
use http_client::Report;

use crate::args::{Args, Shards};
use crate::end::{self, End};
use crate::ending::Ending;
use crate::live_log::{LiveLog, Tone};
use crate::run::Run;

/// The environment variable with the token for actions on the fleet.
const OPERATOR_VARIABLE: &str = "FLEET_OPERATOR_TOKEN";

/// The pause before another attempt to reach a NATS server.
const TRY_AGAIN: Duration = Duration::from_secs(2);

/// This process as a worker of a fleet.
pub(crate) struct Fleet {
    nats: NatsSettings,
    worker: FleetConfig,
    status: Option<SocketAddr>,
    operator: Option<OperatorToken>,
}

impl Fleet {
    /// Returns the fleet of the command line, if there is one.
    pub(crate) fn of(args: &Args) -> Result<Option<Self>, End> {
        let Some(url) = &args.nats.fleet else { return Ok(None) };
        let usage = |error: &dyn std::fmt::Display| End::Usage(error.to_string());
        let id = args.nats.worker.clone().unwrap_or_else(shards::host_id);
        let config =
            FleetConfig::new(&id, &shards::instance(), LeaseKind::Shard, args.nats.capacity);
        let mut worker = config.map_err(|error| usage(&error))?;
        if let Shards::Count(total) = args.shards {
            worker = worker.with_total(total).map_err(|error| usage(&error))?;
        }
        let operator = std::env::var(OPERATOR_VARIABLE).ok();
        let operator = operator.map(|text| OperatorToken::new(&text)).transpose();
        let operator = operator.map_err(|error| usage(&error))?;
        let nats = NatsSettings::new(url, &format!("fleet-{}", args.nats.name));
        Ok(Some(Self { nats, worker, status: args.nats.status, operator }))
    }

    /// Runs this process of the bot until it is time to stop.
    pub(crate) async fn run(
        &self,
        builder: impl Fn() -> GatewayBuilder,
        run_for: Option<Duration>,
        log: LiveLog,
    ) -> Result<(), End> {
        let stop = end::shutdown_signal(run_for)?;
        tokio::pin!(stop);
        let start = async {
            let (builder, joined) = self.join(builder, log).await?;
            let (gateway, events) = builder.start().await?;
            Ok::<_, End>((joined.run(gateway.clone()), gateway, events))
        };
        let (member, gateway, events) = tokio::select! {
            started = start => started?,
            why = &mut stop => {
                log.line(Tone::Note, None, "bot", format_args!("{why}, before the fleet was joined"));
                return Ok(());
            }
        };
        let _status = self.serve(&member, log).await?;
        log.line(Tone::Note, None, "fleet", "joined; Ctrl-C gives the shards to the others");
        Run::new(gateway, events, log).until(stop, Ending::OfFleet(Box::new(member))).await
    }

    /// Joins the fleet. Retries while no NATS server can be reached.
    async fn join(
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

    /// Serves the status page, if the command line names an address.
    async fn serve(
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
