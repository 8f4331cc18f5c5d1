//! Two programs with a table `[fleet]`: the status page and the operator's actions on the status address of
//! each, and what happens to the contents of a spill folder when its shard moves. It needs Debian's package
//! `nats-server`, so it runs only on request: `cargo test -p gateway-forward --test end_to_end -- --ignored`.

use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use gateway_sim::Sim;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::probe::Probe;
use super::program::Program;
use super::{Seen, endpoint, wait_until};

const TOKEN: &str = "who-has-this-may-act";

struct Nats {
    process: Child,
    port: u16,
    _folder: TempDir,
}

impl Nats {
    fn start() -> Self {
        // It was free a moment ago; the server cannot be asked which port it took.
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let folder = tempfile::tempdir().unwrap();
        let process = Command::new("nats-server")
            .args([
                "--addr",
                "127.0.0.1",
                "--port",
                &port.to_string(),
                "--jetstream",
                "--store_dir",
            ])
            .arg(folder.path())
            .stderr(Stdio::null())
            .spawn();
        let process = process.unwrap_or_else(|error| {
            panic!("nats-server: {error}; install Debian's package of that name")
        });
        Self { process, port, _folder: folder }
    }
}

impl Drop for Nats {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A worker with a webhook, whose memory has room for one event; the others go to its disk.
fn worker(sim: &Sim, nats: &Nats, name: &str, url: &str) -> Program {
    let config = format!(
        "[status]\nlisten = \"127.0.0.1:0\"\n\
         [discord]\nintents = [\"GUILDS\", \"GUILD_MESSAGES\"]\nshards = 2\napi_url = \"{api}\"\napplication_id = \"42\"\n\
         state_folder = \"STATE\"\nshutdown_timeout = \"20s\"\n\
         [fleet]\nname = \"test\"\nworker = \"{name}\"\ncapacity = 2\nserver = \"nats://127.0.0.1:{port}\"\n\
         [[sink]]\nname = \"app\"\ntype = \"webhook\"\nurl = \"{url}\"\nheaders = {{ \"X-Worker\" = \"{name}\" }}\n\
         filter = {{ events = [\"MESSAGE_CREATE\"] }}\nretry = {{ base = \"5ms\", max = \"20ms\" }}\n\
         queue = {{ events = 1, when_full = \"spill\", spill_folder = \"STATE/spill\" }}\n",
        api = sim.api_url(),
        port = nats.port,
    );
    let environment = [("DISCORD_TOKEN", &*sim.token()), ("FLEET_OPERATOR_TOKEN", TOKEN)];
    Program::start_with(tempfile::tempdir().unwrap(), &config, &environment)
}

/// Whether every shard is live, and on which worker.
fn live_at(fleet: &Value, owners: [&str; 2]) -> bool {
    let shards = fleet["shards"].as_array();
    shards.is_some_and(|shards| {
        let is =
            |(shard, owner): (&Value, &str)| shard["state"] == "live" && shard["owner"] == owner;
        shards.len() == 2 && shards.iter().zip(owners).all(is)
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs nats-server; CI runs it"]
async fn an_operator_acts_on_the_status_address_and_what_is_spilled_follows_a_move() {
    let nats = Nats::start();
    let sim = Sim::builder().guilds(8).recommended_shards(2).max_concurrency(2);
    let sim = sim.start().await.unwrap();
    let seen = Arc::new(Seen::default());
    *seen.refused.lock().unwrap() = Some("one");
    let url = endpoint(Arc::clone(&seen)).await;
    let mut first = worker(&sim, &nats, "one", &url);
    let one = Probe::of(&mut first).await;
    one.until("both shards on the first", "/fleet", |_, fleet| live_at(fleet, ["one", "one"]))
        .await;

    // The page, in addition to the four paths that each forwarder has.
    let (status, page) = one.get("/");
    assert!(status == 200 && page.contains("<title>Fleet</title>"), "{page}");
    assert!(page.contains("data-actions=\"on\""), "{page}");
    for path in ["/live", "/ready", "/metrics"] {
        assert_eq!(one.get(path).0, 200, "{path}");
    }
    assert_eq!(one.get("/nothing").0, 404);
    assert_eq!(one.ask("POST", "/live", "", "").0, 404);

    // Nobody can act without the token. Requested actions are logged.
    let json = "content-type: application/json\r\n";
    let allowed = format!("{json}authorization: Bearer {TOKEN}\r\nx-operator: nele\r\n");
    let body = r#"{"shard":1,"to":"one"}"#;
    assert_eq!(one.ask("POST", "/fleet/move", json, body).0, 401);
    assert_eq!(one.ask("POST", "/fleet/move", &allowed, body).0, 202);
    let said = first.says("an operator's action was accepted").await;
    assert!(said.contains("peer=127.0.0.1:") && said.contains("nele"), "{said}");
    assert!(!said.contains(TOKEN), "{said}");

    // The memory is full with an event of the shard that stays; those of the shard that moves are on disk.
    let guilds: Vec<u64> = sim.inspect(|core| core.world().guilds().map(|id| id.get()).collect());
    let guild = |shard: u64| *guilds.iter().find(|guild| (**guild >> 22) % 2 == shard).unwrap();
    let say = |shard: u64, number: u64| {
        let guild = guild(shard);
        let data = json!({ "number": number, "guild_id": guild.to_string() });
        assert_eq!(sim.inject("MESSAGE_CREATE", Some(guild), data), 1);
    };
    say(1, 100);
    let full = |_: u16, health: &Value| health["sinks"][0]["queued"] == 1;
    one.until("the memory is full", "/health", full).await;
    (0..10).for_each(|number| say(0, number));
    let on_disk = |_: u16, health: &Value| health["sinks"][0]["spilled"] == 10;
    one.until("ten are on disk", "/health", on_disk).await;
    let mut second = worker(&sim, &nats, "two", &url);
    let two = Probe::of(&mut second).await;
    two.until("it is moved", "/fleet", |_, fleet| live_at(fleet, ["two", "one"])).await;

    // New events are delivered by the second; the first still has its own, and delivers them when it can.
    (10..20).for_each(|number| say(0, number));
    let numbers = || -> Vec<u64> {
        let requests = seen.requests.lock().unwrap();
        let number = |body: &[u8]| {
            serde_json::from_slice::<Value>(body).unwrap()["event"]["data"]["number"]
                .as_u64()
                .unwrap()
        };
        requests.iter().map(|(_, body)| number(body)).collect()
    };
    wait_until("what came after the move", || numbers().len() == 10).await;
    assert_eq!(numbers(), (10..20).collect::<Vec<_>>());
    *seen.refused.lock().unwrap() = None;
    wait_until("what was spilled", || numbers().len() == 21).await;
    let mut late = numbers().split_off(10);
    late.retain(|number| *number != 100);
    assert_eq!(late, (0..10).collect::<Vec<_>>(), "after newer events of their guild, in order");

    // A worker that is drained ends.
    assert_eq!(one.ask("POST", "/fleet/drain", &allowed, r#"{"within_s":20}"#).0, 202);
    first.says("an operator drained this worker").await;
    assert_eq!(first.exit_code().await, Some(0));
    two.until("all on the second", "/fleet", |_, fleet| live_at(fleet, ["two", "two"])).await;
    assert_eq!((numbers().len(), sim.stats().identifies), (21, 2));
    second.signal("-TERM");
    assert_eq!(second.exit_code().await, Some(0));
}
