//! Incoming connections: a small HTTP/1.1 server for the status of a process, for gateway-fleet and gateway-forward.
//!
//! It answers people, probes and Prometheus, not users: a few requests a second. TLS and HTTP/2 are for a proxy before it.
//!
//! ```no_run
//! use gateway_listen::{HttpServer, respond};
//! use http::StatusCode;
//!
//! # async fn run() -> Result<(), gateway_listen::BindError> {
//! let server = HttpServer::bind("127.0.0.1:9464".parse().unwrap(), |request, peer| async move {
//!     let text = format!("{} asks for {}\n", peer, request.uri().path());
//!     respond(StatusCode::OK, "text/plain", text.into())
//! })
//! .await?;
//! println!("listening on {}", server.address());
//! # Ok(())
//! # }
//! ```
//!
//! # Guarantees
//!
//! - **Bounded.** At most [`MOST_CONNECTIONS`] are open; further ones wait in the system's queue.
//! - **Never stuck.** A client that has not sent the head of its next request within [`HEAD_TIME`] is disconnected, also an idle
//!   one, so that those that wait have their turn.
//! - The server ends with its handle.
#![cfg_attr(docsrs, feature(doc_cfg))]
#![deny(missing_docs)]
#![forbid(unsafe_code)]

mod answer;
mod server;

pub use answer::{Answer, respond};
pub use server::{BindError, HEAD_TIME, HttpServer, MOST_CONNECTIONS};

/// The code of the README, compiled with the tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
