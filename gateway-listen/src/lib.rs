//! A small HTTP/1.1 server for a process's status page, probes and metrics. `gateway-fleet` and `gateway-forward` use
//! it.
//!
//! It is made for a few requests a second from people, probes and Prometheus, not for users. For TLS or HTTP/2, put a
//! reverse proxy in front of it.
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
//! - **Bounded.** At most [`MOST_CONNECTIONS`] connections are open. Further connections wait in the operating system's
//!   accept queue.
//! - **Time limits.** A client that has not sent the head of its next request within [`HEAD_TIME`] is disconnected,
//!   even if it is idle, so that waiting connections are served.
//! - Dropping the handle stops the server.
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
