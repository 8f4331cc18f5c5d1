//! The receiver of interactions inside an axum router, called over a socket.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, UNIX_EPOCH};

use axum::Router;
use axum::routing::get;
use bytes::Bytes;
use gateway_model::interaction::{
    Interaction, InteractionKind, InteractionResponse, MessageResponse,
};
use http::Request;
use http_body_util::{BodyExt, Full};
use http_client::interactions::Receiver;
use hyper_util::rt::TokioIo;
use ring::signature::{Ed25519KeyPair, KeyPair};
use tokio::net::{TcpListener, TcpStream};

const TIME: u64 = 1_767_225_600;

fn key() -> Ed25519KeyPair {
    Ed25519KeyPair::from_seed_unchecked(&[9; 32]).unwrap()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn interaction(kind: u8, data: &str) -> String {
    format!(
        r#"{{"id":"77","application_id":"2","type":{kind},"token":"t","version":1,"app_permissions":"0",{data}
        "entitlements":[],"authorizing_integration_owners":{{}},"attachment_size_limit":1}}"#
    )
}

/// Serves a router with the receiver and another route. Returns its address, and how often the app's code ran.
async fn serve() -> (SocketAddr, Arc<AtomicU32>) {
    let calls = Arc::new(AtomicU32::new(0));
    let counted = Arc::clone(&calls);
    let handler = move |interaction: Interaction| {
        counted.fetch_add(1, Ordering::Relaxed);
        async move {
            assert_eq!(interaction.kind, InteractionKind::ApplicationCommand);
            let content = format!("answer to {}", interaction.id);
            InteractionResponse::message(MessageResponse::new().content(content))
        }
    };
    let receiver = Receiver::new(&hex(key().public_key().as_ref()), handler)
        .unwrap()
        .clock(|| UNIX_EPOCH + Duration::from_secs(TIME));
    let router = Router::new()
        .route_service("/interactions", receiver)
        .route("/health", get(|| async { "well" }));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    (address, calls)
}

async fn call(address: SocketAddr, request: Request<Full<Bytes>>) -> (u16, String) {
    let stream = TcpStream::connect(address).await.unwrap();
    let (mut sender, connection) =
        hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.unwrap();
    tokio::spawn(connection);
    let response = sender.send_request(request).await.unwrap();
    let status = response.status().as_u16();
    let body = response.into_body().collect().await.unwrap().to_bytes();
    (status, String::from_utf8(body.to_vec()).unwrap())
}

fn post(body: &str, signature: &[u8]) -> Request<Full<Bytes>> {
    Request::post("/interactions")
        .header("host", "localhost")
        .header("x-signature-ed25519", hex(signature))
        .header("x-signature-timestamp", TIME)
        .body(Full::new(Bytes::copy_from_slice(body.as_bytes())))
        .unwrap()
}

fn signed(body: &str) -> Request<Full<Bytes>> {
    post(body, key().sign(format!("{TIME}{body}").as_bytes()).as_ref())
}

#[tokio::test]
async fn mounted_in_a_router_it_answers_pings_and_commands_and_lets_nothing_unsigned_through() {
    let (address, calls) = serve().await;
    let ping = interaction(1, "");
    let command = interaction(2, r#""data":{"id":"3","name":"ping","type":1},"#);

    assert_eq!(call(address, signed(&ping)).await, (200, r#"{"type":1}"#.into()));
    assert_eq!(call(address, post(&command, &[0; 64])).await, (401, String::new()));
    assert_eq!(call(address, post(&ping, &[0; 64])).await, (401, String::new()));
    assert_eq!(calls.load(Ordering::Relaxed), 0);

    let answer = r#"{"type":4,"data":{"content":"answer to 77"}}"#;
    assert_eq!(call(address, signed(&command)).await, (200, answer.into()));
    assert_eq!(calls.load(Ordering::Relaxed), 1);

    let health = Request::get("/health").header("host", "localhost").body(Full::default()).unwrap();
    assert_eq!(call(address, health).await, (200, "well".into()));
}
