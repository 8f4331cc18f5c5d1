//! What can go wrong, by who can do something about it.

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

/// A request that did not succeed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The request could not be made of what was set.
    #[error("the request cannot be built")]
    Build(#[from] BuildError),
    /// It was not sent, because of a limit.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// It got no answer.
    #[error(transparent)]
    Transport(#[from] TransportError),
    /// Discord answered with an error.
    #[error(transparent)]
    Api(Box<ApiError>),
    /// The request was carried out, and Discord's answer could not be read. Sent again, it would be carried out twice.
    #[error(transparent)]
    Decode(Box<DecodeError>),
}

impl Error {
    /// Whether the same request may succeed later with nothing changed.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Build(_) | Self::Decode(_) => false,
            Self::Refused(refusal) => refusal.is_retryable(),
            Self::Transport(error) => error.is_retryable(),
            Self::Api(error) => error.is_retryable(),
        }
    }

    /// Whether the server answered that the request succeeded. Its answer could not be read; the message, say, was
    /// sent, and would come twice if the request were sent again.
    #[must_use]
    pub fn request_succeeded(&self) -> bool {
        match self {
            Self::Decode(_) => true,
            Self::Transport(error) => error.request_succeeded(),
            Self::Build(_) | Self::Refused(_) | Self::Api(_) => false,
        }
    }

    /// Whether Discord answered with 401, or nothing was sent because it had refused the token before. For an
    /// operation that takes the client's kind of token this means that somebody has to set another one; any other is
    /// answered with 401 too.
    #[must_use]
    pub fn is_unauthorized(&self) -> bool {
        match self {
            Self::Refused(refusal) => *refusal == Refusal::TokenRefused,
            Self::Api(error) => error.status == http::StatusCode::UNAUTHORIZED,
            _ => false,
        }
    }

    /// The error and all of its sources in one line, for a log or a person.
    #[must_use]
    pub fn with_sources(&self) -> Report<'_> {
        Report::new(self)
    }

    /// Discord's answer, if it was one.
    #[must_use]
    pub fn as_api(&self) -> Option<&ApiError> {
        match self {
            Self::Api(error) => Some(error),
            _ => None,
        }
    }
}

/// Something set on a client or request that cannot be sent.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// A value has no JSON.
    #[error("field {field} has no JSON")]
    Serialize {
        /// The field's name.
        field: &'static str,
        /// Why not.
        source: serde_json::Error,
    },
    /// The token cannot be one.
    #[error(transparent)]
    Token(#[from] gateway_model::TokenError),
    /// The operation needs a token and the client has none.
    #[error("{operation} needs a token, and the client has none")]
    NoToken {
        /// The operation's name.
        operation: &'static str,
    },
    /// The base of all URLs is not a usable one.
    #[error("{url:?} is no base URL: {problem}")]
    ApiUrl {
        /// What was given, without user and password.
        url: String,
        /// What is wrong with it.
        problem: &'static str,
    },
    /// The base of all URLs ends with a version, which the client adds.
    #[error("{url:?} ends with the API's version, which the client adds: write {write:?}")]
    ApiVersion {
        /// What was given.
        url: String,
        /// What to write in its place.
        write: String,
    },
    /// The product does not fit in a `User-Agent`.
    #[error("the product {product:?} does not fit in a User-Agent header")]
    Product {
        /// What was given.
        product: String,
    },
    /// The request's URL is not valid.
    #[error("the request has no valid URL")]
    Url(#[source] http::Error),
    /// A parameter of the path would name another resource than the one that was meant.
    #[error(
        "{name} of {operation} is {value:?}, which cannot stand in a path; give the value of the resource"
    )]
    PathParameter {
        /// The operation's name.
        operation: &'static str,
        /// The parameter's name in the path.
        name: &'static str,
        /// What was given: nothing, `.` or `..`.
        value: String,
    },
    /// The path of an operation that is named by it cannot be one.
    #[error("{path:?} is no path of an operation: {problem}")]
    Path {
        /// What was given.
        path: &'static str,
        /// What is wrong with it.
        problem: &'static str,
    },
    /// TLS could not be set up.
    #[error("TLS could not be set up")]
    Tls(#[source] gateway_dial::TlsError),
    /// Nothing was set that Discord could act on.
    #[error("{operation} needs one of {}", needs.join(", "))]
    Incomplete {
        /// The operation's name.
        operation: &'static str,
        /// The fields of which one is needed; a file would do, too.
        needs: &'static [&'static str],
    },
    /// The reason for the audit log has more than 512 characters.
    #[error("the reason has {characters} characters, the audit log takes 512")]
    ReasonTooLong {
        /// How many it has.
        characters: usize,
    },
}
