//! Bytes over real sockets: proxies, TLS and HTTP/2, gzip, limits, uploads.

use std::io::Write;
use std::sync::{Arc, Mutex};

use crate::support::{Server, json};
use bytes::Bytes;
use gateway_model::{Id, id::marker};
use http::{Response, Version};
use http_body_util::Full;
use http_client::{Client, Error, Proxy, TransportError, Upload};
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};

const GATEWAY: &str = r#"{"url":"wss://gateway.discord.gg/"}"#;

fn channel() -> Id<marker::Channel> {
    Id::new(41_771_983_423_143_937).unwrap()
}

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

fn compressed(body: &[u8]) -> Response<Full<Bytes>> {
    Response::builder()
        .header("content-encoding", "gzip")
        .body(Full::new(gzip(body).into()))
        .unwrap()
}

#[tokio::test]
async fn answers_are_asked_for_and_read_in_gzip() {
    let server = Server::start(|_, _| compressed(GATEWAY.as_bytes())).await;
    let client = Client::builder("abc").api_url(server.api_url()).build().unwrap();
    assert_eq!(client.gateway().await.unwrap().url.as_ref() as &str, "wss://gateway.discord.gg/");
    assert_eq!(server.seen()[0].headers()["accept-encoding"], "gzip");
}

#[tokio::test]
async fn all_members_of_a_gzip_answer_are_read() {
    let (first, rest) = GATEWAY.as_bytes().split_at(9);
    let parts = [gzip(first), gzip(b""), gzip(rest)].concat();
    let server = Server::start(move |number, _| {
        // Zeros after the last member are padding. Half a member is truncated data.
        let body = match number {
            0 => parts.clone(),
            1 => [&*parts, &[0; 8]].concat(),
            _ => parts[..parts.len() - 12].to_vec(),
        };
        let answer = Response::builder().header("content-encoding", "gzip");
        answer.body(Full::new(body.into())).unwrap()
    })
    .await;
    let client = Client::builder("abc").api_url(server.api_url()).retries(0).build().unwrap();
    for _ in 0..2 {
        let gateway = client.gateway().await.unwrap();
        assert_eq!(gateway.url.as_ref() as &str, "wss://gateway.discord.gg/");
    }
    let error = client.gateway().await.unwrap_err();
    assert!(matches!(error, Error::Transport(TransportError::Decompress(_))), "{error:?}");
    assert!(error.request_succeeded() && !error.is_retryable());
}

#[tokio::test]
async fn an_answer_too_large_is_an_error_before_it_is_in_memory() {
    // 100 MB of zeros have 100 kB in gzip.
    let server = Server::start(|number, _| {
        if number == 0 { compressed(&vec![0; 100 << 20]) } else { json(200, &" ".repeat(70_000)) }
    })
    .await;
    let client =
        Client::builder("abc").api_url(server.api_url()).max_answer(1 << 16).build().unwrap();
    for _ in 0..2 {
        let error = client.gateway().await.unwrap_err();
        let large = matches!(error, Error::Transport(TransportError::TooLarge { limit: 65_536 }));
        assert!(large && error.request_succeeded(), "{error:?}");
    }
}

/// Runs a proxy that accepts one CONNECT after another, and stores the heads of the requests.
async fn proxy(heads: Arc<Mutex<Vec<String>>>) -> std::net::SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let mut stream = BufReader::new(stream);
            let mut head = String::new();
            while !head.ends_with("\r\n\r\n") {
                assert!(stream.read_line(&mut head).await.unwrap() > 0);
            }
            let target = head.split(' ').nth(1).unwrap().to_owned();
            heads.lock().unwrap().push(head);
            let mut to = TcpStream::connect(target).await.unwrap();
            stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await.unwrap();
            tokio::spawn(async move { copy_bidirectional(&mut stream, &mut to).await });
        }
    });
    address
}

#[tokio::test]
async fn a_proxy_is_asked_to_connect_and_told_who_asks() {
    let server = Server::start(|_, _| json(200, GATEWAY)).await;
    let heads = Arc::new(Mutex::new(Vec::new()));
    let proxy = proxy(Arc::clone(&heads)).await;
    let client = Client::builder("abc")
        .api_url(server.api_url())
        .proxy(Proxy::new(&format!("http://me:secret@{proxy}")).unwrap())
        .build()
        .unwrap();
    client.gateway().await.unwrap();
    let head = heads.lock().unwrap().remove(0);
    assert!(head.starts_with("CONNECT 127.0.0.1:"), "{head}");
    assert!(head.to_lowercase().contains("proxy-authorization: basic bwu6c2vjcmv0"), "{head}");
    assert!(!head.contains("abc"), "the token is none of the proxy's business");
    assert_eq!(server.seen().len(), 1);
}

/// Starts a TLS server with its own certificate and HTTP/2. Returns its port, and TLS settings for a client that trusts
/// it.
async fn secure(versions: Arc<Mutex<Vec<Version>>>) -> (u16, rustls::ClientConfig) {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let signed = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let certificate = signed.cert.der().clone();
    let key = rustls::pki_types::PrivatePkcs8KeyDer::from(signed.signing_key.serialize_der());
    let mut server = rustls::ServerConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.clone()], key.into())
        .unwrap();
    server.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    let acceptor = tokio_rustls::TlsAcceptor::from(Arc::new(server));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (acceptor, versions) = (acceptor.clone(), Arc::clone(&versions));
            tokio::spawn(async move {
                let Ok(stream) = acceptor.accept(stream).await else { return };
                let service = service_fn(move |request: hyper::Request<hyper::body::Incoming>| {
                    versions.lock().unwrap().push(request.version());
                    async { Ok::<_, std::convert::Infallible>(json(200, GATEWAY)) }
                });
                let http2 = hyper::server::conn::http2::Builder::new(TokioExecutor::new());
                // The client closes the connection at any time.
                let _ = http2.serve_connection(TokioIo::new(stream), service).await;
            });
        }
    });
    let mut roots = rustls::RootCertStore::empty();
    roots.add(certificate).unwrap();
    let client = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    (port, client)
}

#[tokio::test]
async fn tls_speaks_http_2_and_trusts_only_its_roots() {
    let versions = Arc::new(Mutex::new(Vec::new()));
    let (port, tls) = secure(Arc::clone(&versions)).await;
    let builder =
        Client::builder("abc").api_url(format!("https://localhost:{port}/api")).retries(0);
    builder.clone().tls(tls).build().unwrap().gateway().await.unwrap();
    assert_eq!(*versions.lock().unwrap(), [Version::HTTP_2]);
    let error = builder.build().unwrap().gateway().await.unwrap_err();
    assert!(matches!(error, Error::Transport(TransportError::Connection(_))), "{error:?}");
    assert_eq!(versions.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn files_are_streamed_from_memory_and_disk_and_watched() {
    let server = Server::start(|_, _| json(200, "{}")).await;
    let client = Client::builder("abc").api_url(server.api_url()).build().unwrap();
    let path = std::env::temp_dir().join(format!("http-client-upload-{}", std::process::id()));
    let content: Vec<u8> = (0..300_000_u32).map(|n| n.to_le_bytes()[0]).collect();
    std::fs::write(&path, &content).unwrap();
    let seen = Arc::new(Mutex::new(Vec::new()));
    let watcher = Arc::clone(&seen);
    let sent = client
        .create_message(channel())
        .content("two files")
        .file(Upload::bytes("a.txt", "hello"))
        .file(Upload::path("b.bin", &path).media_type("application/x-b"))
        .progress(move |progress| watcher.lock().unwrap().push((progress.sent, progress.total)))
        .raw()
        .await;
    std::fs::remove_file(&path).unwrap();
    sent.unwrap();
    let request = &server.seen()[0];
    let kind = request.headers()["content-type"].to_str().unwrap();
    assert!(kind.starts_with("multipart/form-data; boundary="), "{kind}");
    let length: u64 = request.headers()["content-length"].to_str().unwrap().parse().unwrap();
    let body = request.body();
    assert_eq!(body.len() as u64, length);
    let holds = |part: &[u8]| body.windows(part.len()).any(|window| window == part);
    assert!(holds(b"name=\"payload_json\"\r\nContent-Type: application/json\r\n\r\n{\"content\":\"two files\"}\r\n"));
    assert!(holds(b"name=\"files[0]\"; filename=\"a.txt\""));
    assert!(holds(
        b"name=\"files[1]\"; filename=\"b.bin\"\r\nContent-Type: application/x-b\r\n\r\n"
    ));
    assert!(holds(&content));
    let seen = seen.lock().unwrap();
    assert!(seen.len() > 4, "300 kB come in pieces of 64 KiB: {seen:?}");
    assert!(seen.is_sorted() && seen.iter().all(|(_, total)| *total == length));
    assert_eq!(seen.last(), Some(&(length, length)));
}

#[tokio::test]
async fn a_file_that_is_not_there_is_named() {
    let server = Server::start(|_, _| json(200, "{}")).await;
    let client = Client::builder("abc").api_url(server.api_url()).build().unwrap();
    let file = Upload::path("b.bin", "/nowhere/at/all");
    let error = client.create_message(channel()).file(file).raw().await.unwrap_err();
    assert!(
        matches!(&error, Error::Transport(TransportError::Upload { name, .. }) if name == "b.bin")
    );
    assert!(!error.is_retryable());
    assert_eq!((server.seen().len(), client.in_flight(), client.waiting()), (0, 0, 0));
}

#[tokio::test]
async fn a_reason_is_percent_encoded_and_bounded() {
    let server = Server::start(|_, _| crate::support::empty(204)).await;
    let client = Client::builder("abc").api_url(server.api_url()).build().unwrap();
    client.delete_channel(channel()).reason("ünfug & spam\r\nX: y").raw().await.unwrap();
    assert_eq!(
        server.seen()[0].headers()["x-audit-log-reason"],
        "%C3%BCnfug%20%26%20spam%0D%0AX:%20y"
    );
    client.delete_channel(channel()).reason("ü".repeat(512)).raw().await.unwrap();
    let error = client.delete_channel(channel()).reason("ü".repeat(513)).raw().await.unwrap_err();
    assert!(error.to_string().contains("cannot be built"), "{error}");
}

#[tokio::test]
async fn tokens_of_webhooks_and_interactions_stand_alone() {
    let server = Server::start(|_, _| crate::support::empty(204)).await;
    let client = Client::builder("abc").api_url(server.api_url()).build().unwrap();
    client.execute_webhook(Id::new(5).unwrap(), "hook-token").content("hi").await.unwrap();
    let anonymous = Client::anonymous().api_url(server.api_url()).build().unwrap();
    anonymous.execute_webhook(Id::new(5).unwrap(), "hook-token").content("hi").await.unwrap();
    for request in server.seen() {
        assert_eq!(request.uri().path(), "/api/v10/webhooks/5/hook-token");
        assert!(!request.headers().contains_key("authorization"));
    }
    let bearer = Client::bearer("user-token").api_url(server.api_url()).build().unwrap();
    bearer.leave_lobby(Id::new(5).unwrap()).await.unwrap();
    assert_eq!(server.seen()[2].headers()["authorization"], "Bearer user-token");
    let error = anonymous.leave_lobby(Id::new(5).unwrap()).await.unwrap_err();
    assert!(matches!(error, Error::Build(http_client::BuildError::NoToken { .. })), "{error:?}");
}
