//! One call of an operation: what is set, and how it is awaited.

use std::future::IntoFuture;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::HeaderValue;
use serde::Serialize;

use crate::answer::{Answer, Raw};
use crate::client::Client;
use crate::error::{BuildError, Error};
use crate::fields::Fields;
use crate::multipart::{Multipart, Payload, Watcher};
use crate::ratelimit::gone::names_webhook;
use crate::ratelimit::limiter::Major;
use crate::route::{Param, Route, push_query};
use crate::send;
use crate::upload::{Progress, Upload};

/// An operation of the API: its route and how its answer is read.
pub trait Operation: Send + 'static {
    /// Method, path, authorization.
    const ROUTE: &'static Route;
    /// How its answer is read.
    type Answer: Answer;
}

/// An operation whose reason is shown in the guild's audit log: see [`Request::reason`].
pub trait Audited: Operation {}

/// An operation whose message may have files: see [`Request::file`].
pub trait WithFiles: Operation {}

/// A request that was not sent yet. Awaiting it sends it; dropping it, also while it waits or is under way, ends it.
///
/// Methods with the names of the API's fields belong to the one operation `O`; those documented here are for all.
#[must_use = "a request does nothing until it is awaited"]
#[derive(Debug)]
pub struct Request<O> {
    client: Client,
    parts: Parts,
    operation: PhantomData<fn() -> O>,
}

/// All of a request that does not depend on its type.
pub(crate) struct Parts {
    pub(crate) route: &'static Route,
    /// The path, from the API's own on.
    pub(crate) path: String,
    pub(crate) query: Vec<(&'static str, String)>,
    pub(crate) major: Major,
    /// The webhook that the path names by its token.
    pub(crate) webhook: Option<Major>,
    pub(crate) body: Body,
    pub(crate) files: Vec<(String, Upload)>,
    pub(crate) watcher: Option<Watcher>,
    pub(crate) reason: Option<HeaderValue>,
    pub(crate) options: Options,
    /// The first thing set that cannot be sent.
    pub(crate) error: Option<BuildError>,
}

impl std::fmt::Debug for Parts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The path and the body may hold tokens of webhooks and users.
        f.debug_struct("Parts")
            .field("operation", &self.route.name)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

/// What is sent besides files.
pub(crate) enum Body {
    None,
    /// A JSON object, field by field.
    Fields(Fields),
    /// A form, each field a part of its own.
    Form(Fields),
    /// JSON as it is.
    Json(Bytes),
}

/// What a caller decides about sending.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Options {
    pub(crate) max_wait: Option<Duration>,
    pub(crate) try_timeout: Duration,
    pub(crate) total_timeout: Option<Duration>,
    pub(crate) retries: u32,
    pub(crate) back_off: Duration,
    pub(crate) ordered: bool,
    pub(crate) repeatable: bool,
}

impl<O: Operation> Request<O> {
    /// The client and all that was set.
    pub(crate) fn into_parts(self) -> (Client, Parts) {
        (self.client, self.parts)
    }

    pub(crate) fn body(&self) -> &Body {
        &self.parts.body
    }

    pub(crate) fn new(client: &Client, params: &[Param<'_>]) -> Self {
        Self {
            client: client.clone(),
            parts: Parts::new(O::ROUTE, &client.inner().base.path, params, client.options()),
            operation: PhantomData,
        }
    }

    /// The longest time this request may wait in queues, for limits of all kinds together; past it, or as soon
    /// as the wait is known to be longer, the request ends with an error that names the limit. It is at most
    /// [`LONGEST_WAIT`](crate::ratelimit::LONGEST_WAIT), a day, which is the default as well.
    pub fn max_wait(mut self, wait: Duration) -> Self {
        self.parts.options.max_wait = Some(wait);
        self
    }

    /// The longest time one try may take, from sending to the end of the answer.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.parts.options.try_timeout = timeout;
        self
    }

    /// The longest time all of it may take: queues, tries and the pauses between them.
    pub fn total_timeout(mut self, timeout: Duration) -> Self {
        self.parts.options.total_timeout = Some(timeout);
        self
    }

    /// How often the request is repeated after server errors, broken connections and timeouts. Without effect
    /// on one that is not safe to repeat.
    pub fn retries(mut self, retries: u32) -> Self {
        self.parts.options.retries = retries;
        self
    }

    /// Whether it is sent only when the requests of the same bucket before it that are ordered too have been
    /// answered. Creating a message is ordered unless this says otherwise; all else is not.
    pub fn ordered(mut self, ordered: bool) -> Self {
        self.parts.options.ordered = ordered;
        self
    }

    /// The answer's JSON as it came, in place of the typed one.
    ///
    /// # Errors
    ///
    /// Those of awaiting the request, but for the decoding.
    pub async fn raw(mut self) -> Result<Raw, Error> {
        send::send(&self.client, &mut self.parts).await
    }
}

impl<O: Audited> Request<O> {
    /// Why it is done, shown in the guild's audit log: at most 512 characters, in any script.
    ///
    /// Docs: [Audit Log, X-Audit-Log-Reason](https://docs.discord.com/developers/resources/audit-log).
    pub fn reason(mut self, reason: impl AsRef<str>) -> Self {
        self.parts.set_reason(reason.as_ref());
        self
    }
}

impl<O: WithFiles> Request<O> {
    /// Adds a file to the message; the first is `files[0]`, which `attachment://name` and
    /// [`AttachmentRequest::uploaded`](gateway_model::message::AttachmentRequest::uploaded) refer to.
    ///
    /// Docs: [Reference, Uploading Files](https://docs.discord.com/developers/reference#uploading-files).
    pub fn file(mut self, file: Upload) -> Self {
        let name = format!("files[{}]", self.parts.files.len());
        self.parts.files.push((name, file));
        self
    }
}

impl<O> Request<O> {
    /// Is told how far the body has been sent, after each piece. It must return quickly: it runs where the
    /// connection is driven.
    pub fn progress(mut self, watcher: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        self.parts.watcher = Some(Arc::new(watcher));
        self
    }

    /// Sends a JSON object, even if nothing is set.
    pub(crate) fn with_fields(mut self) -> Self {
        self.parts.body = Body::Fields(Fields::default());
        self
    }

    /// Sends a form in place of a JSON object.
    pub(crate) fn with_form(mut self) -> Self {
        self.parts.body = Body::Form(Fields::default());
        self
    }

    /// Sends this as the whole body.
    pub(crate) fn with_json<T: Serialize + ?Sized>(mut self, name: &'static str, body: &T) -> Self {
        match serde_json::to_vec(body) {
            Ok(json) => self.parts.body = Body::Json(json.into()),
            Err(source) => self.parts.fail(BuildError::Serialize { field: name, source }),
        }
        self
    }

    /// Sets a field of the body.
    pub(crate) fn set<T: Serialize + ?Sized>(mut self, name: &'static str, value: &T) -> Self {
        self.parts.set_field(name, value);
        self
    }

    /// Sets a parameter of the query; a list is written as several.
    pub(crate) fn param<T: Serialize + ?Sized>(mut self, name: &'static str, value: &T) -> Self {
        self.parts.set_param(name, value);
        self
    }

    /// Sends a file in a part of this name.
    pub(crate) fn part(mut self, name: &'static str, file: Upload) -> Self {
        self.parts.files.push((name.into(), file));
        self
    }
}

impl Parts {
    fn new(route: &'static Route, base: &str, params: &[Param<'_>], options: Options) -> Self {
        let (path, major, error) = match route.fill(base, params) {
            Ok((path, major)) => (path, major, None),
            Err(error) => (String::new(), Major::default(), Some(error)),
        };
        let webhook = names_webhook(route, params).then_some(major);
        let options = Options { repeatable: route.is_safe_to_repeat(), ..options };
        Self {
            route,
            path,
            query: Vec::new(),
            major,
            webhook,
            body: Body::None,
            files: Vec::new(),
            watcher: None,
            reason: None,
            options,
            error,
        }
    }

    /// A request of an operation that takes nothing.
    pub(crate) fn plain(client: &Client, route: &'static Route) -> Self {
        Self::new(route, &client.inner().base.path, &[], client.options())
    }

    pub(crate) fn set_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) {
        let (Body::Fields(fields) | Body::Form(fields)) = &mut self.body else { return };
        if let Err(source) = fields.set(name, value) {
            self.fail(BuildError::Serialize { field: name, source });
        }
    }

    pub(crate) fn set_param<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) {
        self.query.retain(|(known, _)| *known != name);
        match serde_json::to_value(value) {
            Ok(serde_json::Value::Array(values)) => {
                self.query.extend(values.iter().map(|value| (name, query_text(value))));
            }
            Ok(value) => self.query.push((name, query_text(&value))),
            Err(source) => self.fail(BuildError::Serialize { field: name, source }),
        }
    }

    fn set_reason(&mut self, reason: &str) {
        /// "1-512 URL-encoded UTF-8 characters".
        const MOST: usize = 512;
        let characters = reason.chars().count();
        if characters > MOST {
            return self.fail(BuildError::ReasonTooLong { characters });
        }
        let encoded =
            percent_encoding::utf8_percent_encode(reason, crate::route::SEGMENT).to_string();
        // Percent-encoded text is always a header's value.
        self.reason = HeaderValue::try_from(encoded).ok().filter(|value| !value.is_empty());
    }

    pub(crate) fn fail(&mut self, error: BuildError) {
        self.error.get_or_insert(error);
    }

    /// Makes it final. An error names what is missing for a message, if something is.
    pub(crate) fn check(&mut self) -> Result<(), BuildError> {
        self.options.repeatable |= self.is_enforced_nonce();
        let needs = self.route.needs_one_of;
        let Body::Fields(fields) = &self.body else { return Ok(()) };
        let given = |name: &&str| {
            fields.get(name).is_some_and(|json| !matches!(json, b"null" | b"[]" | b"\"\""))
        };
        if needs.is_empty() || !self.files.is_empty() || needs.iter().any(given) {
            return Ok(());
        }
        Err(BuildError::Incomplete { operation: self.route.name, needs })
    }

    /// A digest of the names of the body's fields, zero if it has none.
    pub(crate) fn fields(&self) -> u64 {
        match &self.body {
            Body::Fields(fields) | Body::Form(fields) => fields.digest_of_names(),
            Body::None | Body::Json(_) => 0,
        }
    }

    /// The body, taken out, and its content type where it has one.
    pub(crate) fn payload(&mut self) -> (Payload, Option<HeaderValue>) {
        const JSON: &str = "application/json";
        let files = std::mem::take(&mut self.files);
        let (json, form) = match std::mem::replace(&mut self.body, Body::None) {
            Body::Fields(fields) => (Some(fields.into_json()), None),
            Body::Json(json) => (Some(json), None),
            Body::Form(fields) => (None, Some(fields)),
            Body::None => (None, None),
        };
        if files.is_empty() && form.is_none() {
            let content_type = json.is_some().then(|| HeaderValue::from_static(JSON));
            return (Payload::Whole(json.unwrap_or_default()), content_type);
        }
        let mut payload = Multipart::new();
        if let Some(json) = json {
            payload.field("payload_json", Some(JSON), json);
        }
        if let Some(fields) = form {
            for (name, text) in fields.texts() {
                payload.field(name, None, text);
            }
        }
        for (name, file) in files {
            payload.file(&name, file);
        }
        payload.finish();
        let content_type = HeaderValue::try_from(payload.content_type()).ok();
        (Payload::Parts(payload), content_type)
    }

    /// Path and query; the path is taken out.
    pub(crate) fn target(&mut self) -> String {
        let mut target = std::mem::take(&mut self.path);
        for (index, (name, value)) in self.query.iter().enumerate() {
            target.push(if index == 0 { '?' } else { '&' });
            push_query(&mut target, name, value);
        }
        target
    }

    /// The same request without a body, to be sent for another page.
    pub(crate) fn for_page(&self) -> Self {
        Self {
            route: self.route,
            path: self.path.clone(),
            query: self.query.clone(),
            major: self.major,
            webhook: self.webhook,
            body: Body::None,
            files: Vec::new(),
            watcher: None,
            reason: None,
            options: self.options,
            error: None,
        }
    }

    /// Whether a message with its nonce is created at most once, however often it is sent.
    ///
    /// Docs: [Message, Create Message](https://docs.discord.com/developers/resources/message#create-message), `enforce_nonce`.
    fn is_enforced_nonce(&self) -> bool {
        let Body::Fields(fields) = &self.body else { return false };
        fields.get("enforce_nonce") == Some(b"true")
            && fields.get("nonce").is_some_and(|nonce| nonce != b"null")
    }
}

/// A value as a query writes it: strings without quotes, all else as JSON.
fn query_text(value: &serde_json::Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Ids in one parameter, with commas between them.
pub(crate) fn joined<T: std::fmt::Display>(ids: &[T]) -> String {
    let mut text = String::new();
    for id in ids {
        if !text.is_empty() {
            text.push(',');
        }
        text += &id.to_string();
    }
    text
}

impl<O: Operation> IntoFuture for Request<O> {
    type Output = Result<<O::Answer as Answer>::Value, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        let Self { client, mut parts, .. } = self;
        Box::pin(async move {
            let raw = send::send(&client, &mut parts).await?;
            O::Answer::read(raw).map_err(|error| Error::Decode(Box::new(error.of(O::ROUTE))))
        })
    }
}
