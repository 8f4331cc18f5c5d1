//! Validates the table `[fleet]`: the name of the fleet, its bucket, and how many shards this process may run.

use gateway_fleet::nats::NatsSettings;
use gateway_fleet::status_server::OperatorToken;
use gateway_fleet::{FleetConfig, FleetTimes, LeaseKind, shards};
use gateway_shard::ShardPlan;

use super::check::{At, Errors};
use super::file::FleetTable;
use super::nats::NatsRoute;
use super::secret;
use super::sink::{SinkConfig, Target};

/// The environment variable of the operator's token.
const OPERATOR: &str = "FLEET_OPERATOR_TOKEN";

/// The fleet that this process is a worker of.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct FleetSettings {
    /// The location of its bucket.
    pub nats: NatsSettings,
    /// The settings of this worker.
    pub worker: FleetConfig,
    /// The token for actions over the status address; without it, actions are refused.
    pub operator: Option<OperatorToken>,
}

pub(super) fn check(
    table: &FleetTable,
    shards: Option<&ShardPlan>,
    sinks: &[SinkConfig],
    environment: &dyn Fn(&str) -> Option<String>,
    errors: &mut Errors,
) -> Option<FleetSettings> {
    let at: At<'_> = &|setting| format!("fleet.{setting}");
    let is_name = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
    if table.name.is_empty() || !table.name.chars().all(is_name) {
        let what =
            format_args!("'{}' is not a valid name: use letters, digits, - and _", table.name);
        errors.add(&at("name"), what);
    }
    let route = match table.nats() {
        own if own.is_empty() => of_the_sink(table, sinks, errors, at),
        own => own.check(environment, errors, at),
    };
    let worker = worker(table, shards, errors, at);
    let operator = operator(table, environment, errors, at);
    let route = route?;
    let mut nats = NatsSettings::new(&route.server, &format!("fleet-{}", table.name));
    (nats.login, nats.ca_file, nats.replicas) = (route.login, route.ca_file, route.replicas);
    Some(FleetSettings { nats, worker: worker?, operator })
}

/// Returns the operator token, if there is one.
fn operator(
    table: &FleetTable,
    environment: &dyn Fn(&str) -> Option<String>,
    errors: &mut Errors,
    at: At<'_>,
) -> Option<OperatorToken> {
    let file = table.operator_token_file.as_deref();
    if file.is_none() && environment(OPERATOR).is_none() {
        return None;
    }
    let token = secret::read(file, OPERATOR, environment);
    let token = errors.take(&at("operator_token_file"), token)?;
    errors.take(&at("operator_token_file"), OperatorToken::new(token.expose()))
}

/// Returns the server of the only NATS sink.
fn of_the_sink(
    table: &FleetTable,
    sinks: &[SinkConfig],
    errors: &mut Errors,
    at: At<'_>,
) -> Option<NatsRoute> {
    let routes = sinks.iter().filter_map(|sink| match &sink.target {
        Target::Nats { route, .. } => Some(route),
        Target::Webhook { .. } => None,
    });
    let mut routes: Vec<_> = routes.cloned().collect();
    match (routes.pop(), routes.is_empty()) {
        (Some(route), true) => {
            Some(NatsRoute { replicas: table.replicas.unwrap_or(route.replicas), ..route })
        }
        (None, _) => {
            errors.add(&at("server"), "is missing, and there is no NATS sink to take it from");
            None
        }
        (Some(_), false) => {
            errors.add(&at("server"), "is missing, and there are several NATS sinks: name one");
            None
        }
    }
}

fn worker(
    table: &FleetTable,
    shards: Option<&ShardPlan>,
    errors: &mut Errors,
    at: At<'_>,
) -> Option<FleetConfig> {
    let total = match shards {
        Some(ShardPlan::Fixed(total)) => Some(*total),
        // It cannot be read, and the error was recorded.
        None => None,
        Some(_) => {
            let what = "with [fleet] it is the number of shards of the whole bot, the same on every host: shards = 32";
            errors.add("discord.shards", what);
            None
        }
    };
    match table.capacity {
        None => errors.add(&at("capacity"), "is missing: how many shards this process may hold"),
        Some(0) => errors.add(&at("capacity"), "is at least 1"),
        Some(_) => {}
    }
    let default = FleetTimes::default();
    let mut times = default;
    times.dead = errors.duration(&at("dead_after"), table.dead_after.as_deref(), default.dead);
    // In the proportions of the defaults.
    (times.confirmed, times.beat) = (times.dead * 2 / 3, times.dead / 10);
    let outage_resume = table.outage_resume.as_deref();
    times.outage_resume = errors.duration(&at("outage_resume"), outage_resume, times.confirmed);
    let id = table.worker.clone().unwrap_or_else(shards::host_id);
    let capacity = table.capacity.unwrap_or(1).max(1);
    let worker = FleetConfig::new(&id, &shards::instance(), LeaseKind::Shard, capacity);
    let worker = errors.take(&at("worker"), worker)?;
    // The message of FleetConfig mentions settings that this file does not have.
    let timed = worker.with_times(times).map_err(|_| "is at least 6s");
    let worker = errors.take(&at("dead_after"), timed)?;
    errors.take("discord.shards", worker.with_total(total?))
}
