//! wss:// with a CA created by the test: trusted, not trusted, for another name, and with a resumed TLS session.
#![cfg(any(feature = "webpki-roots", feature = "native-roots", feature = "platform-verifier"))]

use std::sync::Arc;
use std::time::Duration;

use crate::support::{Gateway, Peer, event, next_sequence};
use gateway_conn::{
    AlwaysReady, Config, ConnectionEvent, DialError, DialStep, LinkError, Timeouts, Tls, Transport,
    connect,
};
use gateway_proto::Compression;
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ClientConfig, HandshakeKind, RootCertStore, ServerConfig};
use serde_json::Value;
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

/// A certificate authority, and a server certificate that it signed.
struct Authority {
    root: CertificateDer<'static>,
    server: Arc<ServerConfig>,
}

impl Authority {
    /// Creates an authority that signs a server with these names.
    fn vouching_for(names: &[&str]) -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let root = params.self_signed(&key).unwrap().der().clone();
        let issuer = Issuer::new(params, key);
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let key = KeyPair::generate().unwrap();
        let cert = CertificateParams::new(names).unwrap().signed_by(&key, &issuer).unwrap();
        let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let server = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![cert.der().clone()], key)
            .unwrap();
        Self { root, server: Arc::new(server) }
    }

    /// Returns a transport that trusts only this authority.
    fn trusted(&self) -> Transport {
        let mut roots = RootCertStore::empty();
        roots.add(self.root.clone()).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(roots)
            .with_no_client_auth();
        Transport::new().with_tls(Tls::custom(Arc::new(config)))
    }

    async fn accept(&self, gateway: &Gateway) -> Peer<TlsStream<TcpStream>> {
        let (tcp, _) = gateway.listener.accept().await.unwrap();
        tcp.set_nodelay(true).unwrap();
        let tls = TlsAcceptor::from(Arc::clone(&self.server)).accept(tcp).await.unwrap();
        Peer::upgrade(tls).await
    }
}

fn url(gateway: &Gateway, host: &str) -> String {
    format!("wss://{host}:{}/", gateway.listener.local_addr().unwrap().port())
}

fn config(url: &str, compression: Compression, transport: Transport) -> Config {
    let token = gateway_proto::Token::new("test-token").unwrap();
    let intents = gateway_model::gateway::Intents::GUILDS;
    let protocol = gateway_proto::ProtocolConfig::new(token, intents, url).unwrap();
    Config::new(protocol.with_compression(compression)).with_transport(transport)
}

/// Returns the first error that the consumer receives.
async fn first_error(config: Config) -> Arc<LinkError> {
    let (mut events, _sender) = connect(config, AlwaysReady).unwrap();
    loop {
        if let ConnectionEvent::LinkFailed(error) = events.next().await.unwrap() {
            return error;
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_session_over_tls_is_resumed_with_half_a_handshake() {
    let authority = Authority::vouching_for(&["127.0.0.1"]);
    for compression in crate::support::compressions() {
        // A new transport, so that its TLS session cache is empty.
        let transport = authority.trusted();
        let gateway = Gateway::bind().await;
        let url = url(&gateway, "127.0.0.1");
        let (mut events, _sender) =
            connect(config(&url, compression, transport.clone()), AlwaysReady).unwrap();
        let mut peer = authority.accept(&gateway).await;
        assert_eq!(peer.tcp().get_ref().1.handshake_kind(), Some(HandshakeKind::Full));
        peer.begin(&url, &[]).await;
        for sequence in 2..50 {
            peer.send_event(sequence).await;
        }
        for sequence in 1..50 {
            assert_eq!(next_sequence(&mut events).await, sequence, "{compression:?}");
        }
        drop(peer);
        let mut peer = authority.accept(&gateway).await;
        assert_eq!(peer.tcp().get_ref().1.handshake_kind(), Some(HandshakeKind::Resumed));
        let replay: Vec<Value> = (2..60).map(event).collect();
        let resume = peer.begin(&url, &replay).await;
        assert_eq!(resume["d"]["seq"], 49);
        for sequence in 50..60 {
            assert_eq!(next_sequence(&mut events).await, sequence);
        }

        // Another shard with a clone of the transport shares the cache.
        let (_events, _sender) =
            connect(config(&url, compression, transport), AlwaysReady).unwrap();
        let mut peer = authority.accept(&gateway).await;
        assert_eq!(peer.tcp().get_ref().1.handshake_kind(), Some(HandshakeKind::Resumed));
    }
}

#[tokio::test(start_paused = true)]
async fn a_certificate_that_is_not_trusted_is_a_typed_error() {
    let authority = Authority::vouching_for(&["127.0.0.1"]);
    let stranger = Authority::vouching_for(&["127.0.0.1"]);
    let other_name = Authority::vouching_for(&["gateway.example"]);
    for (server, trusted) in [(&authority, &stranger), (&other_name, &other_name)] {
        let gateway = Gateway::bind().await;
        let url = url(&gateway, "127.0.0.1");
        let acceptor = TlsAcceptor::from(Arc::clone(&server.server));
        let serve = async {
            let (tcp, _) = gateway.listener.accept().await.unwrap();
            tcp.set_nodelay(true).unwrap();
            assert!(acceptor.accept(tcp).await.is_err(), "the client accepted the certificate");
        };
        let config = config(&url, Compression::ZlibStream, trusted.trusted());
        let ((), error) = tokio::join!(serve, first_error(config));
        let LinkError::Dial(DialError::Tls { host, .. }) = &*error else { panic!("{error:?}") };
        assert_eq!(host, "127.0.0.1");
        assert!(!format!("{error:?} {error}").contains("test-token"));
    }
}

#[tokio::test(start_paused = true)]
async fn the_default_roots_do_not_trust_a_test_authority() {
    let authority = Authority::vouching_for(&["127.0.0.1"]);
    let gateway = Gateway::bind().await;
    let config = config(&url(&gateway, "127.0.0.1"), Compression::None, Transport::new());
    let acceptor = TlsAcceptor::from(Arc::clone(&authority.server));
    let serve = async {
        let (tcp, _) = gateway.listener.accept().await.unwrap();
        tcp.set_nodelay(true).unwrap();
        assert!(acceptor.accept(tcp).await.is_err());
    };
    let ((), error) = tokio::join!(serve, first_error(config));
    assert!(matches!(&*error, LinkError::Dial(DialError::Tls { .. })), "{error:?}");
}

#[tokio::test(start_paused = true)]
async fn a_handshake_or_an_upgrade_that_hangs_runs_into_its_own_limit() {
    let authority = Authority::vouching_for(&["127.0.0.1"]);
    let mut timeouts = Timeouts::default();
    (timeouts.tls, timeouts.upgrade) = (Duration::from_secs(3), Duration::from_secs(4));
    for (scheme, expected) in [("wss", DialStep::Tls), ("ws", DialStep::Upgrade)] {
        let gateway = Gateway::bind().await;
        let port = gateway.listener.local_addr().unwrap().port();
        let url = format!("{scheme}://127.0.0.1:{port}/");
        let config = config(&url, Compression::None, authority.trusted()).with_timeouts(timeouts);
        let accept = async { gateway.listener.accept().await.unwrap() };
        let (_held_open, error) = tokio::join!(accept, first_error(config));
        let LinkError::Dial(DialError::TimedOut { step, .. }) = &*error else {
            panic!("{error:?}")
        };
        assert_eq!(*step, expected);
    }
}
