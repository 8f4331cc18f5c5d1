//! Discord REST API v10 on hyper, with rate limits that never earn a ban.
//!
//! ```no_run
//! use std::time::Duration;
//!
//! use gateway_model::{Id, id::marker};
//! use http_client::Client;
//!
//! # async fn run() -> Result<(), Box<dyn std::error::Error>> {
//! let client = Client::builder("the bot's token").build()?;
//!
//! let gateway = client.gateway_bot().await?;
//! println!("{} shards are recommended", gateway.shards);
//!
//! let channel: Id<marker::Channel> = "1234567890".parse()?;
//! client
//!     .create_message(channel)
//!     .content("pong")
//!     .max_wait(Duration::from_secs(5)) // in all queues; else an error that names the limit
//!     .await?;
//! # Ok(())
//! # }
//! ```
//!
//! # How it works
//!
//! Each of the 246 operations of the API is a method of [`Client`] that takes what the operation cannot do
//! without and returns a [`Request`]. What is optional is set on the request; awaiting it sends it. Where
//! `null` means something, a setter takes `None`. The methods are written by a generator from Discord's own
//! description of the API and are listed in [`ops`]. An operation that Discord has added since is called by
//! [`Client::request`].
//!
//! Before it is sent a request passes three gates: its bucket (as many in flight as the bucket allows, learnt
//! from the answers' headers), the global limit, and the guard of the address, which stops long before Discord
//! would ban it. Waiting is cancelled by dropping the future, and bounded by [`Request::max_wait`].
//!
//! # Requests that are not its own
//!
//! A program that sends requests by itself, such as a proxy, has the same limits by
//! [`TokenLimits`](ratelimit::TokenLimits) and the same connections by [`Upstream`].
//!
//! # What can be watched
//!
//! An [`Observer`](ratelimit::Observer) is told of each wait, 429, repetition and answer; [`Client::waiting`] and
//! [`Client::in_flight`] count at any time, and [`AddressGuard`](ratelimit::AddressGuard) tells how far a ban is. With
//! the feature `metrics` the same goes through the `metrics` facade, under the names of the module `metric`:
//!
//! - `http_client_requests_total` (`method`, `status`: `2xx` to `5xx` or `none`) and `http_client_request_seconds` (`method`)
//! - `http_client_rate_limited_total` (`scope`: `user`, `global`, `shared`, `edge`)
//! - `http_client_waits_total` (`limit`) and `http_client_wait_seconds`
//! - `http_client_refused_total` (`reason`) and `http_client_retries_total` (`method`)
//! - `http_client_not_processed_total` (`method`) and `http_client_interactions_refused_total` (`reason`)
//! - `http_client_invalid_requests` and `http_client_guard_state` (0 open, 1 slowed, 2 stopped, 3 banned)
//!
//! # Features
//!
//! - `webpki-roots` (default): trusts Mozilla's roots, compiled in.
//! - `native-roots`: trusts the roots of the system, read at the start.
//! - `platform-verifier`: lets the operating system check certificates.
//! - `metrics`: the metrics.
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

/// The code of the README, compiled with the tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
