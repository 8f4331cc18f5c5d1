//! Interactions over HTTP: Discord sends requests to the app, and the app answers them.
//!
//! A [`Receiver`] is a service for hyper and for frameworks on tower, such as axum. Requests without a valid signature
//! from Discord get 401 and never reach the app's code. A PING is answered by the receiver. All other requests are
//! passed to the app as an [`Interaction`], and the app returns an [`InteractionResponse`].
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
//! The same receiver can also accept webhook events, at the same URL or another one: see [`Receiver::on_event`].
//!
//! A signature never expires, so the receiver rejects requests older than 5 minutes like an invalid signature. So an
//! intercepted request cannot be sent again later. [`Receiver::max_age`] sets another age.
//!
//! Anybody can call the receiver, so it limits the memory that callers can use: a request whose signature headers are
//! malformed or too old is rejected before its body is read. Bodies are limited in size ([`Receiver::max_body`]), in
//! time ([`Receiver::body_timeout`]) and in total ([`Receiver::max_bodies`]).
//!
//! Docs: [Interactions Overview, Preparing for Interactions](https://docs.discord.com/developers/interactions/overview#preparing-for-interactions).

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use gateway_model::interaction::{Interaction, InteractionKind, InteractionResponse};
use gateway_model::webhook_event::WebhookEvent;
use http::header::{ALLOW, CONTENT_TYPE};
use http::{HeaderValue, Method, Request, Response, StatusCode};
use http_body_util::Full;
use hyper::body::Body;

use self::bodies::Bodies;
use self::signature::{Signature, hex, is_strong};

mod bodies;
mod events;
mod signature;

/// The default of [`Receiver::max_body`], in bytes.
const MAX_BODY: usize = 256 << 10;

/// The default of [`Receiver::body_timeout`]. Discord waits 3 s for the answer.
const BODY_TIMEOUT: Duration = Duration::from_secs(3);

/// The default of [`Receiver::max_bodies`], in bytes.
const MAX_BODIES: usize = 32 << 20;

/// The default of [`Receiver::max_age`]. Discord's docs name no age. A request must be answered within 3 seconds, so an
/// older one is late or repeated; the minutes allow for clocks that are wrong.
const MAX_AGE: Duration = Duration::from_secs(5 * 60);

/// Answers Discord's requests with the results of a function. Cheap to clone.
///
/// The function is called with each interaction except PING, and must answer within 3 seconds.
pub struct Receiver<H> {
    inner: Arc<Inner<H>>,
}

struct Inner<H> {
    key: [u8; 32],
    handler: H,
    events: Option<events::Handler>,
    bodies: Bodies,
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
        f.debug_struct("Receiver").field("bodies", &self.inner.bodies).finish_non_exhaustive()
    }
}

/// The text is not a valid public key of an application.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "invalid public key of an application: it must have 64 hexadecimal digits and be a valid Ed25519 point"
)]
pub struct PublicKeyError;

/// The future of a [`Receiver`].
pub type Answering =
    Pin<Box<dyn Future<Output = Result<Response<Full<Bytes>>, Infallible>> + Send>>;

impl<H, F> Receiver<H>
where
    H: Fn(Interaction) -> F + Send + Sync + 'static,
    F: Future<Output = InteractionResponse> + Send + 'static,
{
    /// Returns a receiver for the application with this public key, 64 hexadecimal digits from its page in the
    /// Developer Portal.
    ///
    /// # Errors
    ///
    /// Returns an error if it is not a public key, or is one of the few weak keys for which many signatures are valid.
    pub fn new(public_key: &str, handler: H) -> Result<Self, PublicKeyError> {
        let key = hex(public_key.as_bytes()).and_then(|bytes| bytes.try_into().ok());
        let key = key.filter(is_strong).ok_or(PublicKeyError)?;
        let inner = Inner {
            key,
            handler,
            events: None,
            bodies: Bodies::new(MAX_BODY, BODY_TIMEOUT, MAX_BODIES),
            max_age: Some(MAX_AGE),
            clock: Box::new(SystemTime::now),
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// Also accepts [webhook events](gateway_model::webhook_event): `handler` is called with each, and Discord gets 204
    /// when it has completed. It must complete within 3 seconds. If it returns an error, the response is 500, and
    /// Discord repeats the event for up to 10 minutes. The receiver itself answers the ping with which Discord checks
    /// the URL.
    ///
    /// Without a handler, webhook events and their ping get 404, so that the Developer Portal does not accept the URL.
    /// Like [`max_body`](Self::max_body), it has no effect after the receiver was cloned.
    ///
    /// Docs: [Webhook Events, Responding to Events](https://docs.discord.com/developers/events/webhook-events#responding-to-events).
    #[must_use]
    pub fn on_event<F2, E>(
        mut self,
        handler: impl Fn(WebhookEvent) -> F2 + Send + Sync + 'static,
    ) -> Self
    where
        F2: Future<Output = Result<(), E>> + Send + 'static,
        E: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        if let Some(inner) = Arc::get_mut(&mut self.inner) {
            inner.events = Some(Box::new(move |event| {
                let handling = handler(event);
                Box::pin(async move { handling.await.map_err(Into::into) })
            }));
        }
        self
    }

    /// Sets the maximum size of a body in bytes. The default is 256 KiB. A larger body gets 413, before it is read if
    /// the request declares its length. Call it before the receiver is cloned: it has no effect while a clone exists.
    #[must_use]
    pub fn max_body(mut self, bytes: usize) -> Self {
        if let Some(inner) = Arc::get_mut(&mut self.inner) {
            inner.bodies.most = bytes;
        }
        self
    }

    /// Sets the time limit for reading a body. The default is 3 s. A slower one gets 408. Like
    /// [`max_body`](Self::max_body), it has no effect after the receiver was cloned.
    #[must_use]
    pub fn body_timeout(mut self, timeout: Duration) -> Self {
        if let Some(inner) = Arc::get_mut(&mut self.inner) {
            inner.bodies.timeout = timeout;
        }
        self
    }

    /// Sets the maximum size of all bodies together, in bytes. The default is 32 MiB. A body that does not fit gets
    /// 503. A body counts from its first byte until its signature is checked. Like [`max_body`](Self::max_body), it has
    /// no effect after the receiver was cloned.
    #[must_use]
    pub fn max_bodies(mut self, bytes: usize) -> Self {
        if let Some(inner) = Arc::get_mut(&mut self.inner) {
            inner.bodies = Bodies::new(inner.bodies.most, inner.bodies.timeout, bytes);
        }
        self
    }

    /// Sets the maximum age of a signature, and how far its time may be ahead of this machine's clock. The default is 5
    /// minutes; `None` allows any. Like [`max_body`](Self::max_body), it has no effect after the receiver was cloned.
    #[must_use]
    pub fn max_age(mut self, age: impl Into<Option<Duration>>) -> Self {
        if let Some(inner) = Arc::get_mut(&mut self.inner) {
            inner.max_age = age.into();
        }
        self
    }

    /// Sets the clock that measures the age of signatures. The default is the system's clock. Like
    /// [`max_body`](Self::max_body), it has no effect after the receiver was cloned.
    #[must_use]
    pub fn clock(mut self, clock: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        if let Some(inner) = Arc::get_mut(&mut self.inner) {
            inner.clock = Box::new(clock);
        }
        self
    }

    /// Answers one request.
    ///
    /// # Cancel safety
    ///
    /// If this is cancelled, the handler of the interaction or event is cancelled too.
    pub async fn receive<B>(&self, request: Request<B>) -> Response<Full<Bytes>>
    where
        B: Body + Send,
        B::Data: Send,
        B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        if request.method() != Method::POST {
            refused("method");
            let mut response = status(StatusCode::METHOD_NOT_ALLOWED);
            response.headers_mut().insert(ALLOW, HeaderValue::from_static("POST"));
            return response;
        }
        let (head, body) = request.into_parts();
        // This check comes before any byte of the body is read, and rejects most requests that are not from Discord.
        let Some(signature) = Signature::read(&head.headers) else {
            tracing::warn!("rejected an interaction without a valid signature of Discord");
            return unauthorized();
        };
        if !self.is_recent(signature.seconds) {
            tracing::warn!(
                "rejected an interaction whose timestamp is too old or in the future: it was sent again, or this machine's clock is wrong"
            );
            return unauthorized();
        }
        let (body, held) = match self.inner.bodies.read(&head.headers, body).await {
            Ok(read) => read,
            Err(refusal) => {
                refused(refusal.reason());
                tracing::warn!(reason = refusal.reason(), "rejected the body of an interaction");
                return status(refusal.status());
            }
        };
        if !signature.is_valid(&self.inner.key, &body) {
            tracing::warn!("rejected an interaction without a valid signature of Discord");
            return unauthorized();
        }
        drop(held);
        let interaction: Interaction = match serde_json::from_slice(&body) {
            Ok(interaction) => interaction,
            Err(_) if events::is_event(&body) => {
                return json(events::handle(self.inner.events.as_ref(), &body).await, Bytes::new());
            }
            Err(error) => {
                refused("unreadable");
                tracing::error!(%error, length = body.len(), "failed to parse an interaction");
                return status(StatusCode::BAD_REQUEST);
            }
        };
        let answer = if interaction.kind == InteractionKind::Ping {
            InteractionResponse::pong()
        } else {
            (self.inner.handler)(interaction).await
        };
        match serde_json::to_vec(&answer) {
            Ok(body) => json(StatusCode::OK, body.into()),
            Err(error) => {
                tracing::error!(%error, "failed to serialize the response to an interaction");
                status(StatusCode::INTERNAL_SERVER_ERROR)
            }
        }
    }

    /// Returns whether the signed time, in seconds of Unix time, is recent enough.
    fn is_recent(&self, seconds: Option<u64>) -> bool {
        let Some(max_age) = self.inner.max_age else { return true };
        let Some(seconds) = seconds else { return false };
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

/// Counts a rejected request.
fn refused(reason: &'static str) {
    #[cfg(feature = "metrics")]
    metrics::counter!(crate::metric::INTERACTIONS_REFUSED, "reason" => reason).increment(1);
    #[cfg(not(feature = "metrics"))]
    let _ = reason;
}

fn unauthorized() -> Response<Full<Bytes>> {
    refused("signature");
    status(StatusCode::UNAUTHORIZED)
}

fn status(status: StatusCode) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::default());
    *response.status_mut() = status;
    response
}

/// Returns a response with the content type that Discord requires for every response, even one without a body.
fn json(status: StatusCode, body: Bytes) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(body));
    *response.status_mut() = status;
    let json = HeaderValue::from_static("application/json");
    response.headers_mut().insert(CONTENT_TYPE, json);
    response
}
