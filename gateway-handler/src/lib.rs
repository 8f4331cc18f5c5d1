#![doc = include_str!("../README.md")]
//!
//! # Why a crate of its own
//!
//! gateway-commands can be used without gateway-shard, over HTTP only. Both re-export the types that a bot needs.
#![cfg_attr(docsrs, feature(doc_cfg))]
#![deny(missing_docs)]
#![forbid(unsafe_code)]

mod outcome;
mod panic_text;
mod states;

pub use outcome::{BoxError, IntoOutcome, Outcome};
pub use panic_text::panic_text;
pub use states::{MissingState, State, States};
