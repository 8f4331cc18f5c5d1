//! The errors of requests.

mod api;
mod code;
mod decode;
mod fields;
mod transport;

pub use api::ApiError;
pub use code::ErrorCode;
pub use decode::DecodeError;
pub use fields::FieldError;
pub use transport::{ConnectStep, ConnectionError, ConnectionErrorKind, TransportError};

use gateway_dial::Report;

use crate::ratelimit::Refusal;

/// Why a request did not succeed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The request has an invalid value or lacks one.
    #[error("the request cannot be built")]
    Build(#[from] BuildError),
    /// It was not sent because of a limit.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// There was no response.
    #[error(transparent)]
    Transport(#[from] TransportError),
    /// Discord answered with an error.
    #[error(transparent)]
    Api(Box<ApiError>),
    /// The request was carried out, but Discord's response could not be parsed. Sending it again would carry it out
    /// twice.
    #[error(transparent)]
    Decode(Box<DecodeError>),
}

impl Error {
    /// Returns whether the same request may succeed later.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Build(_) | Self::Decode(_) => false,
            Self::Refused(refusal) => refusal.is_retryable(),
            Self::Transport(error) => error.is_retryable(),
            Self::Api(error) => error.is_retryable(),
        }
    }

    /// Returns whether the server reported success although this is an error, because the response could not be read.
    /// For example, the message was sent, and would be sent twice if the request were repeated.
    #[must_use]
    pub fn request_succeeded(&self) -> bool {
        match self {
            Self::Decode(_) => true,
            Self::Transport(error) => error.request_succeeded(),
            Self::Build(_) | Self::Refused(_) | Self::Api(_) => false,
        }
    }

    /// Returns whether Discord answered with 401, or nothing was sent because it had refused the token before. If the
    /// operation accepts the client's kind of token, a person has to set another token; operations that do not accept
    /// it answer with 401 as well.
    #[must_use]
    pub fn is_unauthorized(&self) -> bool {
        match self {
            Self::Refused(refusal) => *refusal == Refusal::TokenRefused,
            Self::Api(error) => error.status == http::StatusCode::UNAUTHORIZED,
            _ => false,
        }
    }

    /// Returns the error and all its sources in one line, for a log or a user.
    #[must_use]
    pub fn with_sources(&self) -> Report<'_> {
        Report::new(self)
    }

    /// Returns Discord's error response, if it is one.
    #[must_use]
    pub fn as_api(&self) -> Option<&ApiError> {
        match self {
            Self::Api(error) => Some(error),
            _ => None,
        }
    }
}

/// Why a client or request could not be built.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// A value cannot be serialized as JSON.
    #[error("the field {field} could not be serialized as JSON")]
    Serialize {
        /// The field's name.
        field: &'static str,
        /// The cause.
        source: serde_json::Error,
    },
    /// The token is invalid.
    #[error(transparent)]
    Token(#[from] gateway_model::TokenError),
    /// The operation needs a token, but the client has none.
    #[error("{operation} needs a token, but the client has none")]
    NoToken {
        /// The operation's name.
        operation: &'static str,
    },
    /// The base URL is invalid.
    #[error("invalid base URL {url:?}: {problem}")]
    ApiUrl {
        /// The URL, without user and password.
        url: String,
        /// The problem.
        problem: &'static str,
    },
    /// The base URL ends with a version, which the client adds itself.
    #[error(
        "the base URL {url:?} ends with the API's version, which the client adds itself: use {write:?}"
    )]
    ApiVersion {
        /// The URL.
        url: String,
        /// The URL to use instead.
        write: String,
    },
    /// The product is not valid in a `User-Agent` header.
    #[error("the product {product:?} is not valid in a User-Agent header")]
    Product {
        /// The product.
        product: String,
    },
    /// The request's URL is invalid.
    #[error("the request's URL is invalid")]
    Url(#[source] http::Error),
    /// The value of a path parameter would make the path name a different resource.
    #[error(
        "{name} of {operation} is {value:?}, which is not allowed in a path; set the value of the resource"
    )]
    PathParameter {
        /// The operation's name.
        operation: &'static str,
        /// The parameter's name in the path.
        name: &'static str,
        /// The value: empty, `.` or `..`.
        value: String,
    },
    /// The path of a custom operation is invalid.
    #[error("invalid path {path:?} of an operation: {problem}")]
    Path {
        /// The path.
        path: &'static str,
        /// The problem.
        problem: &'static str,
    },
    /// TLS could not be configured.
    #[error("could not create the TLS configuration")]
    Tls(#[source] gateway_dial::TlsError),
    /// The request sets none of the fields of which Discord needs at least one.
    #[error("{operation} needs one of {}", needs.join(", "))]
    Incomplete {
        /// The operation's name.
        operation: &'static str,
        /// The fields of which one is needed. A file also suffices.
        needs: &'static [&'static str],
    },
    /// The audit log reason is longer than 512 characters.
    #[error("the audit log reason has {characters} characters, over the limit of 512")]
    ReasonTooLong {
        /// Its number of characters.
        characters: usize,
    },
}
