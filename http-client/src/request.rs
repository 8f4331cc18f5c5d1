//! One call of an operation: what is set, and how it is awaited.

use std::future::IntoFuture;
use std::marker::PhantomData;
use std::pin::Pin;
use std::time::Duration;

use http::HeaderValue;
use serde::Serialize;

use crate::answer::{Answer, Raw};
use crate::client::Client;
use crate::error::{BuildError, Error};
use crate::fields::Fields;
use crate::ratelimit::limiter::Major;
use crate::route::{Param, Route, push_query};
use crate::send;

/// An operation of the API: its route and how its answer is read.
pub trait Operation: Send + 'static {
    /// Method, path, authorization.
    const ROUTE: &'static Route;
    /// How its answer is read.
    type Answer: Answer;
}

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
#[derive(Debug)]
pub(crate) struct Parts {
    pub(crate) route: &'static Route,
    pub(crate) path: String,
    pub(crate) query: Vec<(&'static str, String)>,
    pub(crate) major: Major,
    pub(crate) body: Body,
    pub(crate) reason: Option<HeaderValue>,
    pub(crate) options: Options,
    /// The first thing set that cannot be sent.
    pub(crate) error: Option<BuildError>,
}

#[derive(Debug)]
pub(crate) enum Body {
    None,
    /// A JSON object, field by field.
    Fields(Fields),
}

/// What a caller decides about sending.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Options {
    pub(crate) max_wait: Option<Duration>,
    pub(crate) try_timeout: Duration,
    pub(crate) total_timeout: Option<Duration>,
    pub(crate) retries: u32,
    pub(crate) ordered: bool,
    pub(crate) repeatable: bool,
}

impl<O: Operation> Request<O> {
    pub(crate) fn new(client: &Client, params: &[Param<'_>]) -> Self {
        Self {
            client: client.clone(),
            parts: Parts::new(O::ROUTE, params, client.options()),
            operation: PhantomData,
        }
    }

    /// The longest time this request may wait in queues, for limits of all kinds together; past it, or as soon
    /// as the wait is known to be longer, the request ends with an error that names the limit.
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
    pub async fn raw(self) -> Result<Raw, Error> {
        send::send(&self.client, self.parts).await
    }
}

impl<O> Request<O> {
    /// Sets a field of the body.
    pub(crate) fn field<T: Serialize + ?Sized>(mut self, name: &'static str, value: &T) -> Self {
        self.parts.set_field(name, value);
        self
    }
}

impl Parts {
    fn new(route: &'static Route, params: &[Param<'_>], options: Options) -> Self {
        let (path, major) = route.fill(params);
        let options = Options { repeatable: route.is_safe_to_repeat(), ..options };
        Self {
            route,
            path,
            query: Vec::new(),
            major,
            body: Body::None,
            reason: None,
            options,
            error: None,
        }
    }

    pub(crate) fn set_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) {
        if !matches!(self.body, Body::Fields(_)) {
            self.body = Body::Fields(Fields::default());
        }
        if let Body::Fields(fields) = &mut self.body
            && let Err(source) = fields.set(name, value)
        {
            self.fail(BuildError::Serialize { field: name, source });
        }
    }

    pub(crate) fn fail(&mut self, error: BuildError) {
        self.error.get_or_insert(error);
    }

    /// Path and query, below the API's version.
    pub(crate) fn target(&self) -> String {
        let mut query = String::new();
        for (name, value) in &self.query {
            push_query(&mut query, name, value);
        }
        format!("{}{query}", self.path)
    }
}

impl<O: Operation> IntoFuture for Request<O> {
    type Output = Result<<O::Answer as Answer>::Value, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let route = self.parts.route;
            let raw = send::send(&self.client, self.parts).await?;
            O::Answer::read(raw).map_err(|error| Error::Decode(Box::new(error.of(route))))
        })
    }
}
