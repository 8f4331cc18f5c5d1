#![doc = include_str!("../README.md")]
//!
//! # How it works
//!
//! A [`Dialer`] makes a TCP connection to a host and a port, through a [`Proxy`] if one is set. A [`Tls`] defines which
//! certificates are trusted. Both are cheap to clone: create each once and pass clones to the REST client and to the
//! gateway connections, which then do the TLS handshake themselves.
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
