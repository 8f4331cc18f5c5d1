//! Where requests are sent, and which headers they have there.

use std::sync::Arc;

use gateway_sim::Sim;
use http_client::Tls;
use serde_json::json;

use crate::support::{Came, HttpClient, Pair, answer, channel, config, full};

#[tokio::test]
async fn requests_pass_with_and_without_api_and_version() {
    let sim = Sim::builder().guilds(1).start().await.unwrap();
    let pair = Pair::start(&config(&sim.api_url())).await;
    for path in ["/api/v10/gateway", "/api/v9/gateway", "/api/gateway", "/v10/gateway", "/gateway"]
    {
        let answer = pair.client.get(path).await;
        assert_eq!(
            (answer.status.as_u16(), &answer.json()["url"]),
            (200, &json!(sim.gateway_url())),
            "{path}"
        );
    }
}

#[tokio::test]
async fn an_unknown_route_is_sent_on_and_has_a_bucket_of_its_own() {
    let sim = Sim::builder().guilds(1).start().await.unwrap();
    let pair = Pair::start(&config(&sim.api_url())).await;
    let path = format!("/api/v10/channels/{}/new-things/7", channel(&sim));
    for _ in 0..3 {
        let answer = pair.client.get(&path).await;
        assert_eq!((answer.status.as_u16(), &answer.json()["code"]), (404, &json!(0)));
    }
    assert_eq!(sim.rest_stats().by_route["unknown"], 3);
    assert_eq!(pair.health().await["buckets"], 1);
}

#[tokio::test]
async fn a_path_with_dots_is_refused() {
    let came = Came::default();
    let noted = came.clone();
    let pair = Pair::before(move |request| {
        noted.note(&request);
        async { answer(200, &[], "") }
    })
    .await;
    let answer = pair.client.get("/api/v10/channels/1/%2e%2e/2").await;
    assert_eq!((answer.status.as_u16(), answer.header("x-proxy-error")), (400, Some("request")));
    assert_eq!(came.lines(), [""; 0]);
}

#[tokio::test]
async fn headers_and_bodies_pass_unchanged_and_those_of_the_connection_do_not() {
    let came = Came::default();
    let noted = came.clone();
    let pair = Pair::before(move |request| {
        noted.note(&request);
        async { answer(200, &[("x-thing", "1"), ("keep-alive", "timeout=5")], "body") }
    })
    .await;
    let request = pair.client.request("PATCH", "/api/v10/guilds/1?a=b%20c");
    let request = request
        .header("authorization", "Bot a")
        .header("x-audit-log-reason", "why")
        .header("user-agent", "DiscordBot (x, 1)")
        .header("connection", "x-mine")
        .header("x-mine", "1")
        .header("x-proxy-max-wait", "3")
        .header("x-proxy-ordered", "true");
    let read = pair.client.send(request.body(full("{}")).unwrap()).await;
    assert_eq!(
        (&*read.body, read.header("x-thing"), read.header("keep-alive")),
        (&b"body"[..], Some("1"), None)
    );
    assert_eq!(came.lines(), ["PATCH /api/v10/guilds/1?a=b%20c"]);
    let sent = came.headers(0);
    let names: Vec<_> = sent.keys().map(|name| name.as_str().to_owned()).collect();
    for gone in ["x-mine", "x-proxy-max-wait", "x-proxy-ordered", "connection"] {
        assert!(!names.iter().any(|name| name == gone), "{names:?}");
    }
    assert_eq!([&sent["authorization"], &sent["x-audit-log-reason"]], ["Bot a", "why"]);
    assert_eq!([&sent["user-agent"], &sent["via"]], ["DiscordBot (x, 1)", "1.1 rest-proxy"]);
    assert_eq!(sent["content-length"], "2");
}

#[tokio::test]
async fn the_api_is_reached_over_tls_and_clients_over_http_2() {
    let sim = Sim::builder().guilds(1).tls(true).start().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ca.pem");
    std::fs::write(&file, sim.ca_pem().unwrap()).unwrap();
    let mut config = config(&sim.api_url());
    config.tls = Tls::with_ca_file(&file).unwrap();
    let pair = Pair::start(&config).await;
    let client = Arc::new(HttpClient::http2(pair.proxy.address()));
    let answer = client.get("/api/v10/gateway").await;
    assert_eq!(answer.status, 200);
}
