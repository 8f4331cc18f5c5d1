//! Typed commands, components, modals and waiting for Discord bots, behind the gateway and HTTP alike.
#![deny(missing_docs)]
#![forbid(unsafe_code)]
#![allow(dead_code, reason = "the parts that use it are being written")]

pub mod answer;
pub mod command;
pub mod component;
#[cfg(feature = "gateway")]
mod gateway;
mod http;
pub mod layout;
pub mod menus;
pub mod modal;
pub mod registration;
pub mod router;
pub mod waiting;

pub use answer::Context;
