//! Interactions over HTTP.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, UNIX_EPOCH};

use bytes::Bytes;
use gateway_model::interaction::{Interaction, InteractionResponse, MessageResponse};
use http::{Request, Response};
use http_body_util::{BodyExt, Full};
use http_client::interactions::{PublicKeyError, Receiver};
use ring::signature::{Ed25519KeyPair, KeyPair};

const PING: &str = r#"{"id":"1","application_id":"2","type":1,"token":"t","version":1,"app_permissions":"0",
    "entitlements":[],"authorizing_integration_owners":{},"attachment_size_limit":1}"#;
const COMMAND: &str = r#"{"id":"1","application_id":"2","type":2,"token":"t","version":1,"app_permissions":"0",
    "data":{"id":"3","name":"ping","type":1},"entitlements":[],"authorizing_integration_owners":{},
    "attachment_size_limit":1}"#;

fn key() -> Ed25519KeyPair {
    Ed25519KeyPair::from_seed_unchecked(&[7; 32]).unwrap()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Returns a request that is signed as Discord does it.
fn signed(body: &str) -> Request<Full<Bytes>> {
    signed_at("1767225600", body)
}

fn signed_at(timestamp: &str, body: &str) -> Request<Full<Bytes>> {
    let signature = key().sign(format!("{timestamp}{body}").as_bytes());
    Request::post("/")
        .header("x-signature-ed25519", hex(signature.as_ref()))
        .header("x-signature-timestamp", timestamp)
        .body(Full::new(Bytes::copy_from_slice(body.as_bytes())))
        .unwrap()
}

/// Passes a request to a receiver. Returns the status, the response's body, and how often the app's code ran.
async fn give(request: Request<Full<Bytes>>) -> (u16, String, u32) {
    let calls = Arc::new(AtomicU32::new(0));
    let counted = Arc::clone(&calls);
    let handler = move |interaction: Interaction| {
        counted.fetch_add(1, Ordering::Relaxed);
        async move {
            InteractionResponse::message(MessageResponse::new().content(interaction.id.to_string()))
        }
    };
    let receiver = Receiver::new(&hex(key().public_key().as_ref()), handler)
        .unwrap()
        .max_body(2_000)
        .clock(|| UNIX_EPOCH + Duration::from_secs(1_767_225_601));
    let response: Response<Full<Bytes>> = receiver.receive(request).await;
    let status = response.status().as_u16();
    let body = response.into_body().collect().await.unwrap().to_bytes();
    (status, String::from_utf8(body.to_vec()).unwrap(), calls.load(Ordering::Relaxed))
}

#[tokio::test]
async fn a_ping_is_answered_without_the_app() {
    assert_eq!(give(signed(PING)).await, (200, r#"{"type":1}"#.into(), 0));
}

#[tokio::test]
async fn a_command_reaches_the_app_and_its_answer_discord() {
    let (status, body, calls) = give(signed(COMMAND)).await;
    assert_eq!((status, calls), (200, 1));
    assert_eq!(body, r#"{"type":4,"data":{"content":"1"}}"#);
}

#[tokio::test]
async fn what_is_not_signed_gets_401_and_never_reaches_the_app() {
    let tampered = |change: fn(&mut Request<Full<Bytes>>)| {
        let mut request = signed(COMMAND);
        change(&mut request);
        request
    };
    let wrong = [
        tampered(|request| *request.body_mut() = Full::from(COMMAND.replace("ping", "pong"))),
        tampered(|request| drop(request.headers_mut().remove("x-signature-ed25519"))),
        tampered(|request| drop(request.headers_mut().remove("x-signature-timestamp"))),
        tampered(|request| {
            let later = "1767225601".parse().unwrap();
            request.headers_mut().insert("x-signature-timestamp", later);
        }),
        tampered(|request| {
            let zeros = "0".repeat(128).parse().unwrap();
            request.headers_mut().insert("x-signature-ed25519", zeros);
        }),
        tampered(|request| {
            request.headers_mut().insert("x-signature-ed25519", "not hex".parse().unwrap());
        }),
    ];
    for request in wrong {
        assert_eq!(give(request).await, (401, String::new(), 0));
    }
}

#[tokio::test]
async fn an_old_signature_that_is_sent_again_gets_401_and_never_reaches_the_app() {
    // The clock says 1767225601.
    for near in ["1767225600", "1767225301", "1767225901"] {
        assert_eq!(give(signed_at(near, COMMAND)).await.0, 200, "{near}");
    }
    for far in ["1767225300", "1767225902", "0", "-1", "", "soon", "99999999999999999999999"] {
        assert_eq!(give(signed_at(far, COMMAND)).await, (401, String::new(), 0), "{far}");
    }
    let key_text = hex(key().public_key().as_ref());
    let handler = |_: Interaction| async { InteractionResponse::deferred_update() };
    let any = Receiver::new(&key_text, handler).unwrap().max_age(None);
    assert_eq!(any.receive(signed_at("1", COMMAND)).await.status(), 200);
    let strict = Receiver::new(&key_text, handler)
        .unwrap()
        .max_age(Duration::from_secs(10))
        .clock(|| UNIX_EPOCH + Duration::from_secs(100));
    assert_eq!(strict.receive(signed_at("90", COMMAND)).await.status(), 200);
    assert_eq!(strict.receive(signed_at("89", COMMAND)).await.status(), 401);
}

#[tokio::test]
async fn what_is_no_interaction_is_refused() {
    assert_eq!(give(signed("{}")).await.0, 400);
    assert_eq!(give(signed(&" ".repeat(3_000))).await.0, 413);
    let get = Request::get("/").body(Full::default()).unwrap();
    assert_eq!(give(get).await.0, 405);
}

fn receiver() -> Receiver<impl Fn(Interaction) -> std::future::Ready<InteractionResponse>> {
    let handler = |_: Interaction| std::future::ready(InteractionResponse::deferred_update());
    Receiver::new(&hex(key().public_key().as_ref()), handler)
        .unwrap()
        .clock(|| UNIX_EPOCH + Duration::from_secs(1_767_225_601))
}

/// A body of this many pieces of this length, after which it stays open without sending anything.
struct Endless(usize, usize);

impl hyper::body::Body for Endless {
    type Data = Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<hyper::body::Frame<Bytes>, Self::Error>>> {
        if self.0 == 0 {
            return std::task::Poll::Pending;
        }
        self.0 -= 1;
        let piece = Bytes::from(vec![b' '; self.1]);
        std::task::Poll::Ready(Some(Ok(hyper::body::Frame::data(piece))))
    }
}

/// Returns a request with a well-formed but wrong signature and this body.
fn forged<B>(body: B) -> Request<B> {
    Request::post("/")
        .header("x-signature-ed25519", "0".repeat(128))
        .header("x-signature-timestamp", "1767225600")
        .body(body)
        .unwrap()
}

#[tokio::test(start_paused = true)]
async fn headers_are_looked_at_before_a_byte_of_the_body_is_read() {
    // Reading this body would last until the time limit.
    for (name, value) in [
        ("x-signature-ed25519", None),
        ("x-signature-timestamp", None),
        ("x-signature-ed25519", Some("00")),
        ("x-signature-ed25519", Some("zz")),
        ("x-signature-timestamp", Some("soon")),
        ("x-signature-timestamp", Some("1")),
    ] {
        let mut request = forged(Endless(0, 0));
        match value {
            Some(value) => drop(request.headers_mut().insert(name, value.parse().unwrap())),
            None => drop(request.headers_mut().remove(name)),
        }
        let begun = tokio::time::Instant::now();
        assert_eq!(receiver().receive(request).await.status(), 401, "{name}: {value:?}");
        assert_eq!(begun.elapsed(), Duration::ZERO, "{name}: {value:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_body_is_bounded_in_size_and_time() {
    let mut declared = forged(Endless(0, 0));
    declared.headers_mut().insert("content-length", "262145".parse().unwrap());
    let begun = tokio::time::Instant::now();
    assert_eq!(receiver().receive(declared).await.status(), 413);
    assert_eq!(receiver().receive(forged(Endless(257, 1024))).await.status(), 413);
    assert_eq!(begun.elapsed(), Duration::ZERO, "neither was read to its end");
    assert_eq!(receiver().receive(forged(Endless(256, 1024))).await.status(), 408);
    assert_eq!(begun.elapsed(), Duration::from_secs(3));
    let quick = receiver().body_timeout(Duration::from_secs(1));
    assert_eq!(quick.receive(forged(Endless(1, 1))).await.status(), 408);
    assert_eq!(begun.elapsed(), Duration::from_secs(4));
}

#[tokio::test(start_paused = true)]
async fn a_thousand_callers_together_hold_no_more_than_allowed() {
    let receiver = receiver().max_bodies(20 << 10);
    let mut callers = tokio::task::JoinSet::new();
    for _ in 0..1_000 {
        let receiver = receiver.clone();
        callers.spawn(async move { receiver.receive(forged(Endless(2, 1024))).await.status() });
    }
    tokio::task::yield_now().await;
    assert_eq!(receiver.receive(signed(PING)).await.status(), 503, "there is no room");
    let mut full = 0;
    while let Some(status) = callers.join_next().await {
        let status = status.unwrap();
        assert!(status == 408 || status == 503, "{status}");
        full += usize::from(status == 503);
    }
    assert!((980..=990).contains(&full), "20 KiB are 10 to 20 such bodies: {full}");
    assert_eq!(receiver.receive(signed(PING)).await.status(), 200, "all room comes back");
}

#[tokio::test]
async fn thousands_of_forged_calls_reach_nothing() {
    let (receiver, mut refused) = (receiver(), 0);
    for _ in 0..2_000 {
        let response = receiver.receive(forged(Full::<Bytes>::from(COMMAND))).await;
        refused += usize::from(response.status() == 401);
    }
    assert_eq!(refused, 2_000);
}

#[test]
fn a_key_of_small_order_is_refused() {
    // The points of order 1, 2, 4 and 8, and other encodings of them.
    let y8 = "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05";
    let other8 = "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a";
    let ff = |first: &str, last: &str| format!("{first}{}{last}", "ff".repeat(30));
    let weak = [
        "0".repeat(64),
        format!("01{}", "00".repeat(31)),
        format!("{}80", "00".repeat(31)),
        ff("ec", "7f"),
        ff("ed", "7f"),
        ff("ee", "7f"),
        y8.into(),
        other8.into(),
    ];
    for weak in weak {
        let handler = |_: Interaction| async { InteractionResponse::pong() };
        assert_eq!(Receiver::new(&weak, handler).unwrap_err(), PublicKeyError, "{weak}");
    }
}

#[test]
fn a_public_key_has_64_digits() {
    for wrong in ["", "00", "zz", &"0".repeat(63), &"g".repeat(64), &"0".repeat(66)] {
        let handler = |_: Interaction| async { InteractionResponse::pong() };
        assert_eq!(Receiver::new(wrong, handler).unwrap_err(), PublicKeyError, "{wrong}");
    }
}

/// Passes a webhook event to a receiver whose function for events returns this. Returns the status, the content type,
/// and the events that the function got.
async fn give_event(body: &str, ends: Result<(), &'static str>) -> (u16, String, Vec<String>) {
    let seen = Arc::new(std::sync::Mutex::new(Vec::new()));
    let seen_by = Arc::clone(&seen);
    let receiver = receiver().on_event(move |event| {
        seen_by.lock().unwrap().push(event.kind().to_string());
        std::future::ready(ends)
    });
    let response = receiver.receive(signed(body)).await;
    let content_type = response.headers().get("content-type");
    let content_type = content_type.map_or_else(String::new, |kind| kind.to_str().unwrap().into());
    let status = response.status().as_u16();
    let body = response.into_body().collect().await.unwrap().to_bytes();
    assert!(body.is_empty(), "{body:?}");
    let seen = seen.lock().unwrap().clone();
    (status, content_type, seen)
}

const EVENT_PING: &str = r#"{"version":1,"application_id":"2","type":0}"#;

fn event(kind: &str, data: &str) -> String {
    let body = format!(r#""type":"{kind}","timestamp":"2024-10-18T14:42:53.064834","data":{data}"#);
    format!(r#"{{"version":1,"application_id":"2","type":1,"event":{{{body}}}}}"#)
}

#[tokio::test]
async fn a_webhook_event_is_typed_and_answered_with_204_and_no_body() {
    let json = || "application/json".to_owned();
    assert_eq!(give_event(EVENT_PING, Ok(())).await, (204, json(), vec![]));
    let user = r#"{"id":"4","username":"u","discriminator":"0","global_name":null,"avatar":null}"#;
    let entitlement =
        r#"{"application_id":"5","id":"6","sku_id":"7","type":4,"user_id":"4","deleted":false}"#;
    let message = format!(
        r#"{{"id":"7","type":0,"content":"x","lobby_id":"6","channel_id":"8","author":{user},"flags":0}}"#
    );
    for (kind, data) in [
        ("APPLICATION_AUTHORIZED", format!(r#"{{"user":{user},"scopes":["bot"]}}"#)),
        ("APPLICATION_DEAUTHORIZED", format!(r#"{{"user":{user}}}"#)),
        ("ENTITLEMENT_CREATE", entitlement.to_owned()),
        ("ENTITLEMENT_UPDATE", entitlement.to_owned()),
        ("ENTITLEMENT_DELETE", entitlement.to_owned()),
        ("QUEST_USER_ENROLLMENT", "{}".to_owned()),
        ("LOBBY_MESSAGE_CREATE", message.clone()),
        ("LOBBY_MESSAGE_UPDATE", message.clone()),
        ("LOBBY_MESSAGE_DELETE", r#"{"id":"7","lobby_id":"6"}"#.to_owned()),
        ("GAME_DIRECT_MESSAGE_CREATE", message.clone()),
        ("GAME_DIRECT_MESSAGE_UPDATE", message.clone()),
        ("GAME_DIRECT_MESSAGE_DELETE", message),
        ("NEWER_THAN_THIS_VERSION", "[]".to_owned()),
    ] {
        let given = give_event(&event(kind, &data), Ok(())).await;
        assert_eq!(given, (204, json(), vec![kind.to_owned()]));
    }
}

#[tokio::test]
async fn a_webhook_event_that_fails_is_sent_again_by_discord() {
    let body = event("LOBBY_MESSAGE_DELETE", r#"{"id":"7","lobby_id":"6"}"#);
    assert_eq!(give_event(&body, Err("the database is down")).await.0, 500);
    // An event that cannot be read does not reach the app.
    let broken = event("LOBBY_MESSAGE_DELETE", r#"{"id":"7"}"#);
    let (status, _, seen) = give_event(&broken, Ok(())).await;
    assert_eq!((status, seen.len()), (400, 0));
}

#[tokio::test]
async fn webhook_events_are_signed_and_wanted() {
    let mut forged = signed(EVENT_PING);
    *forged.body_mut() = Full::from(event("QUEST_USER_ENROLLMENT", "{}"));
    let receiver = receiver().on_event(|_| async { panic!("not signed") as Result<(), String> });
    assert_eq!(receiver.receive(forged).await.status(), 401);
    // It still receives interactions.
    assert_eq!(receiver.receive(signed(PING)).await.status(), 200);
    // Without a function for events, the URL is not accepted.
    assert_eq!(give(signed(EVENT_PING)).await.0, 404);
}
