//! Connections through an HTTP proxy: the tunnel, credentials, and proxies that refuse or send invalid answers.

use std::sync::Arc;
use std::time::Duration;

use crate::support::{Gateway, next_sequence};
use gateway_conn::{
    AlwaysReady, Config, ConnectionEvent, DialError, DialStep, LinkError, Proxy, ProxyError,
    Timeouts, Transport, connect,
};
use gateway_proto::Compression;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// Reads one request head.
async fn head(client: &mut TcpStream) -> String {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(client.read_u8().await.unwrap());
    }
    String::from_utf8(head).unwrap()
}

/// Runs a proxy that opens one tunnel. Returns the request that it received.
async fn tunnel(listener: &TcpListener) -> (String, tokio::task::JoinHandle<()>) {
    let (mut client, _) = listener.accept().await.unwrap();
    client.set_nodelay(true).unwrap();
    let asked = head(&mut client).await;
    let target = asked.split(' ').nth(1).unwrap().to_owned();
    let mut server = TcpStream::connect(target).await.unwrap();
    server.set_nodelay(true).unwrap();
    client.write_all(b"HTTP/1.1 200 Connection established\r\nVia: test\r\n\r\n").await.unwrap();
    let relay = tokio::spawn(async move {
        let _ = tokio::io::copy_bidirectional(&mut client, &mut server).await;
    });
    (asked, relay)
}

fn through(proxy: &TcpListener, credentials: &str) -> Transport {
    let url = format!("http://{credentials}{}", proxy.local_addr().unwrap());
    Transport::new().with_proxy(Proxy::new(&url).unwrap())
}

#[tokio::test(start_paused = true)]
async fn a_session_goes_through_the_tunnel_and_comes_back_through_it() {
    for (credentials, header) in [("", None), ("me:se%3Acret@", Some("Basic bWU6c2U6Y3JldA=="))] {
        let proxy = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let gateway = Gateway::bind().await;
        let config = Config::new(gateway.config(Compression::ZlibStream))
            .with_transport(through(&proxy, credentials));
        let (mut events, _sender) = connect(config, AlwaysReady).unwrap();
        let ((asked, relay), (mut peer, _)) =
            tokio::join!(tunnel(&proxy), gateway.accept_session(&[]));
        let address = gateway.listener.local_addr().unwrap();
        assert!(asked.starts_with(&format!("CONNECT {address} HTTP/1.1\r\nHost: {address}\r\n")));
        let sent = asked.lines().find_map(|line| line.strip_prefix("Proxy-Authorization: "));
        assert_eq!(sent, header);
        assert!(!asked.contains("test-token"));
        peer.send_event(2).await;
        assert_eq!(next_sequence(&mut events).await, 1);
        assert_eq!(next_sequence(&mut events).await, 2);

        // The tunnel breaks. The Resume opens another one.
        relay.abort();
        let (_, (_, resume)) = tokio::join!(tunnel(&proxy), gateway.accept_session(&[]));
        assert_eq!(resume["d"]["seq"], 2);
    }
}

/// Returns the error for a proxy that gives this answer, or none.
async fn error_of(answer: Option<&'static [u8]>) -> Arc<LinkError> {
    let proxy = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let gateway = Gateway::bind().await;
    let mut timeouts = Timeouts::default();
    timeouts.connect = Duration::from_secs(3);
    let config = Config::new(gateway.config(Compression::ZlibStream))
        .with_timeouts(timeouts)
        .with_transport(through(&proxy, "me:secret@"));
    let (mut events, _sender) = connect(config, AlwaysReady).unwrap();
    let (mut client, _) = proxy.accept().await.unwrap();
    client.set_nodelay(true).unwrap();
    head(&mut client).await;
    if let Some(answer) = answer {
        // The client may disconnect before it has read all of a long answer.
        let _ = client.write_all(answer).await;
        let _ = client.shutdown().await;
    }
    loop {
        if let ConnectionEvent::LinkFailed(error) = events.next().await.unwrap() {
            assert!(!format!("{error:?} {error}").contains("secret"));
            return error;
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_proxy_that_refuses_is_a_typed_error() {
    for (answer, status) in [
        (&b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n"[..], 407),
        (b"HTTP/1.0 503 Service Unavailable\r\nContent-Length: 2\r\n\r\nno", 503),
    ] {
        let error = error_of(Some(answer)).await;
        let LinkError::Dial(DialError::Proxy(ProxyError::Refused(got))) = &*error else {
            panic!("{error:?}")
        };
        assert_eq!(*got, status);
        assert!(error.is_retryable());
    }
}

#[tokio::test(start_paused = true)]
async fn a_proxy_that_talks_nonsense_is_a_typed_error() {
    // Not HTTP; truncated; a head without end; bytes of a server that sends first.
    let endless: &'static [u8] =
        Box::leak([&b"HTTP/1.1 200 OK\r\nX: "[..], &[b'a'; 20_000]].concat().into_boxed_slice());
    for answer in [
        &b"SSH-2.0-OpenSSH\r\n\r\n"[..],
        b"HTTP/1.1 200 O",
        endless,
        b"HTTP/1.1 200 OK\r\n\r\nhello",
    ] {
        let error = error_of(Some(answer)).await;
        let LinkError::Dial(DialError::Proxy(ProxyError::BadAnswer)) = &*error else {
            panic!("{error:?}")
        };
    }
}

#[tokio::test(start_paused = true)]
async fn a_proxy_that_never_answers_runs_into_the_limit() {
    let error = error_of(None).await;
    let LinkError::Dial(DialError::TimedOut { step: DialStep::Connect, limit }) = &*error else {
        panic!("{error:?}")
    };
    assert_eq!(*limit, Duration::from_secs(3));
}
