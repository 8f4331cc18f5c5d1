//! A request of an operation: its settings, and how it is awaited.

mod parts;

use std::future::IntoFuture;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use serde::Serialize;

pub(crate) use self::parts::{Body, Options, Parts};
use crate::answer::{Answer, Raw};
use crate::client::Client;
use crate::custom::Custom;
use crate::error::{BuildError, Error};
use crate::fields::Fields;
use crate::route::{Param, Route};
use crate::send;
use crate::upload::{Progress, Upload};

/// An operation of the API: its route, and how its response is parsed.
pub trait Operation: Send + 'static {
    /// Method, path, authorization.
    const ROUTE: &'static Route;
    /// The type that parses its response.
    type Answer: Answer;
}

/// An operation whose reason appears in the guild's audit log: see [`Request::reason`].
pub trait Audited {}

/// An operation whose message may have files: see [`Request::file`].
pub trait WithFiles {}

/// A request that is not sent yet. Awaiting it sends it. Dropping it cancels it, even while it waits or is in flight.
///
/// The methods of the first three `impl` blocks exist for all requests, for those with a reason, and for those with
/// files. The other methods are named like the API's fields, and each block belongs to one operation. The return type of
/// the client's method shows which block: [`Client::create_message`](crate::Client::create_message) returns a
/// `Request<CreateMessage>`. The page of [`ops::CreateMessage`](crate::ops::CreateMessage) lists its setters and links
/// to its block here.
#[must_use = "a request does nothing until it is awaited"]
#[derive(Debug)]
pub struct Request<O> {
    client: Client,
    parts: Parts,
    operation: PhantomData<fn() -> O>,
}

impl<O: Operation> Request<O> {
    pub(crate) fn new(client: &Client, params: &[Param<'_>]) -> Self {
        Self::of(client, O::ROUTE, params)
    }
}

impl<O> Request<O> {
    pub(crate) fn of(client: &Client, route: &'static Route, params: &[Param<'_>]) -> Self {
        let parts = Parts::new(route, &client.inner().base.path, params, client.options());
        Self { client: client.clone(), parts, operation: PhantomData }
    }

    /// Creates a request that fails with this error.
    pub(crate) fn failed(client: &Client, route: &'static Route, error: BuildError) -> Self {
        let mut request = Self::of(client, route, &[]);
        request.parts.fail(error);
        request
    }

    /// Returns the client and all settings.
    pub(crate) fn into_parts(self) -> (Client, Parts) {
        (self.client, self.parts)
    }

    pub(crate) fn body(&self) -> &Body {
        &self.parts.body
    }

    pub(crate) fn parts_mut(&mut self) -> &mut Parts {
        &mut self.parts
    }

    /// Sets the maximum time that this request waits in queues, for all limits together. When the time is over, or as
    /// soon as the wait is known to be longer, the request returns an error that names the limit. The default and the
    /// maximum are [`LONGEST_WAIT`](crate::ratelimit::LONGEST_WAIT), a day.
    pub fn max_wait(mut self, wait: Duration) -> Self {
        self.parts.options.max_wait = Some(wait);
        self
    }

    /// Sets the time limit of one attempt, from sending to the end of the response.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.parts.options.try_timeout = timeout;
        self
    }

    /// Sets the time limit of the whole request: queues, attempts and the pauses between them.
    pub fn total_timeout(mut self, timeout: Duration) -> Self {
        self.parts.options.total_timeout = Some(timeout);
        self
    }

    /// Sets how many times the request is retried after server errors, lost connections and timeouts. It has no effect
    /// on a request that is not safe to repeat.
    pub fn retries(mut self, retries: u32) -> Self {
        self.parts.options.retries = retries;
        self
    }

    /// Sets whether the request is sent only after the earlier ordered requests of its bucket were answered. By
    /// default, only creating a message is ordered.
    pub fn ordered(mut self, ordered: bool) -> Self {
        self.parts.options.ordered = ordered;
        self
    }

    /// Returns the response's JSON unparsed.
    ///
    /// # Errors
    ///
    /// Returns the same errors as awaiting the request, except errors of parsing.
    ///
    /// # Cancel safety
    ///
    /// If this is cancelled, the request is cancelled. If it was being sent, Discord may have carried it out.
    pub async fn raw(mut self) -> Result<Raw, Error> {
        send::send(&self.client, &mut self.parts).await
    }
}

impl<O: Audited> Request<O> {
    /// Sets the reason, which appears in the guild's audit log: at most 512 characters, in any script.
    ///
    /// Docs: [Audit Log, X-Audit-Log-Reason](https://docs.discord.com/developers/resources/audit-log).
    pub fn reason(mut self, reason: impl AsRef<str>) -> Self {
        self.parts.set_reason(reason.as_ref());
        self
    }
}

impl<O: WithFiles> Request<O> {
    /// Adds a file to the message. The first is `files[0]`, to which `attachment://name` and
    /// [`AttachmentRequest::uploaded`](gateway_model::message::AttachmentRequest::uploaded) refer.
    ///
    /// Docs: [Reference, Uploading Files](https://docs.discord.com/developers/reference#uploading-files).
    pub fn file(mut self, file: Upload) -> Self {
        let name = format!("files[{}]", self.parts.files.len());
        self.parts.files.push((name, file));
        self
    }
}

impl<O> Request<O> {
    /// Sets a callback that gets the upload progress after each piece of the body. It must return quickly, because it
    /// runs in the connection's task.
    pub fn progress(mut self, watcher: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        self.parts.watcher = Some(Arc::new(watcher));
        self
    }

    /// Sends a JSON object, even if no field is set.
    pub(crate) fn with_fields(mut self) -> Self {
        self.parts.body = Body::Fields(Fields::default());
        self
    }

    /// Sends a multipart form instead of a JSON object.
    pub(crate) fn with_form(mut self) -> Self {
        self.parts.body = Body::Form(Fields::default());
        self
    }

    /// Sends a URL-encoded form instead of a JSON object.
    pub(crate) fn with_url_form(mut self) -> Self {
        self.parts.body = Body::UrlForm(Fields::default());
        self
    }

    /// Sends this as the whole body.
    pub(crate) fn with_json<T: Serialize + ?Sized>(mut self, name: &'static str, body: &T) -> Self {
        match serde_json::to_vec(body) {
            Ok(json) => self.parts.body = Body::Json(json.into(), 0),
            Err(source) => self.parts.fail(BuildError::Serialize { field: name, source }),
        }
        self
    }

    /// Sets a field of the body.
    pub(crate) fn set<T: Serialize + ?Sized>(mut self, name: &'static str, value: &T) -> Self {
        self.parts.set_field(name, value);
        self
    }

    /// Sets a query parameter. A list is written as repeated parameters.
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

/// Joins ids with commas, for one parameter.
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

/// A response in progress, parsed as `A`.
type Answering<A> = Pin<Box<dyn Future<Output = Result<<A as Answer>::Value, Error>> + Send>>;

impl<O> Request<O> {
    fn answer<A: Answer>(self) -> Answering<A> {
        let Self { client, mut parts, .. } = self;
        Box::pin(async move {
            let raw = send::send(&client, &mut parts).await?;
            A::read(raw).map_err(|error| Error::Decode(Box::new(error.of(parts.route))))
        })
    }
}

impl<O: Operation> IntoFuture for Request<O> {
    type Output = Result<<O::Answer as Answer>::Value, Error>;
    type IntoFuture = Answering<O::Answer>;

    fn into_future(self) -> Self::IntoFuture {
        self.answer::<O::Answer>()
    }
}

impl<A: Answer> IntoFuture for Request<Custom<A>> {
    type Output = Result<A::Value, Error>;
    type IntoFuture = Answering<A>;

    fn into_future(self) -> Self::IntoFuture {
        self.answer::<A>()
    }
}
