//! The program: its start, its end, its metrics, and what remains of it if it is killed.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use gateway_sim::Sim;
use gateway_sim::control::RestAction;
use gateway_sim::rest::{Scope, Window};
use rest_proxy::{RestProxy, install_metrics};
use tokio::task::JoinSet;

use crate::support::{HttpClient, MESSAGES, Pair, answer, bucket, channel, config};

/// The program in front of a simulation, and its listening address.
struct Program {
    process: Child,
    client: HttpClient,
}

impl Program {
    fn start(sim: &Sim) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_rest-proxy"))
            .args(["--listen", "127.0.0.1:0"])
            .env("REST_PROXY_API_URL", sim.api_url())
            .env("REST_PROXY_LOG_FORMAT", "json")
            .env("REST_PROXY_GLOBAL_LIMIT", "50")
            .env_remove("DISCORD_TOKEN")
            .env_remove("RUST_LOG")
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(process.stderr.take().unwrap()).read_line(&mut line).unwrap();
        let started: serde_json::Value = serde_json::from_str(&line).unwrap();
        assert_eq!(started["message"], "taking requests");
        let client = HttpClient::new(started["address"].as_str().unwrap().parse().unwrap());
        Self { process, client }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_proxy_that_is_killed_loses_and_doubles_nothing_that_was_answered() {
    let sim = Sim::builder().guilds(1).start().await.unwrap();
    sim.act(RestAction::Delay { ms: 20 }).unwrap();
    let (route, scope, window) = (Some(MESSAGES.to_owned()), Scope::User, Window::Fixed);
    let limit = RestAction::Limit { route, limit: 5, per_ms: 200, window, scope, hidden: false };
    sim.act(limit).unwrap();
    let (token, channel) = (sim.token(), channel(&sim));
    let send_all = |client: &HttpClient, numbers: Vec<u64>| {
        let mut sending = JoinSet::new();
        for number in numbers {
            let (client, message) =
                (client.clone(), client.message(&token, channel, &format!("number {number}")));
            sending.spawn(async move { (number, client.try_send(message).await) });
        }
        sending
    };
    let first = Program::start(&sim);
    let mut sending = send_all(&first.client, (0..8).collect());
    // Once one is answered, others are in progress or wait.
    let mut answered = vec![sending.join_next().await.unwrap().unwrap()];
    drop(first);
    answered.extend(sending.join_all().await);
    let (done, lost): (Vec<_>, Vec<_>) =
        answered.into_iter().partition(|(_, answer)| answer.is_some());
    assert!(!done.is_empty() && !lost.is_empty(), "{} done", done.len());
    let second = Program::start(&sim);
    let again = lost.iter().map(|(number, _)| *number).collect();
    let again = send_all(&second.client, again).join_all().await;
    assert!(again.iter().all(|(_, answer)| answer.as_ref().unwrap().status == 200));
    let answers = done.iter().chain(&again).map(|(_, answer)| answer.as_ref().unwrap());
    let ids: std::collections::BTreeSet<String> =
        answers.map(|answer| answer.json()["id"].to_string()).collect();
    assert_eq!(ids.len(), 8);
    // It may hit one 429, because it does not know what the first process has used.
    assert!(sim.rest_stats().by_status.get(&429).is_none_or(|limited| *limited <= 1));
}

#[test]
fn a_bad_configuration_is_said_at_the_start() {
    let output = Command::new(env!("CARGO_BIN_EXE_rest-proxy"))
        .env("REST_PROXY_LISTN", "x")
        .env("REST_PROXY_TIMEOUT", "x")
        .output()
        .unwrap();
    let text = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(text.contains("2 errors") && text.contains("REST_PROXY_LISTN"), "{text}");
}

#[tokio::test]
async fn a_shutdown_answers_what_came_and_takes_no_more() {
    let pair = Pair::before(|_| async { answer(200, &bucket("1", "0", "0.1"), "{}") }).await;
    let mut sending = JoinSet::new();
    for number in 0..3 {
        let (client, message) =
            (pair.client.clone(), pair.client.message("a", 1, &number.to_string()));
        sending.spawn(async move { client.send(message).await });
    }
    pair.until("waiting", 2).await;
    let (address, client) = (pair.proxy.address(), pair.client.clone());
    let shutdown = tokio::spawn(pair.proxy.shutdown(Duration::from_secs(60)));
    let answers = sending.join_all().await;
    assert!(answers.iter().all(|answer| answer.status == 200));
    drop(client);
    assert!(shutdown.await.unwrap());
    assert!(tokio::net::TcpStream::connect(address).await.is_err());
}

#[tokio::test]
async fn a_shutdown_does_not_wait_for_idle_connections() {
    for connect in [HttpClient::new, HttpClient::http2] {
        let pair = Pair::before(|_| async { answer(200, &[], "{}") }).await;
        let client = connect(pair.proxy.address());
        assert_eq!(client.get("/api/v10/gateway").await.status, 200);
        tokio::time::pause();
        let begun = tokio::time::Instant::now();
        assert!(pair.proxy.shutdown(Duration::from_secs(60)).await);
        assert!(begun.elapsed() < Duration::from_secs(5));
        tokio::time::resume();
    }
}

#[tokio::test]
async fn a_shutdown_ends_by_its_deadline() {
    let pair = Pair::before(|_| async { std::future::pending().await }).await;
    let (client, message) = (pair.client.clone(), pair.client.message("a", 1, "never answered"));
    let sending = tokio::spawn(async move { client.try_send(message).await });
    pair.until("in_flight", 1).await;
    assert!(!pair.proxy.shutdown(Duration::from_millis(10)).await);
    assert!(sending.await.unwrap().is_none());
}

#[tokio::test]
async fn health_and_metrics_tell_how_it_is() {
    let sim = Sim::builder().guilds(1).start().await.unwrap();
    let metrics = install_metrics().unwrap();
    let proxy = RestProxy::start_with(&config(&sim.api_url()), metrics).await.unwrap();
    let client = HttpClient::new(proxy.address());
    let status = Arc::new(HttpClient::new(proxy.status_address().unwrap()));
    client.send(client.message(&sim.token(), channel(&sim), "hello")).await;
    let body = r#"{"message":"slow","retry_after":0.3,"global":false}"#;
    let failure = serde_json::json!({ "status": 429, "body": body, "times": 1 });
    sim.act(RestAction::Fail(serde_json::from_value(failure).unwrap())).unwrap();
    client.get("/api/v10/channels/1").await;
    for page in ["/live", "/ready", "/health"] {
        assert_eq!(status.get(page).await.status, 200, "{page}");
    }
    assert_eq!(status.get("/nothing").await.status, 404);
    let text = String::from_utf8(status.get("/metrics").await.body.to_vec()).unwrap();
    let value = |name: &str| {
        let of = |line: &str| line.strip_prefix(name)?.strip_prefix(' ')?.parse::<u64>().ok();
        text.lines().find_map(of).unwrap_or_else(|| panic!("{name} is not in {text}"))
    };
    // The recorder is shared by the process, and other tests of this process count there too.
    for (counter, least) in [
        ("rest_proxy_requests_total{route=\"create_message\",status=\"200\"}", 1),
        ("rest_proxy_requests_total{route=\"get_channel\",status=\"429\"}", 1),
        ("rest_proxy_requests_total{route=\"get_channel\",status=\"401\"}", 1),
        ("rest_proxy_request_seconds_count", 3),
        ("rest_proxy_wait_seconds_count{limit=\"hidden\"}", 1),
        ("rest_proxy_rate_limited_total{scope=\"user\"}", 1),
    ] {
        assert!(value(counter) >= least, "{counter}: {text}");
    }
    // The current values of this proxy.
    for (gauge, is) in [
        ("rest_proxy_waiting", 0),
        ("rest_proxy_in_flight", 0),
        ("rest_proxy_tokens", 2),
        ("rest_proxy_buckets", 2),
        ("rest_proxy_invalid_requests", 2),
        ("rest_proxy_guard_state", 0),
    ] {
        assert_eq!(value(gauge), is, "{gauge}");
    }
    assert!(!text.contains(&sim.token()));
}
