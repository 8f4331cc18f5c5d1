//! What an operator sees and does over HTTP.

use std::net::SocketAddr;

use gateway_fleet::{FleetStatus, TileState, WorkerCondition};
use gateway_sim::Sim;
use serde_json::Value;
use tokio::runtime::Runtime;

use crate::support::{Log, Process, Server, TOTAL, http, say, until};

const TOKEN: &str = "Bearer-of-this-may-act";
const JSON: &str = "Content-Type: application/json";

fn fleet(at: SocketAddr) -> FleetStatus {
    let (status, body) = http(at, "GET", "/fleet", &[], "");
    assert_eq!(status, 200);
    serde_json::from_str(&body).unwrap()
}

/// The code of the error with which an action is refused.
fn refused(at: SocketAddr, path: &str, headers: &[&str], body: &str) -> (u16, String) {
    let (status, body) = http(at, "POST", path, headers, body);
    let body: Value = serde_json::from_str(&body).unwrap();
    assert!(body["error"]["remedy"].as_str().is_some_and(|remedy| !remedy.is_empty()), "{body}");
    assert!(body["error"]["message"].as_str().is_some_and(|text| !text.contains(TOKEN)), "{body}");
    (status, body["error"]["code"].as_str().unwrap().to_owned())
}

#[test]
#[ignore = "needs nats-server; CI runs it"]
fn an_operator_sees_the_fleet_and_acts_on_it() {
    let (server, outside) = (Server::start(), Runtime::new().unwrap());
    let sim = Sim::builder().guilds(16).members(2).recommended_shards(TOTAL).max_concurrency(TOTAL);
    let sim = outside.block_on(sim.start()).unwrap();
    let log = Log::default();
    let (first, second) = Process::start_two(&server, &sim, &log);
    let (open, closed) = (first.serve(0, Some(TOKEN)), second.serve(0, None));
    let (one, two) = (open.address(), closed.address());

    // Both show the same, including what only the owners know.
    for at in [one, two] {
        until("every shard with its connection", || {
            fleet(at).shards.iter().all(|tile| {
                tile.state == TileState::Live && tile.connection.as_deref() == Some("live")
            })
        });
        let budget = fleet(at).budget.unwrap();
        assert_eq!((budget.total - budget.left, budget.max_concurrency), (4, TOTAL));
    }

    // Requests without permission change nothing.
    let auth = format!("Authorization: Bearer {TOKEN}");
    let allowed: [&str; 3] = [&auth, JSON, "X-Operator: nele"];
    let off = refused(two, "/fleet/drain", &allowed, "{}");
    assert_eq!(off, (403, "actions_off".to_owned()));
    let wrong = ["Authorization: Bearer 0000000000000000000000", JSON];
    assert_eq!(refused(one, "/fleet/drain", &wrong, "{}").1, "unauthorized");
    let elsewhere = [&auth, JSON, "Origin: http://evil.example"];
    assert_eq!(refused(one, "/fleet/drain", &elsewhere, "{}"), (403, "cross_site".to_owned()));
    assert_eq!(refused(one, "/fleet/drain", &[&auth], "{}").1, "content_type");
    let (status, _) = http(one, "GET", "/fleet/drain", &[&auth], "");
    assert_eq!(status, 405);
    assert_eq!(http(one, "OPTIONS", "/fleet/drain", &[], "").0, 405, "no preflight is answered");
    assert_eq!(refused(one, "/fleet/move", &allowed, r#"{"shard":9}"#).1, "unknown_shard");
    let nobody = r#"{"shard":0,"to":"nobody"}"#;
    assert_eq!(refused(one, "/fleet/move", &allowed, nobody).1, "unknown_worker");
    let huge = refused(one, "/fleet/reshard", &allowed, r#"{"total":5000}"#);
    assert_eq!(huge, (409, "reshard_refused".to_owned()));
    assert_eq!(
        refused(one, "/fleet/reshard", &allowed, r#"{"total":25}"#).1,
        "too_little_capacity"
    );

    // One session is resumed, another one is started.
    let own = first.gateway.shards()[0].id();
    let theirs = second.gateway.shards()[0].id();
    let body = format!(r#"{{"shard":{theirs}}}"#);
    assert_eq!(refused(one, "/fleet/restart", &allowed, &body), (409, "elsewhere".to_owned()));
    let before = sim.stats();
    let body = format!(r#"{{"shard":{own}}}"#);
    assert_eq!(http(one, "POST", "/fleet/restart", &allowed, &body).0, 202);
    until("it was resumed", || sim.stats().resumed == before.resumed + 1 && first.ready() == 2);
    let body = format!(r#"{{"shard":{own},"new_session":true}}"#);
    assert_eq!(http(one, "POST", "/fleet/restart", &allowed, &body).0, 202);
    until("another session", || {
        sim.stats().identifies == before.identifies + 1 && first.ready() == 2
    });
    assert_eq!(sim.stats().identifies, 5);

    // A shard is moved, and no event is lost in the meantime.
    say(&sim, 0..20);
    let body = format!(r#"{{"shard":{own},"to":"second"}}"#);
    assert_eq!(http(one, "POST", "/fleet/move", &allowed, &body).0, 202);
    let owner = |at: SocketAddr, shard: u32| fleet(at).shards[shard as usize].owner.clone();
    until("it is on the second", || owner(one, own).as_deref() == Some("second"));
    say(&sim, 20..40);
    until("all are well", || fleet(two).shards.iter().all(|tile| tile.state == TileState::Live));

    // This worker is drained, and its program can end.
    assert_eq!(http(one, "POST", "/fleet/drain", &allowed, r#"{"within_s":20}"#).0, 202);
    let runtime = first.runtime.as_ref().unwrap();
    assert_eq!(runtime.block_on(first.member.as_ref().unwrap().left()), 0);
    until("all on the second", || second.ready() == 4);
    until("it has left", || {
        let left = |worker: &gateway_fleet::WorkerTile| worker.state == WorkerCondition::Left;
        fleet(two).workers.iter().any(|worker| worker.id == "first" && left(worker))
    });
    until("every number", || log.numbers().len() == 40);
    assert_eq!(sim.stats().identifies, 5, "moves spend none");
    first.leave();
    second.leave();
}
