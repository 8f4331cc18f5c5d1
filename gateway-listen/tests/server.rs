//! Tests with requests over real sockets.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::net::SocketAddr;
use std::time::Duration;

use gateway_listen::{HEAD_TIME, HttpServer, MOST_CONNECTIONS, respond};
use http::StatusCode;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Long, because it only ends a test that would hang.
const LIMIT: Duration = Duration::from_secs(30);

const HEAD: &str = "GET /here HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";

async fn server() -> HttpServer {
    let answer = |request: http::Request<hyper::body::Incoming>, peer: SocketAddr| async move {
        let text = format!("{peer} {}", request.uri().path());
        respond(StatusCode::OK, "text/plain", text.into())
    };
    HttpServer::bind(SocketAddr::from(([127, 0, 0, 1], 0)), answer).await.unwrap()
}

async fn connect(server: &HttpServer) -> TcpStream {
    TcpStream::connect(server.address()).await.unwrap()
}

/// Reads everything until the server closes the connection.
async fn rest(socket: &mut TcpStream) -> String {
    let mut text = String::new();
    let read = socket.read_to_string(&mut text);
    tokio::time::timeout(LIMIT, read).await.unwrap().unwrap();
    text
}

#[tokio::test]
async fn an_answer_knows_who_asks_and_is_not_kept() {
    let server = server().await;
    let mut socket = connect(&server).await;
    socket.write_all(HEAD.as_bytes()).await.unwrap();
    let text = rest(&mut socket).await;
    let peer = socket.local_addr().unwrap();
    assert!(text.ends_with(&format!("\r\n\r\n{peer} /here")), "{text}");
    assert!(text.contains("cache-control: no-store\r\n"), "{text}");
}

#[tokio::test]
async fn a_silent_client_is_disconnected_and_one_that_waited_has_its_turn() {
    let server = server().await;
    // One of them sends one request, and stays connected.
    let mut silent = vec![connect(&server).await];
    silent[0].write_all(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
    let mut byte = [0];
    silent[0].read_exact(&mut byte).await.unwrap();
    while silent.len() < MOST_CONNECTIONS {
        silent.push(connect(&server).await);
    }
    let mut late = connect(&server).await;
    late.write_all(HEAD.as_bytes()).await.unwrap();
    let mut waiting = Box::pin(rest(&mut late));
    let early = tokio::time::timeout(Duration::from_millis(50), &mut waiting).await;
    assert!(early.is_err(), "every place is taken");
    tokio::time::pause();
    tokio::time::advance(HEAD_TIME).await;
    tokio::time::resume();
    assert!(waiting.await.contains("/here"));
    rest(&mut silent[0]).await;
}

#[tokio::test]
async fn the_server_ends_with_its_handle_and_an_address_that_is_taken_is_named() {
    let first = server().await;
    let address = first.address();
    let answer = |_, _| async { respond(StatusCode::OK, "text/plain", "".into()) };
    let error = HttpServer::bind(address, answer).await.unwrap_err();
    assert!(error.to_string().contains(&address.to_string()), "{error}");
    let mut open = connect(&first).await;
    drop(first);
    // Closed or, if it was not accepted yet, reset.
    let mut text = String::new();
    let closed = tokio::time::timeout(LIMIT, open.read_to_string(&mut text)).await.unwrap();
    assert!(matches!(closed, Ok(0) | Err(_)), "{text}");
    let bind = async {
        while HttpServer::bind(address, answer).await.is_err() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(LIMIT, bind).await.unwrap();
}
