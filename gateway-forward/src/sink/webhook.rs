//! Delivers by HTTP POST, signed like Discord's own webhook events.
//!
//! The requests are those of Carbon's gateway forwarder, so Carbon applications accept them unchanged: the body of
//! Discord's webhook events, `X-Signature-Ed25519` over `X-Signature-Timestamp` and body, and
//! `X-Carbon-Forwarder-Event-Id` and `-Attempt` for applications that recognise repeats.

mod addresses;
mod connections;

use std::collections::BTreeSet;
use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use gateway_dial::{Proxy, Tls, TlsError};
use http::header::{CONTENT_TYPE, HeaderMap, HeaderValue, USER_AGENT};
use http::{HeaderName, Method, Request, StatusCode, Uri};
use http_body_util::{BodyExt, Full, Limited};

use self::connections::Connections;
use super::{Delivery, Outcome, Sink, reason};
use crate::body::body;
use crate::event::{ForwardEvent, now_ms};
use crate::key::SigningKey;

/// Header with the event's id.
pub const EVENT_ID: HeaderName = HeaderName::from_static("x-carbon-forwarder-event-id");
/// Header with the number of the try, from 1.
pub const ATTEMPT: HeaderName = HeaderName::from_static("x-carbon-forwarder-attempt");
/// Header with the signature as hex.
pub const SIGNATURE: HeaderName = HeaderName::from_static("x-signature-ed25519");
/// Header with the time of the try, in milliseconds since the epoch.
pub const TIMESTAMP: HeaderName = HeaderName::from_static("x-signature-timestamp");

/// How many bytes of a response body are read. They are discarded, so that the connection can be reused.
const MAX_BODY: usize = 64 * 1024;

/// How long the body is read. The status has already decided; a slower body costs the connection.
const BODY_TIME: Duration = Duration::from_secs(1);

/// Settings of a webhook.
#[derive(Clone, Debug)]
pub struct WebhookConfig {
    /// The URL of the endpoint: http:// or https://.
    pub url: Uri,
    /// The key that signs each try.
    pub key: SigningKey,
    /// `application_id` in the body.
    pub application_id: Box<str>,
    /// Additional headers; the crate's own headers take precedence. They may contain secrets, so `Debug` does not show them.
    pub headers: SecretHeaders,
    /// Time limit of a try, up to the status of the response.
    pub timeout: Duration,
    /// Failure statuses after which a retry cannot help. After all others except 2xx the event is retried. Redirects
    /// are not followed, because the signature is for this URL.
    pub final_statuses: BTreeSet<u16>,
    /// HTTP proxy, by CONNECT.
    pub proxy: Option<Proxy>,
    /// The trusted certificates, or your own TLS configuration with a client certificate or other protocol versions.
    pub tls: Tls,
}

/// Headers whose values `Debug` does not show.
#[derive(Clone, Default)]
pub struct SecretHeaders(pub HeaderMap);

impl fmt::Debug for SecretHeaders {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.keys()).finish()
    }
}

/// Delivers to an HTTP endpoint.
#[derive(Debug)]
pub struct Webhook {
    config: WebhookConfig,
    connections: Connections,
}

impl Webhook {
    /// Creates a webhook. It connects when the first event arrives.
    ///
    /// # Errors
    ///
    /// Returns an error if the URL begins with https:// and there are no TLS roots.
    pub fn new(config: WebhookConfig) -> Result<Self, TlsError> {
        let is_secure = config.url.scheme() == Some(&http::uri::Scheme::HTTPS);
        let tls = config.tls.config_if(is_secure)?;
        let connections = Connections::new(tls, config.proxy.clone(), config.timeout);
        Ok(Self { config, connections })
    }

    fn request(
        &self,
        event: &ForwardEvent,
        attempt: u32,
    ) -> Result<Request<Full<Bytes>>, http::Error> {
        let config = &self.config;
        let body = body(&config.application_id, event);
        let timestamp = now_ms().to_string();
        let signature = config.key.sign(&timestamp, &body);
        let mut request = Request::new(Full::new(body));
        *request.method_mut() = Method::POST;
        *request.uri_mut() = config.url.clone();
        let headers = request.headers_mut();
        headers.insert(
            USER_AGENT,
            HeaderValue::from_static(concat!("gateway-forward/", env!("CARGO_PKG_VERSION"))),
        );
        headers.extend(config.headers.0.clone());
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        headers.insert(TIMESTAMP, timestamp.try_into()?);
        headers.insert(SIGNATURE, signature.try_into()?);
        headers.insert(EVENT_ID, HeaderValue::from_str(&event.id)?);
        headers.insert(ATTEMPT, attempt.into());
        Ok(request)
    }

    async fn post(&self, event: &ForwardEvent, attempt: u32) -> Outcome {
        let request = match self.request(event, attempt) {
            Ok(request) => request,
            Err(error) => return Outcome::Refused(format!("no request: {error}").into()),
        };
        let kept = self.connections.kept();
        let answered = kept.request(request);
        let answer = match tokio::time::timeout(self.config.timeout, answered).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(error)) => return Outcome::Retry(reason(&error)),
            Err(_) => {
                self.connections.give_up(&kept);
                return Outcome::Retry("timeout".into());
            }
        };
        let (head, body) = answer.into_parts();
        // Read to its end so that the connection can be reused; its contents do not matter.
        let body = Limited::new(body, MAX_BODY).collect();
        let _ = tokio::time::timeout(self.config.timeout.min(BODY_TIME), body).await;
        self.judge(head.status)
    }

    fn judge(&self, status: StatusCode) -> Outcome {
        let reason = match status.as_u16() {
            status if (200..300).contains(&status) => return Outcome::Delivered,
            status if (300..400).contains(&status) => {
                format!("status {status}: redirects are not followed; set `url` to the target")
            }
            status => format!("status {status}"),
        };
        if self.config.final_statuses.contains(&status.as_u16()) {
            Outcome::Refused(reason.into())
        } else {
            Outcome::Retry(reason.into())
        }
    }
}

impl Sink for Webhook {
    fn deliver<'a>(&'a self, event: &'a ForwardEvent, attempt: u32) -> Delivery<'a> {
        Box::pin(self.post(event, attempt))
    }
}
