#![doc = include_str!("../README.md")]
//!
//! # How it works
//!
//! Each of the 246 operations of the API is a method of [`Client`]. The method takes the values that the operation
//! requires and returns a [`Request`], on which optional values are set. Awaiting the request sends it. A setter takes
//! an `Option` if `null` has a meaning. The methods are generated from Discord's OpenAPI description and are listed in
//! [`ops`]. Operations that Discord added later can be called with [`Client::request`].
//!
//! Before a request is sent, it waits for three limits: its bucket (as many requests in flight as the bucket allows,
//! learnt from the headers of responses), the global limit, and the guard of the IP address, which stops requests long
//! before Discord would ban the address. Dropping the future cancels the wait, and [`Request::max_wait`] limits it.
//!
//! # Requests of your own
//!
//! A program that sends its own requests, such as a proxy, can use the same limits with
//! [`TokenLimits`](ratelimit::TokenLimits) and the same connections with [`Upstream`].
//!
//! # Observability
//!
//! An [`Observer`](ratelimit::Observer) is notified of each wait, 429, retry and response. [`Client::waiting`] and
//! [`Client::in_flight`] return the present counts, and [`AddressGuard`](ratelimit::AddressGuard) reports how close a
//! ban is. With the feature `metrics`, the same data is published through the `metrics` facade, under the names in the
//! module `metric`:
//!
//! - `http_client_requests_total` (`method`, `status`: `2xx` to `5xx` or `none`) and `http_client_request_seconds` (`method`)
//! - `http_client_rate_limited_total` (`scope`: `user`, `global`, `shared`, `edge`)
//! - `http_client_waits_total` (`limit`) and `http_client_wait_seconds`
//! - `http_client_refused_total` (`reason`) and `http_client_retries_total` (`method`)
//! - `http_client_not_processed_total` (`method`) and `http_client_interactions_refused_total` (`reason`)
//! - `http_client_invalid_requests` and `http_client_guard_state` (0 open, 1 slowed, 2 stopped, 3 banned)
#![cfg_attr(docsrs, feature(doc_cfg))]
#![deny(missing_docs)]
#![forbid(unsafe_code)]

mod answer;
mod client;
mod credentials;
mod custom;
mod error;
mod fields;
mod multipart;
mod pages;
mod request;
mod route;
mod send;
mod transport;
mod upload;
mod upstream;

pub mod interactions;
#[cfg(feature = "metrics")]
pub mod metric;
pub mod objects;
pub mod ops;
pub mod ratelimit;

pub use answer::{Answer, Binary, Empty, Indexed, Json, List, Maybe, Raw, SearchAnswer};
pub use client::{Client, ClientBuilder};
pub use custom::Custom;
pub use error::{
    ApiError, BuildError, ConnectStep, ConnectionError, ConnectionErrorKind, DecodeError, Error,
    ErrorCode, FieldError, TransportError,
};
pub use gateway_dial::{Proxy, ProxyError, ProxyUrlError, Report, Tls, TlsError};
pub use gateway_model::{Token, TokenError};
pub use http::Method;
pub use pages::{Paged, Pages};
pub use request::{Audited, Operation, Request, WithFiles};
pub use route::{Authorization, Param, Route};
pub use upload::{DataUri, Progress, Upload};
pub use upstream::{Upstream, UpstreamSettings};
