//! Webhooks over TLS: an endpoint of a private certificate authority, with and without the authority's file.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use bytes::Bytes;
use gateway_forward::webhook::{SecretHeaders, Webhook, WebhookConfig};
use gateway_forward::{ForwardEvent, Outcome, RetryPolicy, SigningKey, Sink, Tls};
use gateway_model::gateway::Intents;
use http::{HeaderMap, Request, Response};
use http_body_util::Empty;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

struct Endpoint {
    url: String,
    /// Its certificate, as PEM.
    certificate: String,
    requests: Arc<AtomicUsize>,
}

async fn endpoint() -> Endpoint {
    let signed = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let key = rustls_pki_types::PrivatePkcs8KeyDer::from(signed.signing_key.serialize_der());
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![signed.cert.der().clone()], key.into())
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://localhost:{}/events", listener.local_addr().unwrap().port());
    let requests = Arc::new(AtomicUsize::new(0));
    let seen = Arc::clone(&requests);
    tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            let (acceptor, seen) = (acceptor.clone(), Arc::clone(&seen));
            tokio::spawn(async move {
                let Ok(socket) = acceptor.accept(socket).await else { return };
                let service = service_fn(move |_: Request<Incoming>| {
                    seen.fetch_add(1, Ordering::SeqCst);
                    async { Ok::<_, Infallible>(Response::new(Empty::<Bytes>::new())) }
                });
                let _ = http1::Builder::new().serve_connection(TokioIo::new(socket), service).await;
            });
        }
    });
    Endpoint { url, certificate: pem(signed.cert.der()), requests }
}

/// RFC 7468.
fn pem(der: &[u8]) -> String {
    let text = data_encoding::BASE64.encode(der);
    format!("-----BEGIN CERTIFICATE-----\n{text}\n-----END CERTIFICATE-----\n")
}

fn config(endpoint: &Endpoint) -> WebhookConfig {
    WebhookConfig {
        url: endpoint.url.parse().unwrap(),
        key: SigningKey::generate().unwrap().0,
        application_id: "42".into(),
        headers: SecretHeaders(HeaderMap::new()),
        timeout: Duration::from_secs(30),
        final_statuses: RetryPolicy::default().final_statuses,
        proxy: None,
        tls: Tls::default(),
    }
}

fn event() -> ForwardEvent {
    ForwardEvent {
        id: "session:0:1".into(),
        name: "MESSAGE_CREATE".into(),
        shard: 0,
        guild: None,
        intents: Intents::GUILD_MESSAGES,
        received_ms: 1_700_000_000_000,
        fleet: None,
        data: Bytes::from_static(b"{}"),
    }
}

#[tokio::test]
async fn an_endpoint_of_a_private_authority_is_trusted_by_its_file() {
    let endpoint = endpoint().await;
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), &endpoint.certificate).unwrap();
    let tls = Tls::with_ca_file(file.path()).unwrap();
    let webhook = Webhook::new(WebhookConfig { tls, ..config(&endpoint) }).unwrap();
    assert_eq!(webhook.deliver(&event(), 1).await, Outcome::Delivered);
    assert_eq!(endpoint.requests.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn an_endpoint_that_is_not_trusted_is_sent_nothing_and_is_tried_again() {
    let endpoint = endpoint().await;
    let outcome = Webhook::new(config(&endpoint)).unwrap().deliver(&event(), 1).await;
    let Outcome::Retry(reason) = outcome else { panic!("{outcome:?}") };
    assert!(reason.contains("certificate"), "{reason}");
    assert_eq!(endpoint.requests.load(Ordering::SeqCst), 0);
}
