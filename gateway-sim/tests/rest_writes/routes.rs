//! Which operations Discord has.

use std::collections::BTreeSet;

use gateway_model::gateway::Intents;
use gateway_sim::Sim;
use serde_json::{Value, json};

use crate::support::{Client, Got, act, identify, rest, schema, send, send_anonymously};
use crate::world::World;

/// A route without the names of its parameters.
fn anonymous(route: &str) -> String {
    let parts = route.split('/').map(|part| if part.starts_with('{') { "{}" } else { part });
    parts.collect::<Vec<_>>().join("/")
}

#[tokio::test]
async fn each_documented_operation_is_listed_by_the_simulator_and_in_the_table() {
    let world = World::start().await;
    let (_, listed) = send(&world.sim, "GET", "/sim/routes", "", "").await;
    let listed: BTreeSet<String> =
        listed.as_array().unwrap().iter().map(|route| anonymous(route.as_str().unwrap())).collect();
    let operations = schema::operations();
    assert_eq!(operations.len(), 242);
    let table = include_str!("../../../docs/simulated-routes.md");
    let mut count = 0;
    for operation in operations {
        // A parameter also stands for `@me` and `@original`.
        let there = listed.contains(&anonymous(&operation))
            || listed.contains(&anonymous(&operation).replace("@original", "{}"))
            || listed.contains(&anonymous(&operation).replace("@me", "{}"));
        let row = format!("| `{operation}` | {} |", if there { "yes" } else { "no" });
        assert!(table.contains(&row), "docs/simulated-routes.md lacks: {row}");
        count += usize::from(there);
    }
    assert_eq!(count, 242, "the docs say so");
    assert!(table.contains("gateway-sim answers all 242 operations"), "the table's first line");
}

#[tokio::test]
async fn operations_that_need_no_token_are_open() {
    let world = World::start().await;
    let open = schema::open_operations();
    assert!(open.contains(&"GET /sticker-packs".to_owned()), "{open:?}");
    for operation in open {
        let (method, path) = operation.split_once(' ').unwrap();
        let path = path.replace("{guild_id}", &world.guild.to_string()).replace(['{', '}'], "");
        let (status, error) =
            send_anonymously(&world.sim, method, &format!("/api/v10{path}")).await;
        assert_ne!(status, 401, "{operation}: {error}");
    }
    let (status, _) = send_anonymously(&world.sim, "GET", "/api/v10/users/@me").await;
    assert_eq!(status, 401);
}

#[tokio::test]
async fn what_is_not_there_is_said_to_be_the_simulations_lack() {
    let world = World::start().await;
    let (status, error) = rest(&world.sim, "GET", "/partner-sdk/nothing", Value::Null).await;
    assert_eq!((status, error["message"].as_str()), (404, Some("404: Not Found")));
    let reason = error["sim_reason"].as_str().unwrap();
    assert!(
        reason.contains("GET /api/v10/partner-sdk/nothing") && reason.contains("GET /sim/routes"),
        "{reason}"
    );
    let (status, sounds) = rest(&world.sim, "GET", "/soundboard-default-sounds", Value::Null).await;
    assert_eq!((status, sounds.as_array().unwrap().len()), (200, 3));
}

#[tokio::test]
async fn a_command_is_waited_for() {
    let world = World::start().await;
    let bot = crate::world::id(&world.ok("GET", "/users/@me", Value::Null).await);
    let path = "/sim/commands/caf%C3%A9";
    assert_eq!(send(&world.sim, "GET", path, "", "").await.0, 404);
    let late = format!("{path}?wait_ms=2000");
    let waiting = send(&world.sim, "GET", &late, "", "");
    let body = json!({ "name": "café", "description": "d" });
    let commands = format!("/applications/{bot}/commands");
    let registering = world.ok("POST", &commands, body);
    let ((status, found), made) = tokio::join!(waiting, registering);
    assert_eq!((status, &found["id"]), (200, &made["id"]));
    assert_eq!(world.sim.wait_for_command("café", None).await["id"], made["id"]);
    let elsewhere = format!("{path}?guild={}", world.guild);
    assert_eq!(send(&world.sim, "GET", &elsewhere, "", "").await.0, 404, "it is a global one");
}

#[tokio::test]
async fn what_is_recorded_plays_again() {
    let path =
        std::env::temp_dir().join(format!("gateway-sim-record-{}.jsonl", std::process::id()));
    let record = |sim: gateway_sim::SimBuilder| sim.guilds(1).rest_limits(false);
    let sim = record(Sim::builder()).record(&path).start().await.unwrap();
    let (_client, _) = Client::live(&sim, "v=10", 1 << 9 | 1 << 10 | 1 << 15).await;
    let said = act(&sim, json!({ "do": "message", "content": "hello" })).unwrap();
    let said = &said["message"];
    let channel = said["channel_id"].clone();
    let react = json!({ "do": "react", "channel": channel, "message": said["id"], "emoji": "🔥" });
    act(&sim, react).unwrap();
    sim.stop().await;
    let script = std::fs::read_to_string(&path).unwrap();
    std::fs::remove_file(&path).unwrap();
    let lines: Vec<Value> =
        script.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((lines.len(), &lines[0]), (3, &json!({ "wait_for_sessions": 1 })));
    assert_eq!((&lines[2]["message"], &lines[2]["channel"]), (&json!("$id:1"), &channel));

    let again = record(Sim::builder()).script(script.parse().unwrap()).start().await.unwrap();
    let (mut client, _) = Client::live(&again, "v=10", 1 << 9 | 1 << 10 | 1 << 15).await;
    let message = client.payload().await;
    assert_eq!(
        (&message["t"], &message["d"]["content"]),
        (&json!("MESSAGE_CREATE"), &json!("hello"))
    );
    let reaction = client.payload().await;
    assert_eq!(reaction["d"]["message_id"], message["d"]["id"]);
    assert_eq!(again.programme().script_errors, [""; 0]);
}

#[tokio::test]
async fn an_application_shows_its_intents_and_why_a_connection_was_closed() {
    let sim = Sim::builder().privileged_intents(Intents::GUILD_MEMBERS).start().await.unwrap();
    let (_live, ready) = Client::live(&sim, "v=10", 0).await;
    // GATEWAY_GUILD_MEMBERS_LIMITED.
    assert_eq!(ready["application"]["flags"], 1 << 15);
    let (_, application) = rest(&sim, "GET", "/applications/@me", Value::Null).await;
    assert_eq!(application["flags"], 1 << 15);
    let mut client = Client::connect(&sim.gateway_url(), "v=10").await;
    client.payload().await;
    client.send(&identify(&sim, Intents::GUILD_PRESENCES.bits())).await;
    assert_eq!(client.next().await, Got::Closed(Some(4014)));
    let (_, closes) = send(&sim, "GET", "/sim/closes", "", "").await;
    assert_eq!((closes.as_array().unwrap().len(), &closes[0]["code"]), (1, &json!(4014)));
    assert!(closes[0]["reason"].as_str().unwrap().contains("privileged intents 0x100"), "{closes}");
    assert_eq!(closes, json!(sim.closes()));
}
