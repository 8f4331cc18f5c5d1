//! Checks that the messages of errors contain the cause.

use std::io;
use std::time::Duration;

use gateway_dial::{Proxy, Resolver};
use tokio::net::TcpListener;

use super::server::{Act, Server};
use super::*;
use crate::ConnectStep;

/// Returns the message of a request's error with all its sources.
async fn text(builder: ClientBuilder) -> (ConnectionErrorKind, String) {
    let client = builder.retries(0).build().unwrap();
    let error = post(&client, Duration::from_secs(30)).await.unwrap_err();
    let text = error.with_sources().to_string();
    (kind(Err(error)), text)
}

#[tokio::test]
async fn the_text_of_an_error_names_the_step_and_its_cause() {
    let mut unresolved = client("https://api.test/api");
    unresolved.transport.resolver = Resolver::new(|_| Err(io::Error::other("no such host")));
    let (kind, all) = text(unresolved).await;
    assert_eq!(kind, ConnectionErrorKind::Dns);
    let expected =
        "the connection to the API failed: cannot resolve the host name \"api.test\": no such host";
    assert_eq!(all, expected);

    let refused = {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        listener.local_addr().unwrap()
    };
    let (kind, all) = text(client(&format!("http://{refused}/api"))).await;
    assert_eq!(kind, ConnectionErrorKind::Connect);
    let expected = format!(
        "the connection to the API failed: cannot connect to {refused} (connection refused): Connection refused"
    );
    assert!(all.starts_with(&expected), "{all}");

    let server = Server::http2(|_| Act::Answer).await;
    let (kind, all) = text(client(&server.https_url())).await;
    assert_eq!(kind, ConnectionErrorKind::Tls);
    let expected = "the connection to the API failed: the TLS handshake failed: invalid peer certificate: UnknownIssuer";
    assert_eq!(all, expected);

    let server = Server::http1(|_| Act::Close).await;
    let (kind, all) = text(client(&server.http_url())).await;
    assert_eq!(kind, ConnectionErrorKind::Closed);
    let expected = "the connection to the API failed: the connection ended before the answer: connection closed before message completed";
    assert_eq!(all, expected);
}

#[tokio::test]
async fn a_proxy_that_refuses_is_named_and_its_password_is_not() {
    let denied = b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n";
    let proxy = Server::http1(|_| Act::Raw(denied.to_vec())).await;
    let url = format!("http://me:s3cret@127.0.0.1:{}", proxy.port);
    let proxy = Proxy::new(&url).unwrap();
    let (kind, all) = text(client("https://api.test/api").proxy(proxy)).await;
    assert_eq!(kind, ConnectionErrorKind::Proxy);
    assert!(all.contains("the proxy did not connect to api.test"), "{all}");
    assert!(all.contains("the proxy answered with HTTP status 407"), "{all}");
    assert!(!all.contains("s3cret"), "{all}");
}

#[tokio::test]
async fn a_server_that_is_silent_while_connecting_is_given_up_with_the_step() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let secure = client(&format!("https://{address}/api")).connect_timeout(SHORT);
    let (kind, all) = text(secure).await;
    assert_eq!(kind, ConnectionErrorKind::TimedOut(ConnectStep::Tls), "{all}");
    let proxy = Proxy::new(&format!("http://{address}")).unwrap();
    let through = client("https://api.test/api").proxy(proxy);
    let (kind, all) = text(through.connect_timeout(SHORT)).await;
    assert_eq!(kind, ConnectionErrorKind::TimedOut(ConnectStep::Proxy), "{all}");
}
