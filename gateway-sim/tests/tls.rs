//! TLS with the generated certificate authority, as a rustls client sees it.

#![cfg(feature = "tls")]

use std::sync::Arc;

use async_tungstenite::tokio::client_async;
use async_tungstenite::tungstenite::Message;
use bytes::Bytes;
use futures_util::StreamExt as _;
use gateway_sim::Sim;
use http_body_util::{BodyExt as _, Empty};
use hyper_util::rt::TokioIo;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

async fn connect(
    address: &str,
    roots: RootCertStore,
    name: &str,
) -> std::io::Result<TlsStream<TcpStream>> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let stream = TcpStream::connect(address).await?;
    let name = ServerName::try_from(name.to_owned()).unwrap();
    TlsConnector::from(Arc::new(config)).connect(name, stream).await
}

fn roots(sim: &Sim) -> RootCertStore {
    let mut roots = RootCertStore::empty();
    let pem = sim.ca_pem().unwrap();
    roots.add(CertificateDer::from_pem_slice(pem.as_bytes()).unwrap()).unwrap();
    roots
}

#[tokio::test]
async fn gateway_and_rest_are_reached_over_tls_with_the_authority() {
    let sim = Sim::builder().tls(true).start().await.unwrap();
    assert!(sim.api_url().starts_with("https://") && sim.gateway_url().starts_with("wss://"));
    let resume = sim.inspect(|core| core.config().resume_url.clone());
    for url in [sim.gateway_url(), resume] {
        let address = url.trim_start_matches("wss://").trim_end_matches('/').to_owned();
        for name in ["127.0.0.1", "localhost"] {
            let stream = connect(&address, roots(&sim), name).await.unwrap();
            let url = format!("wss://{name}/?v=10&encoding=json");
            let (mut socket, _) = client_async(url, stream).await.unwrap();
            let Some(Ok(Message::Text(hello))) = socket.next().await else { panic!("no Hello") };
            assert!(hello.contains(r#""op":10"#));
        }
    }
    let address = sim.api_url().replace("https://", "").replace("/api", "");
    let stream = connect(&address, roots(&sim), "127.0.0.1").await.unwrap();
    let (mut sender, connection) =
        hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.unwrap();
    tokio::spawn(connection);
    let request = http::Request::get("/api/v10/gateway").header("host", "sim");
    let response = sender.send_request(request.body(Empty::<Bytes>::new()).unwrap()).await.unwrap();
    let body = response.into_body().collect().await.unwrap().to_bytes();
    assert!(String::from_utf8_lossy(&body).contains("wss://127.0.0.1:"));
}

#[tokio::test]
async fn without_the_authority_there_is_no_connection() {
    let sim = Sim::builder().tls(true).start().await.unwrap();
    let other = Sim::builder().tls(true).start().await.unwrap();
    let address = sim.api_url().replace("https://", "").replace("/api", "");
    for wrong in [RootCertStore::empty(), roots(&other)] {
        assert!(connect(&address, wrong, "127.0.0.1").await.is_err());
    }
    assert!(connect(&address, roots(&sim), "elsewhere.invalid").await.is_err());
    let plain = Sim::builder().start().await.unwrap();
    assert!(plain.ca_pem().is_none() && plain.api_url().starts_with("http://"));
}
