//! Error responses of Discord.

use bytes::Bytes;
use http::{Method, StatusCode};
use serde_json::Value;

use super::code::ErrorCode;
use super::fields::{self, FieldError};
use crate::route::Route;

/// An error response of Discord.
///
/// Docs: [Opcodes and Status Codes, JSON](https://docs.discord.com/developers/topics/opcodes-and-status-codes#json).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ApiError {
    /// The HTTP status.
    pub status: StatusCode,
    /// Discord's error code; zero if the response has none.
    pub code: ErrorCode,
    /// Discord's message; empty if the response has none.
    pub message: String,
    /// The fields of the request that Discord rejected.
    pub fields: Vec<FieldError>,
    /// The operation's name.
    pub operation: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The body of the response.
    pub body: Bytes,
}

impl ApiError {
    pub(crate) fn read(route: &Route, status: StatusCode, body: Bytes) -> Self {
        let answer: Value = serde_json::from_slice(&body).unwrap_or_default();
        // An OAuth2 error has other fields: RFC 6749, 5.2.
        let messages = ["message", "error_description", "error"];
        let message = messages.iter().find_map(|name| answer[*name].as_str()).unwrap_or_default();
        let code = answer["code"].as_u64().and_then(|code| u32::try_from(code).ok());
        Self {
            status,
            code: ErrorCode(code.unwrap_or_default()),
            message: message.to_owned(),
            fields: fields::read(&answer["errors"]),
            operation: route.name,
            method: route.method.clone(),
            body,
        }
    }

    /// Returns whether the same request may succeed later.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        self.status.is_server_error() || self.status == StatusCode::TOO_MANY_REQUESTS
    }
}

impl std::fmt::Display for ApiError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} was answered with {}", self.operation, self.status)?;
        if self.code != ErrorCode::GENERAL {
            write!(f, ", code {}", self.code)?;
        }
        if !self.message.is_empty() {
            write!(f, ": {}", self.message)?;
        }
        for (index, field) in self.fields.iter().enumerate() {
            write!(f, "{}{field}", if index == 0 { "; " } else { ", " })?;
        }
        Ok(())
    }
}

impl std::error::Error for ApiError {}
