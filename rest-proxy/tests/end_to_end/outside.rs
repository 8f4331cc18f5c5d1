//! The connection to the API: HTTP/2 over TLS.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use http::Version;
use http_body_util::BodyExt as _;
use http_client::Tls;
use hyper::body::Incoming;
use hyper::server::conn::http2;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo};
use rustls::pki_types::PrivatePkcs8KeyDer;
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;

use crate::support::{Answer, HttpClient, Pair, answer, config, full};

/// A server that offers only HTTP/2, and how many connections it has had.
async fn http2_server() -> (SocketAddr, tempfile::TempDir, Arc<AtomicUsize>) {
    let signed = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("ca.pem"), signed.cert.pem()).unwrap();
    let key = PrivatePkcs8KeyDer::from(signed.signing_key.serialize_der());
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut tls = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![signed.cert.der().clone()], key.into())
        .unwrap();
    tls.alpn_protocols = vec![b"h2".to_vec()];
    let (acceptor, connections) = (TlsAcceptor::from(Arc::new(tls)), Arc::new(AtomicUsize::new(0)));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let counted = Arc::clone(&connections);
    tokio::spawn(async move {
        loop {
            let (socket, _) = listener.accept().await.unwrap();
            counted.fetch_add(1, Ordering::SeqCst);
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                let socket = acceptor.accept(socket).await.unwrap();
                let service =
                    service_fn(async |request| Ok::<_, Infallible>(count_bytes(request).await));
                // A client that disconnects is not a failure.
                let _ = http2::Builder::new(TokioExecutor::new())
                    .serve_connection(TokioIo::new(socket), service)
                    .await;
            });
        }
    });
    (address, folder, connections)
}

/// Answers with the length of the body, or with as many bytes as the query says.
async fn count_bytes(request: http::Request<Incoming>) -> Answer {
    assert_eq!(request.version(), Version::HTTP_2);
    assert!(!request.headers().contains_key("connection"));
    let large = request.uri().query().map(|query| query.parse().unwrap());
    let length = request.into_body().collect().await.unwrap().to_bytes().len();
    answer(200, &[], &large.map_or_else(|| length.to_string(), |large| "x".repeat(large)))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_api_is_reached_by_one_connection_of_http_2_over_tls() {
    const LARGE: usize = 8 << 20;
    let (address, folder, connections) = http2_server().await;
    let mut config = config(&format!("https://localhost:{}/api", address.port()));
    config.tls = Tls::with_ca_file(&folder.path().join("ca.pem")).unwrap();
    let pair = Pair::start(&config).await;
    // One request discovers what the other end is; that is not a limit.
    assert_eq!(pair.client.get("/api/v10/channels/1").await.body, "0");
    // An answer that is not read, and is larger than all windows.
    let slow = pair.client.request("GET", &format!("/api/v10/channels/1?{LARGE}"));
    let slow = pair.client.head(slow.body(full("")).unwrap()).await;
    let mut sending = JoinSet::new();
    for number in 0..30 {
        let inside = HttpClient::http2(pair.proxy.address());
        let client = if number % 2 == 0 { inside } else { pair.client.clone() };
        sending.spawn(async move {
            let request = client.request("PUT", "/api/v10/channels/1").header("te", "trailers");
            let request = request.header("connection", "te").body(full(vec![7; number << 16]));
            (number, client.send(request.unwrap()).await)
        });
    }
    for (number, read) in sending.join_all().await {
        assert_eq!(
            (read.status.as_u16(), &*read.body),
            (200, (number << 16).to_string().as_bytes())
        );
    }
    assert_eq!(slow.into_body().collect().await.unwrap().to_bytes().len(), LARGE);
    assert_eq!(connections.load(Ordering::SeqCst), 1);
}
