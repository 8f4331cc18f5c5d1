//! Servers that answer each request according to a script.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// The position of a request: the number of its connection, and its number on it, both from zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct At {
    pub(super) connection: usize,
    pub(super) number: usize,
    /// The address to which the client connected.
    pub(super) address: SocketAddr,
}

/// How a server treats a request.
#[derive(Clone, Debug)]
pub(super) enum Act {
    /// Answers with 204.
    Answer,
    /// Does not read or write any more, and keeps the connection open.
    Silence,
    /// Closes the connection.
    Close,
    /// Answers with 204 and closes the connection.
    AnswerAndClose,
    /// HTTP/2: resets the stream with this code.
    Reset(u32),
    /// HTTP/2: sends GOAWAY with the last stream and a code, then closes or stops responding.
    GoAway { last: u32, code: u32, close: bool },
    /// Writes these bytes unchanged, and closes the connection.
    Raw(Vec<u8>),
    /// Writes these bytes unchanged, and keeps the connection open.
    Hold(Vec<u8>),
    /// Writes the first bytes, and then the others repeatedly.
    Endless(&'static [u8], &'static [u8]),
}

type Script = dyn Fn(At) -> Act + Send + Sync;

pub(super) struct Server {
    pub(super) port: u16,
    seen: Arc<Mutex<Vec<At>>>,
    /// TLS for a client that trusts this server.
    pub(super) tls: rustls::ClientConfig,
}

impl Server {
    /// Serves HTTP/1.1 without TLS on all addresses of loopback.
    pub(super) async fn http1(script: impl Fn(At) -> Act + Send + Sync + 'static) -> Self {
        Self::start(script, false).await
    }

    /// Serves HTTP/2 over TLS.
    pub(super) async fn http2(script: impl Fn(At) -> Act + Send + Sync + 'static) -> Self {
        Self::start(script, true).await
    }

    async fn start(script: impl Fn(At) -> Act + Send + Sync + 'static, secure: bool) -> Self {
        let listener = TcpListener::bind("0.0.0.0:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let (acceptor, tls) = tls();
        let seen: Arc<Mutex<Vec<At>>> = Arc::default();
        let script: Arc<Script> = Arc::new({
            let seen = Arc::clone(&seen);
            move |at| {
                seen.lock().unwrap().push(at);
                script(at)
            }
        });
        tokio::spawn(async move {
            for connection in 0.. {
                let (stream, _) = listener.accept().await.unwrap();
                let at = At { connection, number: 0, address: stream.local_addr().unwrap() };
                let (script, acceptor) = (Arc::clone(&script), acceptor.clone());
                tokio::spawn(async move {
                    // A client that disconnects ends only its connection.
                    let _ = if secure {
                        match acceptor.accept(stream).await {
                            Ok(stream) => serve2(stream, at, &*script).await,
                            Err(error) => Err(error),
                        }
                    } else {
                        serve1(stream, at, &*script).await
                    };
                });
            }
        });
        Self { port, seen, tls }
    }

    pub(super) fn http_url(&self) -> String {
        format!("http://127.0.0.1:{}/api", self.port)
    }

    pub(super) fn https_url(&self) -> String {
        format!("https://localhost:{}/api", self.port)
    }

    /// Returns the requests until now, as connection and number.
    pub(super) fn seen(&self) -> Vec<(usize, usize)> {
        self.seen.lock().unwrap().iter().map(|at| (at.connection, at.number)).collect()
    }

    /// Returns the addresses that received requests.
    pub(super) fn addresses(&self) -> Vec<String> {
        self.seen.lock().unwrap().iter().map(|at| at.address.ip().to_string()).collect()
    }
}

/// Returns the TLS settings of a server and a client for `localhost`.
fn tls() -> (tokio_rustls::TlsAcceptor, rustls::ClientConfig) {
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
    server.alpn_protocols = vec![b"h2".to_vec()];
    let mut roots = rustls::RootCertStore::empty();
    roots.add(certificate).unwrap();
    let client = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    (tokio_rustls::TlsAcceptor::from(Arc::new(server)), client)
}

async fn serve1(mut stream: TcpStream, mut at: At, script: &Script) -> std::io::Result<()> {
    loop {
        read_request(&mut stream).await?;
        let act = script(at);
        at.number += 1;
        match act {
            Act::Answer => stream.write_all(b"HTTP/1.1 204 No Content\r\n\r\n").await?,
            Act::AnswerAndClose => {
                return stream.write_all(b"HTTP/1.1 204 No Content\r\n\r\n").await;
            }
            Act::Raw(bytes) => return stream.write_all(&bytes).await,
            Act::Hold(bytes) => {
                stream.write_all(&bytes).await?;
                std::future::pending().await
            }
            Act::Endless(first, others) => {
                stream.write_all(first).await?;
                loop {
                    stream.write_all(others).await?;
                }
            }
            Act::Silence => std::future::pending().await,
            _ => return Ok(()),
        }
    }
}

/// Reads a head, and a body of the length that it declares.
async fn read_request(stream: &mut TcpStream) -> std::io::Result<()> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await?);
    }
    let head = String::from_utf8(head).unwrap().to_lowercase();
    let length = head.split("content-length: ").nth(1).and_then(|rest| rest.lines().next());
    let mut body = vec![0; length.map_or(0, |length| length.parse().unwrap())];
    stream.read_exact(&mut body).await.map(drop)
}

/// Implements the necessary part of HTTP/2: settings, PING, and an act for each HEADERS frame.
async fn serve2<S>(mut stream: S, mut at: At, script: &Script) -> std::io::Result<()>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    const HEADERS: u8 = 1;
    const SETTINGS: u8 = 4;
    const PING: u8 = 6;
    let mut preface = [0; 24];
    stream.read_exact(&mut preface).await?;
    write_frame(&mut stream, SETTINGS, 0, 0, &[]).await?;
    loop {
        let mut head = [0; 9];
        stream.read_exact(&mut head).await?;
        let length = u32::from_be_bytes([0, head[0], head[1], head[2]]);
        let id = u32::from_be_bytes([head[5], head[6], head[7], head[8]]);
        let mut payload = vec![0; usize::try_from(length).unwrap()];
        stream.read_exact(&mut payload).await?;
        match (head[3], head[4]) {
            (SETTINGS, 0) => write_frame(&mut stream, SETTINGS, 1, 0, &[]).await?,
            (PING, 0) => write_frame(&mut stream, PING, 1, 0, &payload).await?,
            (HEADERS, _) => {
                let act = script(at);
                at.number += 1;
                if !act2(&mut stream, id, act).await? {
                    return Ok(());
                }
            }
            _ => {}
        }
    }
}

/// Answers a stream. Returns false if the connection ends.
async fn act2<S: AsyncWrite + Unpin>(stream: &mut S, id: u32, act: Act) -> std::io::Result<bool> {
    match act {
        // One header, `:status: 204`, by its index in HPACK's table. The headers and the stream end here.
        Act::Answer => write_frame(stream, 1, 5, id, &[0x89]).await?,
        Act::Reset(code) => write_frame(stream, 3, 0, id, &code.to_be_bytes()).await?,
        Act::GoAway { last, code, close } => {
            let payload = [last.to_be_bytes(), code.to_be_bytes()].concat();
            write_frame(stream, 7, 0, 0, &payload).await?;
            if !close {
                std::future::pending::<()>().await;
            }
            return Ok(false);
        }
        Act::Silence => std::future::pending().await,
        _ => return Ok(false),
    }
    Ok(true)
}

async fn write_frame<S: AsyncWrite + Unpin>(
    stream: &mut S,
    kind: u8,
    flags: u8,
    id: u32,
    payload: &[u8],
) -> std::io::Result<()> {
    let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
    let mut frame = vec![length[1], length[2], length[3], kind, flags];
    frame.extend_from_slice(&id.to_be_bytes());
    frame.extend_from_slice(payload);
    stream.write_all(&frame).await?;
    stream.flush().await
}
