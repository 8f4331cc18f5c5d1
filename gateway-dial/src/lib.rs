//! Outgoing connections for the gateway and for REST: DNS lookups, TCP, CONNECT proxies and TLS roots.
//!
//! A [`Dialer`] makes a TCP connection to a host and a port, through a [`Proxy`] if one is set. A [`Tls`] defines which
//! certificates are trusted. Both are cheap to clone: create each once and pass clones to the REST client and to the
//! gateway connections, which then do the TLS handshake themselves.
//!
//! ```no_run
//! use std::time::Duration;
//!
//! use gateway_dial::{Dialer, Proxy, TcpOptions, Tls};
//!
//! # async fn run() -> Result<(), Box<dyn std::error::Error>> {
//! // `Debug` and `Display` show neither user nor password.
//! let proxy = Proxy::new("http://me:secret@proxy.example:3128")?;
//! let dialer = Dialer::new(TcpOptions::REQUESTS).with_proxy(proxy);
//! let limit = Duration::from_secs(10);
//! let tcp = dialer.dial("discord.com", 443, limit, |_address, tcp| tcp).await?;
//!
//! // Trusts the roots of the enabled feature and those in the file.
//! let tls = Tls::with_ca_file("/etc/ssl/ours.pem".as_ref())?;
//! let config: std::sync::Arc<rustls::ClientConfig> = tls.config()?;
//! # Ok(())
//! # }
//! ```
//!
//! # Guarantees
//!
//! - All steps of [`Dialer::dial`] end within the time limit, and an error names the step that failed.
//! - Shutting down a tokio runtime does not wait for a DNS lookup, because the system's resolver runs on detached
//!   threads ([`Resolver`]).
//! - Both address families are tried. If an address is slow, the next one is tried concurrently. An address that failed
//!   is tried last for one minute.
//! - A proxy's user and password appear in no error, no log and no `Debug` output.
//!
//! # Features
//!
//! - `webpki-roots` (default): trusts Mozilla's root certificates, compiled into the program.
//! - `native-roots`: trusts the root certificates of the system, read when the configuration is created.
//! - `platform-verifier`: lets the operating system check certificates.
//!
//! If several are enabled, [`Tls::default`] uses the first of `webpki-roots`, `platform-verifier` and `native-roots`.
//!
//! # Layers
//!
//! A source file imports only files below it. `xtask/tests/workspace/layers.rs` defines the order and checks it. From
//! the top: `tls` and `roots` (root certificates), `dialer`, `proxy`, `tcp` and `resolver`, `url`, `report`.
#![cfg_attr(docsrs, feature(doc_cfg))]
#![deny(missing_docs)]
#![forbid(unsafe_code)]

mod dialer;
mod proxy;
mod report;
mod resolver;
mod roots;
mod tcp;
mod tls;
mod url;

pub use dialer::{DialError, DialStep, Dialer};
pub use proxy::{Proxy, ProxyError, ProxyUrlError};
pub use report::Report;
pub use resolver::{Resolver, look_up};
pub use roots::TlsError;
pub use tcp::TcpOptions;
pub use tls::Tls;
pub use url::host_and_port;

/// The code of the README, compiled with the tests.
#[cfg(all(doctest, feature = "webpki-roots"))]
#[doc = include_str!("../README.md")]
struct Readme;
