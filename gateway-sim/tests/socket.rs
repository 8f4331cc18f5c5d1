//! The server on a real loopback socket: compression, faults of the socket, outages.

use crate::support::{Client, Got, identify, request};
use gateway_sim::control::{ConnectionAction, ServerAction, UserAction};
use gateway_sim::{Endpoint, Flow, Outage, Shape, Sim};
use serde_json::json;
use tokio::net::TcpStream;
use tokio::time::{Duration, timeout};

const MESSAGES: u64 = (1 << 0) | (1 << 9) | (1 << 15);

pub(crate) async fn sim() -> Sim {
    Sim::builder().guilds(2).configure(|core| core.max_concurrency = 16).start().await.unwrap()
}

fn write(sim: &Sim, content: &str) {
    let message = UserAction::Message {
        content: content.to_owned(),
        guild: None,
        channel: None,
        author: None,
        fields: json!({}),
    };
    assert_eq!(sim.act(message).unwrap()["sessions"], 1);
}

async fn compression_of(sim: &Sim) -> String {
    let (_, _, list) = request(sim, "GET", "/sim/connections", json!(null), false).await;
    list[0]["compression"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn plain_payload_zlib_stream_and_zstd_stream_carry_the_same_events() {
    for (query, compression) in [
        ("v=10&encoding=json", "none"),
        ("v=10&encoding=json&compress=zlib-stream", "zlib-stream"),
        ("v=10&encoding=json&compress=zstd-stream", "zstd-stream"),
    ] {
        let sim = sim().await;
        let (mut client, ready) = Client::live(&sim, query, MESSAGES).await;
        for content in ["one", "two", "three"] {
            write(&sim, content);
            let event = client.payload().await;
            assert_eq!(
                (&event["t"], &event["d"]["content"]),
                (&json!("MESSAGE_CREATE"), &json!(content))
            );
        }
        let stats = sim.stats();
        let session = &stats.sessions[ready["session_id"].as_str().unwrap()];
        assert_eq!((session.events, session.by_event["MESSAGE_CREATE"]), (6, 3));
        assert_eq!(client.messages, if compression == "none" { 0 } else { 7 });
        assert_eq!(compression_of(&sim).await, compression);
    }
    let sim = sim().await;
    let mut client = Client::connect(&sim.gateway_url(), "v=10&encoding=json").await;
    client.payload().await;
    let mut payload = identify(&sim, MESSAGES);
    payload["d"]["compress"] = json!(true);
    client.send(&payload).await;
    for name in ["READY", "GUILD_CREATE", "GUILD_CREATE"] {
        assert_eq!(client.payload().await["t"], name);
    }
    assert!(client.messages >= 2, "larger payloads come compressed");
    assert_eq!(compression_of(&sim).await, "payload");
}

#[tokio::test]
async fn a_refused_client_is_told_code_and_reason() {
    let sim = sim().await;
    let mut client = Client::connect(&sim.gateway_url(), "v=3").await;
    assert_eq!(client.next().await, Got::Closed(Some(4012)));
    let mut client = Client::connect(&sim.gateway_url(), "v=10").await;
    client.payload().await;
    client.send(&json!({ "op": 2, "d": { "token": "x" } })).await;
    assert_eq!(client.next().await, Got::Closed(Some(4004)));
    assert_eq!(sim.stats().closes.values().sum::<u64>(), 2);
}

#[tokio::test]
async fn a_dropped_client_resumes_on_the_other_port() {
    let sim = sim().await;
    let (mut client, ready) = Client::live(&sim, "v=10&compress=zlib-stream", MESSAGES).await;
    assert_eq!(sim.drop_connections(Some(0)), 1);
    assert!(matches!(client.next().await, Got::Broken | Got::Closed(None)));
    write(&sim, "missed");
    let url = ready["resume_gateway_url"].as_str().unwrap();
    assert_ne!(url, sim.gateway_url());
    let mut client = Client::connect(url, "v=10&compress=zlib-stream").await;
    client.payload().await;
    let resume = json!({ "token": sim.token(), "session_id": ready["session_id"], "seq": 3 });
    client.send(&json!({ "op": 6, "d": resume })).await;
    assert_eq!(client.payload().await["d"]["content"], "missed");
    assert_eq!(client.payload().await["t"], "RESUMED");
}

#[tokio::test]
async fn zlib_flushes_are_split_and_merged() {
    let sim = sim().await;
    let (mut client, _) = Client::live(&sim, "v=10&compress=zlib-stream", MESSAGES).await;
    let shape = |shape| ConnectionAction::Shape { shape };
    sim.act(shape(Shape::Split(5))).unwrap();
    let before = client.messages;
    write(&sim, "in pieces");
    assert_eq!(client.payload().await["d"]["content"], "in pieces");
    assert!(client.messages > before + 5);
    sim.act(shape(Shape::Merge(3))).unwrap();
    let before = client.messages;
    for content in ["a", "b", "c"] {
        write(&sim, content);
    }
    for content in ["a", "b", "c"] {
        assert_eq!(client.payload().await["d"]["content"], content);
    }
    assert_eq!(client.messages, before + 1);
}

#[tokio::test]
async fn sockets_can_be_half_open_and_ignore_the_close_frame() {
    let sim = sim().await;
    let (mut client, _) = Client::live(&sim, "v=10", MESSAGES).await;
    let socket = |writes| ConnectionAction::Socket { reads: None, writes: Some(writes) };
    sim.act(socket(Flow::Frozen)).unwrap();
    write(&sim, "held back");
    let silence = timeout(Duration::from_millis(50), client.next()).await;
    assert!(silence.is_err(), "{silence:?}");
    sim.act(socket(Flow::Normal)).unwrap();
    assert_eq!(client.payload().await["d"]["content"], "held back");

    sim.act(ConnectionAction::IgnoreClose).unwrap();
    client.socket.close(None).await.unwrap();
    let silence = timeout(Duration::from_millis(50), client.next()).await;
    assert!(silence.is_err(), "{silence:?}");
}

#[tokio::test]
async fn garbage_and_half_frames_arrive_as_they_are() {
    let sim = sim().await;
    let (mut client, _) = Client::live(&sim, "v=10", MESSAGES).await;
    let payload = ConnectionAction::Payload { text: r#"{"op":99,"d":null}"#.to_owned() };
    sim.act(payload).unwrap();
    assert_eq!(client.payload().await["op"], 99);
    // A fragmented text frame of which only a part arrives, followed by the end.
    sim.act(ConnectionAction::Bytes { hex: "81 7e 00 ff 7b".to_owned() }).unwrap();
    sim.drop_connections(None);
    assert_eq!(client.next().await, Got::Broken);
}

#[tokio::test]
async fn endpoints_go_down_and_come_back() {
    let sim = sim().await;
    let outage = |endpoint, mode| ServerAction::Outage { endpoint, mode, for_ms: None };
    sim.act(outage(Endpoint::Rest, Some(Outage::Unavailable))).unwrap();
    assert_eq!(request(&sim, "GET", "/api/v10/gateway", json!(null), false).await.0, 503);
    sim.act(outage(Endpoint::Rest, None)).unwrap();
    assert_eq!(request(&sim, "GET", "/api/v10/gateway", json!(null), false).await.0, 200);

    let resume = sim.inspect(|core| core.config().resume_url.clone());
    let address = resume.trim_start_matches("ws://").trim_end_matches('/').to_owned();
    sim.act(outage(Endpoint::Resume, Some(Outage::Refuse))).unwrap();
    while TcpStream::connect(&address).await.is_ok() {
        tokio::task::yield_now().await;
    }
    sim.act(outage(Endpoint::Resume, None)).unwrap();
    while TcpStream::connect(&address).await.is_err() {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn the_control_endpoint_does_the_same_over_http() {
    let sim = sim().await;
    let (mut client, _) = Client::live(&sim, "v=10", MESSAGES).await;
    let actions = json!([
        { "do": "message", "content": "from http" },
        { "do": "reconnect", "target": { "shard": 0 } },
    ]);
    let (status, _, done) = request(&sim, "POST", "/sim/actions", actions, false).await;
    assert_eq!((status, &done[1]), (200, &json!({ "connections": 1 })));
    assert_eq!(client.payload().await["d"]["content"], "from http");
    assert_eq!(client.payload().await["op"], 7);
    let (_, _, stats) = request(&sim, "GET", "/sim/stats", json!(null), false).await;
    assert_eq!(stats["gateway"]["identifies"], 1);
    let (_, _, list) = request(&sim, "GET", "/sim/connections", json!(null), false).await;
    assert_eq!(list[0]["shard"], json!([0, 1]));
    let wrong = json!([{ "do": "message", "content": "x" }, { "do": "nonsense" }]);
    let (status, _, error) = request(&sim, "POST", "/sim/actions", wrong, false).await;
    assert_eq!((status, &error["action"]), (400, &json!(1)));
}

#[tokio::test]
async fn a_port_that_is_taken_is_an_error() {
    let sim = sim().await;
    let address = sim.gateway_url().replace("ws://", "").replace('/', "").parse().unwrap();
    let error = Sim::builder().address(address).start().await.unwrap_err();
    assert_eq!(error.to_string(), format!("cannot listen on {address}"));
    assert!(std::error::Error::source(&error).is_some());
}
