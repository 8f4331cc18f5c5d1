#![doc = include_str!("../README.md")]
//!
//! # The library
//!
//! The program is [`Config::load`], [`install_metrics`] and [`RestProxy::start`].
//!
//! ```no_run
//! use std::time::Duration;
//!
//! use rest_proxy::{Config, RestProxy};
//!
//! # async fn run() -> Result<(), Box<dyn std::error::Error>> {
//! let config = Config::default();
//! let proxy = RestProxy::start(&config).await?;
//! println!("listening on {}", proxy.address());
//! tokio::signal::ctrl_c().await?;
//! let drained = proxy.shutdown(Duration::from_secs(20)).await;
//! println!("every request was answered: {drained}");
//! # Ok(())
//! # }
//! ```
//!
//! # A request, through the files
//!
//! 1. `server`: a connection is accepted, HTTP/1.1 or HTTP/2.
//! 2. `route`: the path is converted to an operation and the parameters that identify its limits.
//! 3. `token`: the `Authorization` of the request, or the bot's, selects the limits.
//! 4. `body`: a small body is read completely, and the first part of a large one.
//! 5. `forward`: the request waits for its limits, is sent, and is sent again after a 429 if possible.
//! 6. `guard`: after a 401, the requests of its token wait until the token has been checked.
//! 7. `headers`: the response headers are converted for the client.
#![cfg_attr(docsrs, feature(doc_cfg))]
#![deny(missing_docs)]
#![forbid(unsafe_code)]

mod answer;
mod body;
pub mod config;
mod forward;
mod guard;
mod headers;
mod learn;
mod own_request;
mod route;
mod server;
mod shared;
mod status;
mod token;
mod wishes;

pub use config::{Config, ConfigErrors};
pub use gateway_daemon::{Metrics, MetricsError};
pub use server::{RestProxy, StartError};
pub use status::{describe_metrics, install_metrics, metric_names};
