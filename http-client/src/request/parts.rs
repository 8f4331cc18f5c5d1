//! The settings of a request, independent of its operation.

use std::time::Duration;

use bytes::Bytes;
use http::HeaderValue;
use serde::Serialize;
use serde_json::Value;

use crate::client::Client;
use crate::error::BuildError;
use crate::fields::Fields;
use crate::multipart::{Multipart, Payload, Watcher};
use crate::ratelimit::gone::names_webhook;
use crate::ratelimit::limiter::Major;
use crate::route::{Param, Route, push_pair};
use crate::upload::Upload;

/// All parts of a request that do not depend on its type.
pub(crate) struct Parts {
    pub(crate) route: &'static Route,
    /// The path, starting with the path of the API.
    pub(crate) path: String,
    pub(crate) query: Vec<(&'static str, String)>,
    pub(crate) major: Major,
    /// The webhook whose token is in the path.
    pub(crate) webhook: Option<Major>,
    pub(crate) body: Body,
    pub(crate) files: Vec<(String, Upload)>,
    pub(crate) watcher: Option<Watcher>,
    pub(crate) reason: Option<HeaderValue>,
    pub(crate) options: Options,
    /// The first invalid setting.
    pub(crate) error: Option<BuildError>,
}

impl std::fmt::Debug for Parts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The path and the body may contain tokens of webhooks and users.
        f.debug_struct("Parts")
            .field("operation", &self.route.name)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

/// The body, without files.
pub(crate) enum Body {
    None,
    /// A JSON object, field by field.
    Fields(Fields),
    /// A multipart form, with each field as one part.
    Form(Fields),
    /// A form in the encoding `application/x-www-form-urlencoded`.
    UrlForm(Fields),
    /// JSON text, and a digest of the names of its fields if it is known.
    Json(Bytes, u64),
}

/// The caller's settings for sending.
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

impl Parts {
    pub(super) fn new(
        route: &'static Route,
        base: &str,
        params: &[Param<'_>],
        options: Options,
    ) -> Self {
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

    /// Creates a request of an operation without parameters.
    pub(crate) fn plain(client: &Client, route: &'static Route) -> Self {
        Self::new(route, &client.inner().base.path, &[], client.options())
    }

    pub(crate) fn set_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) {
        let (Body::Fields(fields) | Body::Form(fields) | Body::UrlForm(fields)) = &mut self.body
        else {
            return;
        };
        if let Err(source) = fields.set(name, value) {
            self.fail(BuildError::Serialize { field: name, source });
        }
    }

    pub(crate) fn set_param<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) {
        match serde_json::to_value(value) {
            Ok(value) => self.set_query(name, &value),
            Err(source) => self.fail(BuildError::Serialize { field: name, source }),
        }
    }

    fn set_query(&mut self, name: &'static str, value: &Value) {
        self.query.retain(|(known, _)| *known != name);
        match value {
            Value::Array(values) => {
                self.query.extend(values.iter().map(|value| (name, query_text(value))));
            }
            value => self.query.push((name, query_text(value))),
        }
    }

    pub(super) fn set_reason(&mut self, reason: &str) {
        /// "1-512 URL-encoded UTF-8 characters".
        const MOST: usize = 512;
        let characters = reason.chars().count();
        if characters > MOST {
            return self.fail(BuildError::ReasonTooLong { characters });
        }
        let encoded =
            percent_encoding::utf8_percent_encode(reason, crate::route::SEGMENT).to_string();
        // Percent-encoded text is always a valid header value.
        self.reason = HeaderValue::try_from(encoded).ok().filter(|value| !value.is_empty());
    }

    pub(crate) fn fail(&mut self, error: BuildError) {
        self.error.get_or_insert(error);
    }

    /// Completes the request. Returns an error if a message lacks a required field.
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

    /// Returns a digest of the names of the body's fields, or zero if it has none.
    pub(crate) fn fields(&self) -> u64 {
        match &self.body {
            Body::Fields(fields) | Body::Form(fields) | Body::UrlForm(fields) => {
                fields.digest_of_names()
            }
            Body::Json(_, fields) => *fields,
            Body::None => 0,
        }
    }

    /// Takes the body, and its content type if it has one.
    pub(crate) fn payload(&mut self) -> (Payload, Option<HeaderValue>) {
        const JSON: &str = "application/json";
        let files = std::mem::take(&mut self.files);
        let (json, form) = match std::mem::replace(&mut self.body, Body::None) {
            Body::Fields(fields) => (Some(fields.into_json()), None),
            Body::Json(json, _) => (Some(json), None),
            Body::UrlForm(fields) => {
                let content_type = HeaderValue::from_static("application/x-www-form-urlencoded");
                return (Payload::Whole(fields.into_url_form()), Some(content_type));
            }
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

    /// Takes the path, with the query.
    pub(crate) fn target(&mut self) -> String {
        let mut target = std::mem::take(&mut self.path);
        let mut query = String::new();
        for (name, value) in &self.query {
            push_pair(&mut query, name, value);
        }
        if !query.is_empty() {
            target.push('?');
            target += &query;
        }
        target
    }

    /// Returns the same request without a body, for another page.
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

    /// Returns whether a message is created at most once because of its nonce, however many times it is sent.
    ///
    /// Docs: [Message, Create Message](https://docs.discord.com/developers/resources/message#create-message), `enforce_nonce`.
    fn is_enforced_nonce(&self) -> bool {
        let Body::Fields(fields) = &self.body else { return false };
        fields.get("enforce_nonce") == Some(b"true")
            && fields.get("nonce").is_some_and(|nonce| nonce != b"null")
    }
}

/// Returns a value as query text: strings without quotes, other values as JSON.
fn query_text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
