//! Outgoing connections, for the gateway and for REST alike: host names, TCP, CONNECT proxies, TLS roots.
//!
//! A [`Dialer`] turns a host and a port into a TCP connection, through a [`Proxy`] if it has one. A [`Tls`] says which
//! certificates are trusted. Both are cheap to clone: a program makes each once and gives clones to its REST client and
//! to its gateway connections, which do the TLS handshake and all that follows it.
//!
//! ```no_run
//! use std::time::Duration;
//!
//! use gateway_dial::{Dialer, Proxy, TcpOptions, Tls};
//!
//! # async fn run() -> Result<(), Box<dyn std::error::Error>> {
//! // Shown and logged without user and password.
//! let proxy = Proxy::new("http://me:secret@proxy.example:3128")?;
//! let dialer = Dialer::new(TcpOptions::REQUESTS).with_proxy(proxy);
//! let limit = Duration::from_secs(10);
//! let tcp = dialer.dial("discord.com", 443, limit, |_address, tcp| tcp).await?;
//!
//! // The roots of the enabled feature, and those of a company's own authority.
//! let tls = Tls::with_ca_file("/etc/ssl/ours.pem".as_ref())?;
//! let config: std::sync::Arc<rustls::ClientConfig> = tls.config()?;
//! # Ok(())
//! # }
//! ```
//!
//! # Guarantees
//!
//! - Each step of [`Dialer::dial`] ends by its limit, and the error names the step.
//! - The end of a runtime does not wait for a host name: the system's resolver runs on threads that nothing waits for
//!   ([`Resolver`]).
//! - Both address families are tried, the next address beside one that is slow; one that failed is tried last for a minute.
//! - A proxy's user and password are in no error, no log and no `Debug` text.
//!
//! # Features
//!
//! - `webpki-roots` (default): trusts Mozilla's roots, compiled in.
//! - `native-roots`: trusts the roots of the system, read at the start.
//! - `platform-verifier`: lets the operating system check certificates.
//!
//! If several are enabled, [`Tls::default`] takes the first of: `webpki-roots`, `platform-verifier`, `native-roots`.
//!
//! # Layers
//!
//! A file of the source imports only those below it; `xtask/tests/workspace/layers.rs` holds the order and checks it.
//! From the top: `tls` and `roots` (what is trusted), `dialer`, `proxy`, `tcp` and `resolver`, `url`, `report`.
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
