#![doc = include_str!("../README.md")]
//!
//! # Parts
//!
//! A mistake of the bot is answered with the documented close code or JSON error, and the reason says what was wrong.
//! The simulator does not depend on the client crates: both sides are written from the same documentation.
//!
//! - [`core`]: the gateway's protocol, sans-IO; it can run in virtual time against a client.
//! - [`rest`]: the REST API, sans-IO as well.
//! - [`world`]: guilds, channels, members and messages, generated from a seed.
//! - [`control`]: all actions and faults.
//! - [`Sim::page_url`]: a web page on which a person tries the bot by hand.
//! - [`Sim::voice_endpoint`]: a voice server to which a voice driver can connect, and a report of what the driver sent.
//! - [`traffic`]: live traffic. [`script`]: actions at given times. [`chaos`]: random faults from a seed.
//!
//! # Layers
//!
//! Each file of the source imports only files below it; `xtask/tests/workspace/layers.rs` has the order and checks it.
//! From the top: `builder` and `sim` (the handle), `server` (sockets and clocks), `page` (the web page), `control`
//! (carries actions out), `hub` (core, REST and connections behind one lock), `chaos`, `script`, `record` and `traffic`
//! (sources of actions), `action` (actions as data), `voice` (a voice server), `rest`, `limits`, `interact`, `people`,
//! `core`, `world`.
#![cfg_attr(docsrs, feature(doc_cfg))]

mod action;
mod builder;
pub mod chaos;
mod clock;
pub mod control;
pub mod core;
mod hub;
mod interact;
mod limits;
mod newest;
mod page;
mod people;
mod punishments;
mod record;
pub mod rest;
mod rng;
pub mod script;
mod server;
mod sim;
pub mod traffic;
mod voice;
pub mod world;

pub use action::{Endpoint, Flow, Outage, ReplayEvent, Shape};
pub use builder::{SimBuilder, StartError};
pub use hub::ProgrammeStats;
pub use interact::InteractError;
pub use people::PeopleError;
pub use punishments::Punishments;
#[cfg(feature = "tls")]
pub use server::TlsError;
pub use sim::Sim;
pub use voice::VoiceConnection;

/// The code of the README, compiled by the tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
