#![doc = include_str!("../README.md")]
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
