//! Why the process is not ready, or not healthy.

use std::borrow::Cow;

use gateway_shard::identify::DelayCause;
use gateway_shard::{GatewayStatus, ShardStatus};
use serde::Serialize;
use serde_json::{Value, json};

use super::FleetReport;
use crate::stats::SinkStats;

/// How many shards a message lists; the others are counted.
const NAMED: usize = 20;

/// The stage of the process.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Stage {
    /// The gateway has not started yet.
    Starting,
    /// Shards run.
    Forwarding,
    /// It was asked to stop.
    Stopping,
}

/// A problem.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Reason {
    /// A stable name for programs.
    pub code: Cow<'static, str>,
    /// A sentence for people.
    pub message: String,
    /// The sink that it is about, if any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sink: Option<String>,
}

impl Reason {
    /// Creates a reason that is not about a sink.
    #[must_use]
    pub fn new(code: impl Into<Cow<'static, str>>, message: impl Into<String>) -> Self {
        Self { code: code.into(), message: message.into(), sink: None }
    }

    fn of(sink: &SinkStats, code: &'static str, message: impl Into<String>) -> Self {
        Self { code: code.into(), message: message.into(), sink: Some(sink.sink.clone()) }
    }
}

/// The state of the process at one moment.
#[derive(Clone, Debug)]
pub struct Report {
    stage: Stage,
    gateway: Option<GatewayStatus>,
    sinks: Vec<SinkStats>,
    fleet: Option<FleetReport>,
    /// Why it is not ready.
    not_ready: Vec<Reason>,
    /// Problems that need a person although it is ready.
    problems: Vec<Reason>,
    /// Problems that a person should look at some time.
    warnings: Vec<Reason>,
}

impl Report {
    pub(super) fn new(
        stage: Stage,
        starting: Reason,
        gateway: Option<GatewayStatus>,
        sinks: Vec<SinkStats>,
        fleet: Option<FleetReport>,
    ) -> Self {
        let mut not_ready = Vec::new();
        match (stage, &gateway) {
            (Stage::Stopping, _) => {
                not_ready.push(Reason::new("stopping", "the process was asked to stop"));
            }
            (Stage::Forwarding, Some(gateway)) => not_ready.extend(of_shards(gateway)),
            _ => not_ready.push(starting),
        }
        not_ready.extend(sinks.iter().filter_map(of_sink_that_is_down));
        let troubles = fleet.iter().flat_map(|fleet| fleet.troubles.clone());
        let problems = sinks.iter().flat_map(problems).chain(troubles).collect();
        let warnings = sinks.iter().flat_map(warnings).collect();
        Self { stage, gateway, sinks, fleet, not_ready, problems, warnings }
    }

    /// Returns whether every shard is ready and every sink takes events.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.not_ready.is_empty()
    }

    /// Returns whether it is ready and nothing needs a person.
    #[must_use]
    pub fn is_healthy(&self) -> bool {
        self.is_ready() && self.problems.is_empty()
    }

    /// Returns why it is not ready, followed by other problems that need a person.
    pub fn reasons(&self) -> impl Iterator<Item = &Reason> {
        self.not_ready.iter().chain(&self.problems)
    }

    pub(super) fn ready(&self) -> Value {
        json!({ "ready": self.is_ready(), "stage": self.stage, "reasons": self.not_ready })
    }

    pub(super) fn health(&self) -> Value {
        let shards = self.gateway.as_ref().map_or(&[][..], |gateway| &gateway.shards);
        let not_ready: Vec<_> = shards.iter().filter(|it| !it.ready).map(name).collect();
        let down: Vec<_> = self.sinks.iter().filter(|it| it.is_down()).map(|it| &it.sink).collect();
        json!({
            "healthy": self.is_healthy(),
            "ready": self.is_ready(),
            "stage": self.stage,
            "reasons": self.reasons().collect::<Vec<_>>(),
            "warnings": self.warnings,
            "shards": shards.len(),
            "shards_not_ready": not_ready,
            "guilds": self.gateway.as_ref().map_or(0, GatewayStatus::guilds),
            "sinks_down": down,
            "sinks": self.sinks,
            "fleet": self.fleet,
        })
    }
}

fn name(shard: &ShardStatus) -> String {
    shard.shard.to_string()
}

/// Lists the names of some shards, not of hundreds.
fn names(shards: &[&ShardStatus]) -> String {
    let some: Vec<_> = shards.iter().take(NAMED).map(|shard| name(shard)).collect();
    let more = shards.len().saturating_sub(NAMED);
    let more = if more == 0 { String::new() } else { format!(" and {more} more") };
    format!("{}{more}", some.join(", "))
}

fn of_shards(gateway: &GatewayStatus) -> Vec<Reason> {
    let not_ready = gateway.shards.iter().filter(|shard| !shard.ready);
    let (lost, new): (Vec<_>, Vec<_>) =
        not_ready.partition(|shard| shard.identifies + shard.resumes > 0);
    let mut reasons = Vec::new();
    let all = gateway.shards.len();
    if !new.is_empty() {
        let message = format!(
            "{} of {all} shards have not been ready since the start; Discord lets them identify one after the other",
            new.len()
        );
        reasons.push(Reason::new("shards_starting", message));
    }
    if !lost.is_empty() {
        let message = format!(
            "shard {} of {all} is not connected, or did not receive a heartbeat ACK",
            names(&lost)
        );
        reasons.push(Reason::new("shards_not_ready", message));
    }
    // Shards identify one after the other in any case; the other rules can delay a shard for hours.
    let delays = gateway.delays.iter().filter(|delay| delay.cause != DelayCause::MaxConcurrency);
    if let Some(longest) = delays.max_by_key(|delay| delay.time_left) {
        reasons.push(Reason::new("identify_delayed", longest.to_string()));
    }
    reasons
}

fn of_sink_that_is_down(sink: &SinkStats) -> Option<Reason> {
    if !sink.is_down() {
        return None;
    }
    if let Some(condition) = &sink.condition {
        return Some(Reason::of(sink, condition.code, condition.message.clone()));
    }
    let message = format!(
        "{} deliveries in a row failed{}, the last one because of: {}",
        sink.failures_in_a_row,
        since(sink),
        sink.last_failure.as_deref().unwrap_or("an unknown reason")
    );
    Some(Reason::of(sink, "sink_down", message))
}

/// Returns how long deliveries have failed.
fn since(sink: &SinkStats) -> String {
    let seconds = sink.failing_since_ms.map(|since| crate::event::now_ms().saturating_sub(since));
    seconds.map(|ms| format!(" for {} s", ms / 1000)).unwrap_or_default()
}

fn problems(sink: &SinkStats) -> Vec<Reason> {
    let mut problems = Vec::new();
    // If the sink is down, its failing guilds are not reported separately.
    if sink.failing_guilds > 0 && !sink.is_down() {
        let last = sink.last_failure.as_deref();
        let because = last.map(|reason| format!(", lately because of: {reason}"));
        let message = format!(
            "the next event of {} guilds failed several times{}; their later events wait",
            sink.failing_guilds,
            because.unwrap_or_default()
        );
        problems.push(Reason::of(sink, "guilds_failing", message));
    }
    if sink.spill_fails {
        let message = "the spill folder cannot be written; the log says why";
        problems.push(Reason::of(sink, "spill_fails", message));
    }
    problems
}

fn warnings(sink: &SinkStats) -> Vec<Reason> {
    let mut warnings = Vec::new();
    if sink.queue_full {
        let message = "the gateway waits, because the sink has no room";
        warnings.push(Reason::of(sink, "queue_full", message));
    }
    for (count, code, what) in [
        (
            sink.dead_letters,
            "dead_letters",
            "events could not be delivered and are dead letters; `gateway-forward replay` delivers them",
        ),
        (
            sink.spill_damaged,
            "spill_damaged",
            "events were lost because their spill file was damaged; the log names them",
        ),
        (sink.dropped, "events_dropped", "events were dropped because there was no room"),
    ] {
        if count > 0 {
            warnings.push(Reason::of(sink, code, format!("{count} {what}")));
        }
    }
    warnings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sink::Condition;
    use crate::stats::SinkCounters;

    fn report(stage: Stage, sinks: Vec<SinkStats>) -> Report {
        Report::new(stage, Reason::new("api_unreachable", "no answer"), None, sinks, None)
    }

    fn sink() -> SinkStats {
        SinkCounters::default().snapshot("app")
    }

    #[test]
    fn what_a_sink_says_of_itself_is_a_reason_of_that_sink() {
        let condition = Condition { code: "nats_unreachable", message: "refused".to_owned() };
        let down = SinkStats { condition: Some(condition), ..sink() };
        let report = report(Stage::Starting, vec![sink(), down]);
        assert!(!report.is_ready() && !report.is_healthy());
        let ready = report.ready();
        assert_eq!(ready["reasons"][0]["code"], "api_unreachable");
        let reason = json!({ "code": "nats_unreachable", "message": "refused", "sink": "app" });
        assert_eq!(ready["reasons"][1], reason);
        assert_eq!(report.health()["sinks_down"], json!(["app"]));
    }

    #[test]
    fn what_needs_a_person_is_not_healthy_and_what_has_happened_is_a_warning() {
        let failing = SinkStats { failing_guilds: 2, spill_fails: true, ..sink() };
        let marked =
            SinkStats { dead_letters: 3, spill_damaged: 1, dropped: 1, queue_full: true, ..sink() };
        let codes = |reasons: &Value| {
            let reasons = reasons.as_array().unwrap().iter();
            reasons.map(|it| it["code"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        let health = report(Stage::Forwarding, vec![failing, marked]).health();
        assert_eq!(codes(&health["reasons"]), ["api_unreachable", "guilds_failing", "spill_fails"]);
        let warnings = ["queue_full", "dead_letters", "spill_damaged", "events_dropped"];
        assert_eq!(codes(&health["warnings"]), warnings);
    }

    #[test]
    fn trouble_of_the_fleet_is_not_healthy() {
        let fleet = FleetReport {
            worker: "host-1".to_owned(),
            shards: Some(32),
            capacity: 16,
            held: 0,
            troubles: vec![Reason::new("fleet_isolated", "look at NATS")],
        };
        let starting = Reason::new("starting", "");
        let report = Report::new(Stage::Forwarding, starting, None, Vec::new(), Some(fleet));
        let health = report.health();
        assert!(!report.is_healthy());
        assert_eq!(health["fleet"]["worker"], "host-1");
        let reasons = health["reasons"].as_array().unwrap();
        assert!(reasons.iter().any(|it| it["code"] == "fleet_isolated"), "{health}");
    }

    #[test]
    fn a_process_that_stops_is_not_ready() {
        let report = report(Stage::Stopping, vec![sink()]);
        assert_eq!(report.ready()["reasons"][0]["code"], "stopping");
    }
}
