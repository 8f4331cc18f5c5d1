//! Interactions over HTTP: Discord calls the app, and the app answers.
//!
//! A [`Receiver`] is a service for hyper and for anything built on tower, such as axum. What is not signed by
//! Discord gets 401 and never reaches the app's code; a PING is answered; all else goes to the app as an
//! [`Interaction`] and comes back as an [`InteractionResponse`].
//!
//! ```no_run
//! use gateway_model::interaction::{Interaction, InteractionResponse, MessageResponse};
//! use http_client::interactions::Receiver;
//!
//! async fn answer(_: Interaction) -> InteractionResponse {
//!     InteractionResponse::message(MessageResponse::new().content("pong"))
//! }
//!
//! # async fn run() -> Result<(), Box<dyn std::error::Error>> {
//! let receiver = Receiver::new("the application's public key", answer)?;
//! let router: axum::Router = axum::Router::new().route_service("/interactions", receiver);
//! let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
//! axum::serve(listener, router).await?;
//! # Ok(())
//! # }
//! ```
//!
//! A signature stays valid for ever, so one that is older than 5 minutes is refused like a wrong one: whoever has got
//! hold of a request cannot send it again later. [`Receiver::max_age`] sets another age.
//!
//! Docs: [Interactions Overview, Preparing for Interactions](https://docs.discord.com/developers/interactions/overview#preparing-for-interactions).

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use gateway_model::interaction::{Interaction, InteractionKind, InteractionResponse};
use http::header::{ALLOW, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode};
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Body;

/// The most a request may hold, in bytes, unless [`Receiver::max_body`] says otherwise.
const MAX_BODY: usize = 8 << 20;

/// How far the signed time may lie from now. Discord's docs name no age. A call is answered within 3 seconds, so
/// what is older is late or sent again; minutes allow for clocks that go wrong.
const MAX_AGE: Duration = Duration::from_secs(5 * 60);

/// Answers Discord's calls with what a function makes of them. Cheap to clone.
///
/// The function is given each interaction but PING, and has 3 seconds to answer.
pub struct Receiver<H> {
    inner: Arc<Inner<H>>,
}

struct Inner<H> {
    key: [u8; 32],
    handler: H,
    max_body: usize,
    max_age: Option<Duration>,
    clock: Clock,
}

type Clock = Box<dyn Fn() -> SystemTime + Send + Sync>;

impl<H> Clone for Receiver<H> {
    fn clone(&self) -> Self {
        Self { inner: Arc::clone(&self.inner) }
    }
}

impl<H> std::fmt::Debug for Receiver<H> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Receiver").field("max_body", &self.inner.max_body).finish_non_exhaustive()
    }
}

/// A text that is no public key of an application.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an application's public key has 64 hexadecimal digits")]
pub struct PublicKeyError;

/// The future of a [`Receiver`].
pub type Answering =
    Pin<Box<dyn Future<Output = Result<Response<Full<Bytes>>, Infallible>> + Send>>;

impl<H, F> Receiver<H>
where
    H: Fn(Interaction) -> F + Send + Sync + 'static,
    F: Future<Output = InteractionResponse> + Send + 'static,
{
    /// A receiver for the application with this public key, 64 hexadecimal digits from its page in the portal.
    ///
    /// # Errors
    ///
    /// It is no public key.
    pub fn new(public_key: &str, handler: H) -> Result<Self, PublicKeyError> {
        let key = hex(public_key.as_bytes()).and_then(|bytes| bytes.try_into().ok());
        let inner = Inner {
            key: key.ok_or(PublicKeyError)?,
            handler,
            max_body: MAX_BODY,
            max_age: Some(MAX_AGE),
            clock: Box::new(SystemTime::now),
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// The same receiver for bodies of at most this many bytes; 8 MiB by default. Call it before the receiver is
    /// cloned: a clone that exists keeps the limit as it was, and this has no effect.
    #[must_use]
    pub fn max_body(mut self, bytes: usize) -> Self {
        if let Some(inner) = Arc::get_mut(&mut self.inner) {
            inner.max_body = bytes;
        }
        self
    }

    /// The same receiver for signatures of at most this age, or of a time that lies so far ahead of this machine's
    /// clock; 5 minutes by default, `None` for any. Like [`max_body`](Self::max_body) it has no effect once the
    /// receiver is cloned.
    #[must_use]
    pub fn max_age(mut self, age: impl Into<Option<Duration>>) -> Self {
        if let Some(inner) = Arc::get_mut(&mut self.inner) {
            inner.max_age = age.into();
        }
        self
    }

    /// The same receiver with another clock, which the age of signatures is told by; the system's by default. Like
    /// [`max_body`](Self::max_body) it has no effect once the receiver is cloned.
    #[must_use]
    pub fn clock(mut self, clock: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        if let Some(inner) = Arc::get_mut(&mut self.inner) {
            inner.clock = Box::new(clock);
        }
        self
    }

    /// Answers one request.
    pub async fn receive<B>(&self, request: Request<B>) -> Response<Full<Bytes>>
    where
        B: Body + Send,
        B::Data: Send,
        B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        if request.method() != Method::POST {
            let mut response = status(StatusCode::METHOD_NOT_ALLOWED);
            response.headers_mut().insert(ALLOW, HeaderValue::from_static("POST"));
            return response;
        }
        let (head, body) = request.into_parts();
        let body = match Limited::new(body, self.inner.max_body).collect().await {
            Ok(body) => body.to_bytes(),
            Err(error) if error.is::<http_body_util::LengthLimitError>() => {
                return status(StatusCode::PAYLOAD_TOO_LARGE);
            }
            Err(_) => return status(StatusCode::BAD_REQUEST),
        };
        if !self.is_signed(&head.headers, &body) {
            tracing::warn!("an interaction without Discord's signature");
            return status(StatusCode::UNAUTHORIZED);
        }
        if !self.is_recent(&head.headers) {
            tracing::warn!(
                "an interaction signed at another time: sent again, or this clock is wrong"
            );
            return status(StatusCode::UNAUTHORIZED);
        }
        let interaction: Interaction = match serde_json::from_slice(&body) {
            Ok(interaction) => interaction,
            Err(error) => {
                tracing::error!(%error, length = body.len(), "an interaction that cannot be read");
                return status(StatusCode::BAD_REQUEST);
            }
        };
        let answer = if interaction.kind == InteractionKind::Ping {
            InteractionResponse::pong()
        } else {
            (self.inner.handler)(interaction).await
        };
        match serde_json::to_vec(&answer) {
            Ok(json) => {
                let mut response = Response::new(Full::new(json.into()));
                let json = HeaderValue::from_static("application/json");
                response.headers_mut().insert(CONTENT_TYPE, json);
                response
            }
            Err(error) => {
                tracing::error!(%error, "an answer to an interaction has no JSON");
                status(StatusCode::INTERNAL_SERVER_ERROR)
            }
        }
    }

    /// Whether Discord has signed this: the time it names, then the body.
    ///
    /// Docs: [Interactions Overview, Validating Security Request Headers](https://docs.discord.com/developers/interactions/overview#setting-up-an-endpoint-validating-security-request-headers).
    fn is_signed(&self, headers: &HeaderMap, body: &[u8]) -> bool {
        let text = |name: &str| headers.get(name).map(HeaderValue::as_bytes);
        let Some(timestamp) = text("x-signature-timestamp") else { return false };
        let Some(signature) = text("x-signature-ed25519").and_then(hex) else { return false };
        let signed = [timestamp, body].concat();
        ring::signature::UnparsedPublicKey::new(&ring::signature::ED25519, &self.inner.key)
            .verify(&signed, &signature)
            .is_ok()
    }

    /// Whether the signed time, in seconds of Unix time, is near enough.
    fn is_recent(&self, headers: &HeaderMap) -> bool {
        let Some(max_age) = self.inner.max_age else { return true };
        let timestamp = headers.get("x-signature-timestamp").and_then(|value| value.to_str().ok());
        let Some(seconds) = timestamp.and_then(|text| text.parse().ok()) else { return false };
        let now = (self.inner.clock)().duration_since(UNIX_EPOCH).unwrap_or_default();
        now.abs_diff(Duration::from_secs(seconds)) <= max_age
    }

    fn answering<B>(&self, request: Request<B>) -> Answering
    where
        B: Body + Send + 'static,
        B::Data: Send,
        B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let this = self.clone();
        Box::pin(async move { Ok(this.receive(request).await) })
    }
}

impl<H, F, B> hyper::service::Service<Request<B>> for Receiver<H>
where
    H: Fn(Interaction) -> F + Send + Sync + 'static,
    F: Future<Output = InteractionResponse> + Send + 'static,
    B: Body + Send + 'static,
    B::Data: Send,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    type Response = Response<Full<Bytes>>;
    type Error = Infallible;
    type Future = Answering;

    fn call(&self, request: Request<B>) -> Answering {
        self.answering(request)
    }
}

impl<H, F, B> tower_service::Service<Request<B>> for Receiver<H>
where
    H: Fn(Interaction) -> F + Send + Sync + 'static,
    F: Future<Output = InteractionResponse> + Send + 'static,
    B: Body + Send + 'static,
    B::Data: Send,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    type Response = Response<Full<Bytes>>;
    type Error = Infallible;
    type Future = Answering;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> Answering {
        self.answering(request)
    }
}

fn status(status: StatusCode) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::default());
    *response.status_mut() = status;
    response
}

/// The bytes of hexadecimal digits of either case.
fn hex(digits: &[u8]) -> Option<Vec<u8>> {
    data_encoding::HEXLOWER_PERMISSIVE.decode(digits).ok()
}
