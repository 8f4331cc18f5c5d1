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
//! Webhook events come to the same receiver, on the same URL or another one: [`Receiver::on_event`].
//!
//! A signature stays valid for ever, so one that is older than 5 minutes is refused like a wrong one: whoever has got
//! hold of a request cannot send it again later. [`Receiver::max_age`] sets another age.
//!
//! Anybody can call the receiver, so a caller is not trusted with memory: a request without the form and time of a
//! signature is refused before its body is read, and bodies are bounded in size ([`Receiver::max_body`]), in time
//! ([`Receiver::body_timeout`]) and all together ([`Receiver::max_bodies`]).
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

/// The most a request may hold, in bytes, unless [`Receiver::max_body`] says otherwise.
const MAX_BODY: usize = 256 << 10;

/// The longest time a body may take, unless [`Receiver::body_timeout`] says otherwise. Discord waits 3 s for the answer.
const BODY_TIMEOUT: Duration = Duration::from_secs(3);

/// The most that all bodies together may hold, in bytes, unless [`Receiver::max_bodies`] says otherwise.
const MAX_BODIES: usize = 32 << 20;

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

/// A text that is no public key of an application.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "this is no application's public key, which has 64 hexadecimal digits and is a point of Ed25519"
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
    /// A receiver for the application with this public key, 64 hexadecimal digits from its page in the portal.
    ///
    /// # Errors
    ///
    /// Returns an error if it is no public key, or one of the few keys that many signatures are valid for.
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

    /// The same receiver for [webhook events](gateway_model::webhook_event) too: `handler` is given each, and Discord
    /// is answered with 204 once it has ended. It has 3 seconds. If it returns an error the answer is 500, and Discord
    /// sends the event again, for up to 10 minutes. The ping with which Discord checks the URL is answered by itself.
    ///
    /// Without this, webhook events and their ping get 404, so that the portal does not take the URL. Like
    /// [`max_body`](Self::max_body) it has no effect once the receiver is cloned.
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

    /// The same receiver for bodies of at most this many bytes; 256 KiB by default. A larger one gets 413,
    /// before it is read if it declares its length. Call it before the receiver is
    /// cloned: a clone that exists keeps the limit as it was, and this has no effect.
    #[must_use]
    pub fn max_body(mut self, bytes: usize) -> Self {
        if let Some(inner) = Arc::get_mut(&mut self.inner) {
            inner.bodies.most = bytes;
        }
        self
    }

    /// The same receiver for bodies that come in within this time; 3 s by default. A slower one gets 408. Like
    /// [`max_body`](Self::max_body) it has no effect once the receiver is cloned.
    #[must_use]
    pub fn body_timeout(mut self, timeout: Duration) -> Self {
        if let Some(inner) = Arc::get_mut(&mut self.inner) {
            inner.bodies.timeout = timeout;
        }
        self
    }

    /// The same receiver for bodies of at most this many bytes together; 32 MiB by default. One that does not fit gets
    /// 503. A body counts from its first byte until its signature is checked. Like [`max_body`](Self::max_body) it has
    /// no effect once the receiver is cloned.
    #[must_use]
    pub fn max_bodies(mut self, bytes: usize) -> Self {
        if let Some(inner) = Arc::get_mut(&mut self.inner) {
            inner.bodies = Bodies::new(inner.bodies.most, inner.bodies.timeout, bytes);
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
    ///
    /// # Cancel safety
    ///
    /// If this is cancelled, the listener of the interaction or event is dropped where it is.
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
        // Before a byte of the body is read: most of what is not Discord's ends here.
        let Some(signature) = Signature::read(&head.headers) else {
            tracing::warn!("an interaction without Discord's signature");
            return unauthorized();
        };
        if !self.is_recent(signature.seconds) {
            tracing::warn!(
                "an interaction signed at another time: sent again, or this clock is wrong"
            );
            return unauthorized();
        }
        let (body, held) = match self.inner.bodies.read(&head.headers, body).await {
            Ok(read) => read,
            Err(refusal) => {
                refused(refusal.reason());
                tracing::warn!(
                    reason = refusal.reason(),
                    "the body of an interaction was not taken"
                );
                return status(refusal.status());
            }
        };
        if !signature.is_valid(&self.inner.key, &body) {
            tracing::warn!("an interaction without Discord's signature");
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
            Ok(body) => json(StatusCode::OK, body.into()),
            Err(error) => {
                tracing::error!(%error, "an answer to an interaction has no JSON");
                status(StatusCode::INTERNAL_SERVER_ERROR)
            }
        }
    }

    /// Whether the signed time, in seconds of Unix time, is near enough.
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

/// Counts a call that was not taken.
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

/// An answer with the content type that Discord wants of every one, those without a body too.
fn json(status: StatusCode, body: Bytes) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(body));
    *response.status_mut() = status;
    let json = HeaderValue::from_static("application/json");
    response.headers_mut().insert(CONTENT_TYPE, json);
    response
}
