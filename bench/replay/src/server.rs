//! The server process: a thread for each connection, which writes prebuilt bytes.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;

use rcgen::{CertificateParams, KeyPair};
use rustls::ServerConfig;
use rustls::pki_types::PrivateKeyDer;

use crate::stream::{Mode, Replay};

/// Serves until it is killed. Prints its ports: plain, then TLS with the certificate's path.
pub fn serve(mode: Mode, storm: usize, mixed: usize, certificate: &str) {
    let plain = TcpListener::bind("127.0.0.1:0").expect("a port");
    let tls = TcpListener::bind("127.0.0.1:0").expect("a port");
    let (plain_port, tls_port) =
        (plain.local_addr().expect("bound").port(), tls.local_addr().expect("bound").port());
    let url = format!("ws://127.0.0.1:{plain_port}");
    let replay = Arc::new(Replay::build(mode, &url, storm, mixed));
    let config = tls_config(certificate);
    println!("{plain_port} {tls_port} {} {}", replay.rest.len(), replay.inflated);
    let for_tls = Arc::clone(&replay);
    std::thread::spawn(move || {
        for stream in tls.incoming().flatten() {
            let (replay, config) = (Arc::clone(&for_tls), Arc::clone(&config));
            std::thread::spawn(move || {
                stream.set_nodelay(true).expect("TCP_NODELAY");
                let session = rustls::ServerConnection::new(config).expect("TLS");
                let _ = talk(rustls::StreamOwned::new(session, stream), &replay, mode);
            });
        }
    });
    for stream in plain.incoming().flatten() {
        let replay = Arc::clone(&replay);
        std::thread::spawn(move || {
            stream.set_nodelay(true).expect("TCP_NODELAY");
            let _ = talk::<TcpStream>(stream, &replay, mode);
        });
    }
}

/// Upgrade, Hello, Identify, everything; then reads until the client hangs up.
fn talk<S: Read + Write>(mut stream: S, replay: &Replay, mode: Mode) -> std::io::Result<()> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte)?;
        head.push(byte[0]);
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    if head.starts_with("GET /api/") {
        return gateway_bot(&mut stream);
    }
    let asked = Mode::of_query(head.lines().next().unwrap_or_default());
    assert_eq!(asked, mode, "the client asks for another compression than the server replays");
    let key = head
        .lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(name, _)| name.eq_ignore_ascii_case("sec-websocket-key"))
        .map_or("", |(_, key)| key.trim());
    let mut sha1 = sha1_smol::Sha1::new();
    sha1.update(key.as_bytes());
    sha1.update(b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11");
    let accept = data_encoding::BASE64.encode(&sha1.digest().bytes());
    write!(
        stream,
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n\r\n"
    )?;
    stream.write_all(&replay.hello)?;
    stream.flush()?;
    // Identify: some bytes are enough.
    let mut input = [0; 4096];
    if stream.read(&mut input)? == 0 {
        return Ok(());
    }
    for part in replay.rest.chunks(256 << 10) {
        stream.write_all(part)?;
    }
    stream.flush()?;
    while stream.read(&mut input)? > 0 {}
    Ok(())
}

/// Answers `GET /gateway/bot`, so that any number of shards may identify at once.
fn gateway_bot(stream: &mut impl Write) -> std::io::Result<()> {
    let starts = r#"{"total":9999,"remaining":9999,"reset_after":1000,"max_concurrency":1024}"#;
    let body = format!(r#"{{"url":"ws://x","shards":1,"session_start_limit":{starts}}}"#);
    write!(
        stream,
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )?;
    stream.flush()
}

/// A certificate that signs itself, written where the clients find it.
fn tls_config(path: &str) -> Arc<ServerConfig> {
    let key = KeyPair::generate().expect("a key");
    let params = CertificateParams::new(vec!["127.0.0.1".to_owned()]).expect("a name");
    let certificate = params.self_signed(&key).expect("a certificate");
    std::fs::write(path, certificate.der()).expect("the certificate is written");
    let key = PrivateKeyDer::try_from(key.serialize_der()).expect("a key");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], key)
        .expect("a certificate");
    Arc::new(config)
}
