//! Bytes out, bytes in: hyper's connection pool over rustls, HTTP/2 and HTTP/1.1.

mod dial;

use std::io::Read;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::header::CONTENT_ENCODING;
use http::{HeaderMap, Request, StatusCode};
use http_body_util::BodyExt;
use hyper::body::Incoming;
use hyper_rustls::HttpsConnector;
use hyper_util::client::legacy::Client as Pool;
use hyper_util::rt::{TokioExecutor, TokioTimer};

use self::dial::Dialer;
pub(crate) use self::dial::Proxy;
use crate::error::{BuildError, TransportError};
use crate::multipart::Outgoing;

/// How long an unused connection is kept.
const IDLE: Duration = Duration::from_secs(60);

/// A whole answer.
#[derive(Debug)]
pub(crate) struct Received {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

/// Why a request got no answer: its own body may have broken off.
fn failure(error: hyper_util::client::legacy::Error) -> TransportError {
    let mut source = std::error::Error::source(&error);
    while let Some(inner) = source {
        if inner.downcast_ref::<hyper::Error>().is_some_and(hyper::Error::is_user) {
            return TransportError::BodyBroke(error);
        }
        source = inner.source();
    }
    TransportError::Connection(error)
}

/// TLS with the roots of Mozilla's programme.
fn default_tls() -> Result<rustls::ClientConfig, BuildError> {
    let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
    let roots: rustls::RootCertStore = webpki_roots::TLS_SERVER_ROOTS.iter().cloned().collect();
    let tls = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(BuildError::Tls)?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(tls)
}

#[derive(Debug)]
pub(crate) struct Transport {
    pool: Pool<HttpsConnector<Dialer>, Outgoing>,
    max_answer: usize,
}

impl Transport {
    pub(crate) fn new(
        connect_timeout: Duration,
        max_answer: usize,
        proxy: Option<Proxy>,
        tls: Option<rustls::ClientConfig>,
    ) -> Result<Self, BuildError> {
        let mut tls = tls.map_or_else(default_tls, Ok)?;
        // Which versions of HTTP are offered is set below.
        tls.alpn_protocols.clear();
        let dialer = Dialer::new(connect_timeout, IDLE, proxy);
        let connector = hyper_rustls::HttpsConnectorBuilder::new()
            .with_tls_config(tls)
            .https_or_http()
            .enable_all_versions()
            .wrap_connector(dialer);
        let pool = Pool::builder(TokioExecutor::new())
            .pool_idle_timeout(IDLE)
            .pool_timer(TokioTimer::new())
            .build(connector);
        Ok(Self { pool, max_answer })
    }

    /// Sends a request and reads its whole answer.
    pub(crate) fn call(
        &self,
        request: Request<Outgoing>,
    ) -> impl Future<Output = Result<Received, TransportError>> {
        // Given away before anything is awaited, so that it is not moved once more.
        let answering = self.pool.request(request);
        async move {
            let (head, body) = answering.await.map_err(failure)?.into_parts();
            let body = self.read(body).await?;
            let body = self.decompress(&head.headers, body)?;
            Ok(Received { status: head.status, headers: head.headers, body })
        }
    }

    /// The whole body. Most come in one piece, which is taken as it is.
    async fn read(&self, mut body: Incoming) -> Result<Bytes, TransportError> {
        let (mut first, mut all) = (Bytes::new(), BytesMut::new());
        while let Some(frame) = body.frame().await {
            let frame = frame.map_err(TransportError::Body)?;
            let Ok(piece) = frame.into_data() else { continue };
            if first.len() + all.len() + piece.len() > self.max_answer {
                return Err(TransportError::TooLarge { limit: self.max_answer });
            }
            if first.is_empty() && all.is_empty() {
                first = piece;
                continue;
            }
            if all.is_empty() {
                all.extend_from_slice(&std::mem::take(&mut first));
            }
            all.extend_from_slice(&piece);
        }
        Ok(if all.is_empty() { first } else { all.freeze() })
    }

    /// The body itself, out of its gzip if it came in one.
    fn decompress(&self, headers: &HeaderMap, body: Bytes) -> Result<Bytes, TransportError> {
        let gzip = headers
            .get(CONTENT_ENCODING)
            .is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"gzip"));
        if !gzip || body.is_empty() {
            return Ok(body);
        }
        let limit = self.max_answer;
        let mut plain = Vec::with_capacity(body.len().saturating_mul(4).min(limit));
        // One byte more than is taken, to tell "as large as allowed" from "larger".
        let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
        let mut gzip = flate2::read::GzDecoder::new(&*body).take(most);
        gzip.read_to_end(&mut plain).map_err(TransportError::Decompress)?;
        if plain.len() > limit {
            return Err(TransportError::TooLarge { limit });
        }
        Ok(plain.into())
    }
}
