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
//! Each of the 242 operations of the API is a method of [`Client`] that takes what the operation cannot do
//! without and returns a [`Request`]. What is optional is set on the request; awaiting it sends it. Where
//! `null` means something, a setter takes `None`. The methods are written by a generator from Discord's own
//! description of the API and are listed in [`ops`].
//!
//! Before it is sent a request passes three gates: its bucket (as many in flight as the bucket allows, learnt
//! from the answers' headers), the global limit, and the guard of the address, which stops long before Discord
//! would ban it. Waiting is cancelled by dropping the future, and bounded by [`Request::max_wait`].
#![deny(missing_docs)]
#![forbid(unsafe_code)]

mod answer;
mod client;
mod error;
mod fields;
mod multipart;
mod pages;
mod request;
mod route;
mod send;
mod token;
mod transport;
mod upload;

pub mod interactions;
pub mod objects;
pub mod ops;
pub mod ratelimit;

pub use answer::{Answer, Binary, Empty, Indexed, Json, List, Maybe, Raw, SearchAnswer};
pub use client::{Client, ClientBuilder};
pub use error::{ApiError, BuildError, DecodeError, Error, ErrorCode, FieldError, TransportError};
pub use pages::{Paged, Pages};
pub use request::{Audited, Operation, Request, WithFiles};
pub use route::{Authorization, Route};
pub use token::{Token, TokenError};
pub use upload::{DataUri, Progress, Upload};
