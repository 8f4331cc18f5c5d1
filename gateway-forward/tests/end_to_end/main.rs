//! From a simulated Discord through the forwarder to an endpoint that checks what it receives, over real
//! sockets.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[cfg(unix)]
mod connections;
#[cfg(all(unix, feature = "nats"))]
mod fleet;
mod missed;
#[cfg(unix)]
mod operating;
#[cfg(unix)]
mod probe;
#[cfg(unix)]
mod program;
mod restarts;
mod statuses;

use std::collections::BTreeSet;
use std::convert::Infallible;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use data_encoding::HEXLOWER;
use gateway_forward::webhook::{
    ATTEMPT, EVENT_ID, SIGNATURE, SecretHeaders, TIMESTAMP, Webhook, WebhookConfig,
};
use gateway_forward::{
    DeliveryConfig, Filter, Forwarder, RetryPolicy, SigningKey, SinkSettings, Tls,
};
use gateway_model::gateway::Intents;
use gateway_shard::{Gateway, Shutdown};
use gateway_sim::Sim;
use http::{HeaderMap, Request, Response, StatusCode};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use ring::signature::{ED25519, UnparsedPublicKey};
use serde_json::{Value, json};
use tokio::net::TcpListener;

/// Generous: it only ends a test that hangs.
const LIMIT: Duration = Duration::from_secs(120);

/// What an endpoint received.
#[derive(Default)]
struct Seen {
    requests: Mutex<Vec<(HeaderMap, Bytes)>>,
    /// Statuses to answer with; afterwards 204.
    answers: Mutex<Vec<u16>>,
    /// The worker that is answered with 503, by the header X-Worker.
    refused: Mutex<Option<&'static str>>,
}

impl Seen {
    /// Records a request, and returns the status to answer with.
    fn answer(&self, headers: HeaderMap, body: Bytes) -> u16 {
        let refused = *self.refused.lock().unwrap();
        if refused.is_some_and(|name| headers.get("x-worker").is_some_and(|value| value == name)) {
            return 503;
        }
        self.requests.lock().unwrap().push((headers, body));
        self.answers.lock().unwrap().pop().unwrap_or(204)
    }
}

async fn endpoint(seen: Arc<Seen>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/events", listener.local_addr().unwrap());
    tokio::spawn(async move {
        loop {
            let (socket, _) = listener.accept().await.unwrap();
            let seen = Arc::clone(&seen);
            let service = service_fn(move |request: Request<Incoming>| {
                let seen = Arc::clone(&seen);
                async move {
                    let (head, body) = request.into_parts();
                    let body = body.collect().await.unwrap().to_bytes();
                    let status = seen.answer(head.headers, body);
                    let mut answer = Response::new(Full::new(Bytes::new()));
                    *answer.status_mut() = StatusCode::from_u16(status).unwrap();
                    Ok::<_, Infallible>(answer)
                }
            });
            tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(socket), service));
        }
    });
    url
}

fn sink(name: &str, url: &str, key: &SigningKey, filter: Filter) -> SinkSettings {
    let retry = RetryPolicy { base: Duration::from_millis(5), ..RetryPolicy::default() };
    let mut headers = HeaderMap::new();
    headers.insert("x-own", "value".parse().unwrap());
    let webhook = Webhook::new(WebhookConfig {
        url: url.parse().unwrap(),
        key: key.clone(),
        application_id: "42".into(),
        headers: SecretHeaders(headers),
        timeout: Duration::from_secs(30),
        final_statuses: retry.final_statuses.clone(),
        proxy: None,
        tls: Tls::default(),
    })
    .unwrap();
    let delivery = DeliveryConfig { retry, ..DeliveryConfig::default() };
    SinkSettings { name: name.into(), sink: Arc::new(webhook), filter, delivery }
}

/// Whether the signature over timestamp and body was made with this key.
fn is_signed(key: &SigningKey, headers: &HeaderMap, body: &[u8]) -> bool {
    let public =
        UnparsedPublicKey::new(&ED25519, HEXLOWER.decode(key.public_hex().as_bytes()).unwrap());
    let message = [headers[TIMESTAMP].as_bytes(), body].concat();
    public.verify(&message, &HEXLOWER.decode(headers[SIGNATURE].as_bytes()).unwrap()).is_ok()
}

fn header<'a>(headers: &'a HeaderMap, name: &http::HeaderName) -> &'a str {
    headers[name].to_str().unwrap()
}

async fn wait_until(what: &str, condition: impl Fn() -> bool) {
    let wait = async {
        while !condition() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    assert!(tokio::time::timeout(LIMIT, wait).await.is_ok(), "in vain: {what}");
}

#[tokio::test]
async fn every_event_arrives_signed_and_once_through_retries_and_a_lost_connection() {
    let sim =
        Sim::builder().guilds(4).recommended_shards(2).max_concurrency(2).start().await.unwrap();
    let (all, messages) = (Arc::new(Seen::default()), Arc::new(Seen::default()));
    // The first attempts fail in a way that is retried.
    all.answers.lock().unwrap().extend([503, 429, 500]);
    let key = SigningKey::generate().unwrap().0;
    let only_messages = Filter { events: ["MESSAGE_CREATE".into()].into(), ..Filter::default() };
    let forwarder = Forwarder::start(vec![
        sink("all", &endpoint(Arc::clone(&all)).await, &key, Filter::default()),
        sink("messages", &endpoint(Arc::clone(&messages)).await, &key, only_messages),
    ])
    .unwrap();
    let (gateway, mut events) =
        Gateway::builder(sim.token(), Intents::all()).api_url(sim.api_url()).start().await.unwrap();
    let stats = forwarder.stats();
    let forwarding = tokio::spawn(async move {
        while let Some(event) = events.next().await {
            forwarder.forward(event).await;
        }
        forwarder.finish(LIMIT).await
    });
    assert!(gateway.wait_ready(LIMIT).await);
    let guilds: Vec<u64> = sim.inspect(|core| core.world().guilds().map(|id| id.get()).collect());
    for round in 0..40_u64 {
        if round == 20 {
            assert_eq!(sim.drop_connections(None), 2);
        }
        for guild in &guilds {
            // An integer that a decoder could round.
            let data = json!({ "id": round.to_string(), "guild_id": guild.to_string(), "n": u64::MAX - round });
            assert_eq!(sim.inject("MESSAGE_CREATE", Some(*guild), data), 1);
        }
    }
    let sent = || stats.read().iter().map(|sink| sink.sent).collect::<Vec<_>>();
    wait_until("all messages are delivered", || sent()[1] == 160).await;
    let report = gateway.shutdown(Shutdown::Offline, LIMIT).await;
    assert!(forwarding.await.unwrap(), "{report:?}");

    let requests = messages.requests.lock().unwrap();
    assert_eq!(requests.len(), 160);
    let ids: BTreeSet<_> =
        requests.iter().map(|(headers, _)| header(headers, &EVENT_ID).to_owned()).collect();
    assert_eq!(ids.len(), 160, "each has an id of its own");
    let mut next = std::collections::BTreeMap::new();
    for (headers, body) in requests.iter() {
        assert!(is_signed(&key, headers, body));
        assert_eq!((header(headers, &ATTEMPT), headers["x-own"].to_str().unwrap()), ("1", "value"));
        let body: Value = serde_json::from_slice(body).unwrap();
        assert_eq!(
            (&body["application_id"], &body["event"]["type"]),
            (&json!("42"), &json!("MESSAGE_CREATE"))
        );
        let data = &body["event"]["data"];
        let round: &mut u64 = next.entry(data["guild_id"].to_string()).or_insert(0);
        assert_eq!(data["n"], json!(u64::MAX - *round), "in the guild's order, none missing");
        *round += 1;
    }
    let requests = all.requests.lock().unwrap();
    let names: Vec<String> = requests
        .iter()
        .map(|(_, body)| {
            serde_json::from_slice::<Value>(body).unwrap()["event"]["type"]
                .as_str()
                .unwrap()
                .to_owned()
        })
        .collect();
    let count = |name: &str| names.iter().filter(|event| *event == name).count();
    // Guilds that arrive after a start already had the bot.
    assert_eq!((count("GUILD_CREATE"), count("RESUMED")), (0, 2), "{names:?}");
    assert!(count("GUILD_AVAILABLE") >= 4 && count("READY") >= 2);
    let retried = requests.iter().filter(|(headers, _)| header(headers, &ATTEMPT) != "1").count();
    assert_eq!(retried, 3, "one more try for each failure");
}
