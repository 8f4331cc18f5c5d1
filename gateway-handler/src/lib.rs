//! Types that the event listeners of gateway-shard and the command handlers of gateway-commands share: [`State`], which
//! passes a bot's state to them by its type, and [`Outcome`], their result.
//!
//! These types are in a crate of their own, because gateway-commands can be used without gateway-shard, over HTTP only.
//! Both crates re-export the types that a bot needs.
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
