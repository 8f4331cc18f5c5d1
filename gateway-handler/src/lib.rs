//! What the listeners of gateway-shard and the handlers of gateway-commands share: state that is found by its type, and what
//! they return.
//!
//! gateway-commands can be used without gateway-shard, over HTTP only, so these types are in a crate below both. Each of them
//! exports what a bot needs of it.
//!
//! ```
//! use std::sync::Arc;
//!
//! use gateway_handler::{MissingState, States};
//!
//! #[derive(Debug, PartialEq)]
//! struct Prefix(&'static str);
//!
//! let mut states = States::default();
//! states.insert(Arc::new(Prefix("!")));
//! assert_eq!(*states.get::<Prefix>()?, Prefix("!"));
//! assert!(states.get::<String>().is_err());
//! # Ok::<_, MissingState>(())
//! ```
#![cfg_attr(docsrs, feature(doc_cfg))]
#![deny(missing_docs)]
#![forbid(unsafe_code)]

mod outcome;
mod panic_text;
mod states;

pub use outcome::{BoxError, IntoOutcome, Outcome};
pub use panic_text::panic_text;
pub use states::{MissingState, State, States};

/// The code of the README, compiled with the tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
