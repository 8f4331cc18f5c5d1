//! The program as an operator sees it: probes, metrics, logs, and a start that cannot proceed.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use gateway_sim::Sim;
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};

use super::probe::Probe;
use super::program::Program;
use super::{LIMIT, Seen, endpoint};

/// Attempts follow each other immediately, so that a test does not wait for them.
const SINK: &str =
    "[[sink]]\nname = \"app\"\ntype = \"webhook\"\nretry = { base = \"5ms\", max = \"5ms\" }\n";

/// A configuration with a status port that the system chooses.
fn config(discord: &str, sink: &str) -> String {
    format!(
        "[status]\nlisten = \"127.0.0.1:0\"\n[discord]\nintents = [\"GUILDS\", \"GUILD_MESSAGES\"]\n\
         state_folder = \"STATE\"\nshutdown_timeout = \"1s\"\n{discord}\n{sink}\n"
    )
}

fn start(config: &str, token: &str) -> Program {
    Program::start_with(tempfile::tempdir().unwrap(), config, &[("DISCORD_TOKEN", token)])
}

fn has(body: &Value, code: &str) -> bool {
    body["reasons"].as_array().is_some_and(|reasons| reasons.iter().any(|it| it["code"] == code))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sink_that_is_down_is_seen_by_readiness_and_health_and_not_by_liveness() {
    let sim = Sim::builder().guilds(4).start().await.unwrap();
    let seen = Arc::new(Seen::default());
    seen.answers.lock().unwrap().extend(vec![503; 100_000]);
    let url = endpoint(Arc::clone(&seen)).await;
    let config =
        config(&format!("api_url = \"{}\"", sim.api_url()), &format!("{SINK}url = \"{url}\""));
    let mut program = start(&config, &sim.token());
    let probe = Probe::of(&mut program).await;
    let down = |status, body: &Value| status == 503 && has(body, "sink_down");
    probe.until("the sink is down", "/ready", down).await;
    let (status, health) = probe.json("/health");
    assert!(down(status, &health), "{health}");
    assert_eq!((&health["healthy"], &health["sinks_down"]), (&json!(false), &json!(["app"])));
    let reasons = health["reasons"].as_array().unwrap();
    let reason = reasons.iter().find(|it| it["code"] == "sink_down").unwrap();
    assert_eq!(reason["sink"], "app");
    assert!(reason["message"].as_str().unwrap().contains("status 503"), "{reason}");
    assert_eq!(probe.get("/live").0, 200);
    assert!(probe.get("/metrics").1.contains("gateway_forward_up{sink=\"app\"} 0"));

    seen.answers.lock().unwrap().clear();
    probe
        .until("it is up again", "/health", |status, body| status == 200 && body["healthy"] == true)
        .await;
    assert_eq!(probe.get("/ready").0, 200);
    assert!(probe.get("/metrics").1.contains("gateway_forward_up{sink=\"app\"} 1"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_metrics_of_all_crates_are_served_with_their_meanings() {
    let sim = Sim::builder().guilds(4).start().await.unwrap();
    let url = endpoint(Arc::new(Seen::default())).await;
    let config =
        config(&format!("api_url = \"{}\"", sim.api_url()), &format!("{SINK}url = \"{url}\""));
    let mut program = start(&config, &sim.token());
    let probe = Probe::of(&mut program).await;
    probe.until("all is well", "/health", |status, _| status == 200).await;
    let wanted = [
        "gateway_shard_ready{shard=\"0\"} 1\n",
        "gateway_shard_events_total{shard=\"0\"} ",
        "gateway_shard_identifies_total{shard=\"0\"} 1\n",
        "gateway_identify_remaining ",
        "gateway_conn_events_total{shard=\"0\"} ",
        "gateway_conn_opened_total{shard=\"0\"} 1\n",
        "http_client_requests_total{method=\"GET\",status=\"2xx\"} ",
        "http_client_request_seconds_bucket{method=\"GET\",le=\"0.01\"} ",
        "gateway_forward_sent_total{sink=\"app\"} ",
        "gateway_forward_spill_damaged_total{sink=\"app\"} 0\n",
        "gateway_forward_shards_ready 1\n",
        "gateway_forward_guilds 4\n",
        "# HELP gateway_shard_ready 1 while",
        "# HELP gateway_conn_events_total ",
        "# HELP http_client_requests_total ",
        "# TYPE gateway_forward_sent_total counter\n",
        "# TYPE gateway_forward_queue_depth gauge\n",
    ];
    let wait = async {
        // The shards' own gauges are updated every few seconds.
        loop {
            let (status, text) = probe.get("/metrics");
            assert_eq!(status, 200);
            if wanted.iter().all(|line| text.contains(line)) {
                return text;
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    };
    let text = tokio::time::timeout(LIMIT, wait).await;
    let text = text.unwrap_or_else(|_| panic!("{}", probe.get("/metrics").1));
    // Everything documented is served, and everything served is documented.
    let docs = include_str!("../../docs/operating.md");
    for line in text.lines().filter(|line| line.starts_with("# TYPE ")) {
        let name = line.split(' ').nth(2).unwrap();
        assert!(docs.contains(&format!("`{name}`")), "{name} is not in docs/operating.md");
        assert!(text.contains(&format!("# HELP {name} ")), "{name} has no meaning");
    }
    for metric in gateway_forward::status_server::metric::OF_SINKS {
        assert!(text.contains(&format!("\n{}{{sink=\"app\"}} ", metric.name)), "{}", metric.name);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_start_of_many_minutes_is_live_and_says_how_far_it_is() {
    // Shards of the same rate limit key identify 5 s after one another.
    let sim =
        Sim::builder().guilds(4).recommended_shards(500).max_concurrency(1).start().await.unwrap();
    let url = endpoint(Arc::new(Seen::default())).await;
    let config =
        config(&format!("api_url = \"{}\"", sim.api_url()), &format!("{SINK}url = \"{url}\""));
    let mut program = start(&config, &sim.token());
    let probe = Probe::of(&mut program).await;
    let first = |_, body: &Value| {
        body["shards"] == 500 && body["shards_not_ready"].as_array().unwrap().len() == 499
    };
    probe.until("the first shard is ready", "/health", first).await;
    let (status, ready) = probe.json("/ready");
    assert!(status == 503 && has(&ready, "shards_starting"), "{ready}");
    assert!(
        ready["reasons"][0]["message"].as_str().unwrap().starts_with("499 of 500 shards"),
        "{ready}"
    );
    assert_eq!(probe.json("/live"), (200, json!({ "live": true, "stage": "forwarding" })));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_api_that_cannot_be_reached_at_the_start_is_waited_for() {
    let sim = Sim::builder().guilds(4).start().await.unwrap();
    // An address with nothing behind it that answers.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let url = endpoint(Arc::new(Seen::default())).await;
    let sink = format!("{SINK}url = \"{url}\"");
    for application in ["", "application_id = \"42\""] {
        let discord = format!("api_url = \"http://{address}/api\"\n{application}");
        let mut program = start(&config(&discord, &sink), &sim.token());
        let probe = Probe::of(&mut program).await;
        let said = program.says("waiting for Discord").await;
        assert!(said.contains("refused"), "{said}");
        let unreachable = |status, body: &Value| status == 503 && has(body, "api_unreachable");
        probe.until("it is said", "/ready", unreachable).await;
        assert_eq!(probe.json("/live"), (200, json!({ "live": true, "stage": "starting" })));
        // A stop is noticed in the meantime.
        if application.is_empty() {
            program.signal("-TERM");
            assert_eq!(program.exit_code().await, Some(0));
            continue;
        }
        let listener = TcpListener::bind(address).await.unwrap();
        let target = sim.api_url();
        let target = target.trim_start_matches("http://").trim_end_matches("/api").to_owned();
        tokio::spawn(async move {
            while let Ok((mut socket, _)) = listener.accept().await {
                let mut other = TcpStream::connect(&target).await.unwrap();
                tokio::spawn(async move {
                    let _ = tokio::io::copy_bidirectional(&mut socket, &mut other).await;
                });
            }
        });
        program.says("succeeded").await;
        probe.until("all is well", "/health", |status, _| status == 200).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_status_port_that_is_taken_is_named_before_anything_starts() {
    let taken = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let sim = Sim::builder().guilds(4).start().await.unwrap();
    let discord = format!("api_url = \"{}\"", sim.api_url());
    let config = config(&discord, &format!("{SINK}url = \"http://127.0.0.1:9/\""));
    let mut program = start(&config.replace("127.0.0.1:0", &address), &sim.token());
    let said = program.says("cannot listen on").await;
    assert!(said.contains(&address) && said.contains("in use"), "{said}");
    assert_eq!(program.exit_code().await, Some(1));
    assert_eq!((sim.stats().identifies, sim.rest_stats().requests), (0, 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_that_is_refused_says_what_to_do() {
    let sim = Sim::builder().guilds(4).start().await.unwrap();
    for application in ["", "application_id = \"42\""] {
        let discord = format!("api_url = \"{}\"\n{application}", sim.api_url());
        let sink = format!("{SINK}url = \"http://127.0.0.1:9/\"");
        let mut program = start(&config(&discord, &sink), "MTA.wrong.token");
        let said = program.says("gateway-forward: ").await;
        for part in ["refused the token", "DISCORD_TOKEN", "discord.token_file", "Developer Portal"]
        {
            assert!(said.contains(part), "{part} is not in {said}");
        }
        assert!(!said.contains("MTA.wrong.token"), "{said}");
        assert_eq!(program.exit_code().await, Some(1));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_log_has_the_level_and_the_form_that_are_asked_for() {
    let sim = Sim::builder().guilds(4).start().await.unwrap();
    let (url, token) = (endpoint(Arc::new(Seen::default())).await, sim.token());
    let run = |log: &str, variable: &str, token: &str| {
        let discord = format!("api_url = \"{}\"", sim.api_url());
        let config =
            format!("{}[log]\n{log}\n", config(&discord, &format!("{SINK}url = \"{url}\"\n")));
        let environment = [("DISCORD_TOKEN", token), ("RUST_LOG", variable)];
        Program::start_with(tempfile::tempdir().unwrap(), &config, &environment)
    };
    let mut program = run("format = \"json\"", "", &token);
    let line: Value = serde_json::from_str(&program.says("\"forwarding\"").await).unwrap();
    assert_eq!(
        (&line["level"], &line["message"], &line["shards"]),
        (&json!("INFO"), &json!("forwarding"), &json!(1))
    );
    program.signal("-TERM");
    for line in program.rest_of_log().await {
        assert!(serde_json::from_str::<Value>(&line).is_ok(), "{line}");
    }

    // The variable takes precedence, also for individual parts of the program.
    let mut program = run("level = \"off\"", "gateway_shard=debug,gateway_forward=info", &token);
    program.says("forwarding").await;
    program.signal("-TERM");
    // A variable that is not a level is reported, and the file's level is used.
    for (level, told) in [("info", true), ("warn", false)] {
        let mut program =
            run(&format!("level = \"{level}\""), "gateway_shard=loud", "MTA.wrong.token");
        let said = program.rest_of_log().await;
        let has = |part: &str| said.iter().any(|line| line.contains(part));
        assert!(has("ignored RUST_LOG") && has("refused the token"), "{said:#?}");
        assert_eq!(has("serving /live"), told, "{said:#?}");
    }
}

/// A proxy that opens tunnels for one user, and counts them.
async fn proxy(tunnels: Arc<AtomicUsize>) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            let tunnels = Arc::clone(&tunnels);
            tokio::spawn(async move {
                let mut socket = BufReader::new(socket);
                let mut head = String::new();
                while socket.read_line(&mut head).await.is_ok_and(|read| read > 2) {}
                let target = head.split(' ').nth(1).unwrap_or_default().to_owned();
                // me:secret
                if !head.starts_with("CONNECT ") || !head.contains("Basic bWU6c2VjcmV0") {
                    let _ =
                        socket.write_all(b"HTTP/1.1 407 Nobody\r\ncontent-length: 0\r\n\r\n").await;
                    return;
                }
                tunnels.fetch_add(1, Ordering::SeqCst);
                let mut other = TcpStream::connect(target).await.unwrap();
                socket.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await.unwrap();
                let _ = tokio::io::copy_bidirectional(&mut socket, &mut other).await;
            });
        }
    });
    address
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn discord_is_reached_through_a_proxy_and_by_an_authority_of_ones_own() {
    let sim = Sim::builder().guilds(4).tls(true).start().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let authority = folder.path().join("ca.pem");
    std::fs::write(&authority, sim.ca_pem().unwrap()).unwrap();
    let tunnels = Arc::new(AtomicUsize::new(0));
    let url = format!("http://me:secret@{}", proxy(Arc::clone(&tunnels)).await);
    let seen = Arc::new(Seen::default());
    let to_sink = Arc::new(AtomicUsize::new(0));
    let sink_proxy = format!("http://me:secret@{}", proxy(Arc::clone(&to_sink)).await);
    let sink = format!(
        "{SINK}url = \"{}\"\nproxy_env = \"SINK_PROXY\"",
        endpoint(Arc::clone(&seen)).await
    );
    let discord = format!(
        "api_url = \"{}\"\nproxy_env = \"THE_PROXY\"\nca_file = \"{}\"",
        sim.api_url(),
        authority.display()
    );
    let token = sim.token();
    let environment =
        [("DISCORD_TOKEN", &*token), ("THE_PROXY", &*url), ("SINK_PROXY", &*sink_proxy)];
    let mut program = Program::start_with(folder, &config(&discord, &sink), &environment);
    let probe = Probe::of(&mut program).await;
    probe.until("all is well", "/health", |status, _| status == 200).await;
    assert!(tunnels.load(Ordering::SeqCst) >= 2, "one for the API and one for the gateway");
    let delivered = |_, body: &Value| body["sinks"][0]["sent"].as_u64() > Some(0);
    probe.until("an event is delivered", "/health", delivered).await;
    assert!(to_sink.load(Ordering::SeqCst) >= 1, "the webhook has a proxy of its own");
}

#[cfg(feature = "nats")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_nats_server_that_is_away_at_the_start_is_waited_for() {
    let sim = Sim::builder().guilds(4).start().await.unwrap();
    let closed = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let server = format!("nats://{}", closed.local_addr().unwrap());
    drop(closed);
    let sink = format!("[[sink]]\nname = \"bus\"\ntype = \"nats\"\nserver = \"{server}\"");
    let discord = format!("api_url = \"{}\"", sim.api_url());
    let config = config(&discord, &sink).replace("\"1s\"", "\"1h\"");
    let mut program = start(&config, &sim.token());
    let probe = Probe::of(&mut program).await;
    let said = program.says("waiting for it").await;
    assert!(said.contains("cannot connect to NATS"), "{said}");
    program.says("forwarding").await;
    let away = |status, body: &Value| status == 503 && has(body, "nats_unreachable");
    probe.until("it is said", "/ready", away).await;
    assert_eq!(probe.get("/live").0, 200);
    let waits = |_, body: &Value| body["sinks"][0]["queued"].as_u64() > Some(0);
    probe.until("an event waits", "/health", waits).await;
    // It also waits at the end, and a second signal ends that wait.
    program.signal("-TERM");
    probe.until("it is not ready any more", "/ready", |_, body| has(body, "stopping")).await;
    assert_eq!(probe.get("/live").0, 200);
    program.signal("-TERM");
    assert_eq!(program.exit_code().await, Some(3));
}

#[cfg(feature = "nats")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_worker_whose_fleet_cannot_be_reached_waits_and_says_so() {
    let sim = Sim::builder().guilds(4).start().await.unwrap();
    let closed = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let server = format!("nats://{}", closed.local_addr().unwrap());
    drop(closed);
    let url = endpoint(Arc::new(Seen::default())).await;
    let discord = format!("api_url = \"{}\"\nshards = 4", sim.api_url());
    let fleet = format!("[fleet]\nname = \"mybot\"\ncapacity = 4\nserver = \"{server}\"");
    let config = config(&discord, &format!("{fleet}\n{SINK}url = \"{url}\""));
    let mut program = start(&config, &sim.token());
    let probe = Probe::of(&mut program).await;
    let said = program.says("waiting for NATS").await;
    assert!(said.contains("cannot connect to NATS"), "{said}");
    let away = |status, body: &Value| status == 503 && has(body, "nats_unreachable");
    probe.until("it is said", "/ready", away).await;
    assert_eq!(probe.json("/live"), (200, json!({ "live": true, "stage": "starting" })));
    program.signal("-TERM");
    assert_eq!(program.exit_code().await, Some(0));
    assert_eq!(sim.stats().identifies, 0);
}
