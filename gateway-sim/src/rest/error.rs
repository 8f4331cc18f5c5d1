//! Error answers.

use bytes::Bytes;
use http::{Response, StatusCode, header};
use serde_json::{Value, json};

/// An error response as Discord writes it: status, JSON error code, message, and the wrong fields.
///
/// Docs: [Opcodes and Status Codes, JSON](https://docs.discord.com/developers/topics/opcodes-and-status-codes#json) and
/// [Reference, Error Messages](https://docs.discord.com/developers/reference#error-messages).
#[derive(Clone, Debug, PartialEq)]
pub struct ApiError {
    status: StatusCode,
    code: u32,
    message: String,
    errors: Option<Value>,
    reason: Option<String>,
}

impl ApiError {
    pub(super) fn new(status: StatusCode, code: u32, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into(), errors: None, reason: None }
    }

    /// Sets the field `sim_reason`, which Discord does not have, to what was wrong.
    pub(super) fn because(mut self, reason: impl Into<String>) -> Self {
        self.reason = Some(reason.into());
        self
    }

    pub(super) fn unauthorized() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, 0, "401: Unauthorized")
    }

    pub(super) fn unknown(code: u32, what: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, code, format!("Unknown {what}"))
    }

    /// Creates the error of a wrong form field: 50035 with the field's path, with dots between its parts.
    pub(super) fn field(path: &str, code: &str, message: &str) -> Self {
        let mut errors = json!({ "_errors": [{ "code": code, "message": message }] });
        for part in path.rsplit('.') {
            errors = json!({ part: errors });
        }
        let mut error = Self::new(StatusCode::BAD_REQUEST, 50_035, "Invalid Form Body");
        error.errors = Some(errors);
        error
    }

    /// Returns the same error for a nested object: its fields are below this path.
    pub(super) fn under(mut self, path: &str) -> Self {
        for part in path.rsplit('.') {
            self.errors = self.errors.map(|errors| json!({ part: errors }));
        }
        self
    }

    /// Creates the error of several wrong form fields: 50035 with each of them.
    pub(super) fn form(errors: serde_json::Map<String, Value>) -> Self {
        let mut error = Self::new(StatusCode::BAD_REQUEST, 50_035, "Invalid Form Body");
        error.errors = Some(Value::Object(errors));
        error
    }

    /// Returns the status.
    #[must_use]
    pub const fn status(&self) -> StatusCode {
        self.status
    }

    pub(super) fn into_response(self) -> Response<Bytes> {
        let mut body = json!({ "code": self.code, "message": self.message });
        if let Some(errors) = self.errors {
            body["errors"] = errors;
        }
        if let Some(reason) = self.reason {
            body["sim_reason"] = Value::from(reason);
        }
        let mut response = Response::new(Bytes::from(body.to_string()));
        *response.status_mut() = self.status;
        response
            .headers_mut()
            .insert(header::CONTENT_TYPE, header::HeaderValue::from_static("application/json"));
        response
    }
}
