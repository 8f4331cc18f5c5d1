//! The Discord Gateway protocol as a sans-IO state machine: one [`Connection`] per shard.
//!
//! It holds every rule of the protocol (handshake, heartbeats, resume, close codes, send limits,
//! back-off) and nothing else: no socket, no async, no clock, no thread; randomness comes from a seed that is passed in. What
//! happens comes in through [`Connection::handle`] with the time, messages through [`Connection::receive`]; what to do
//! comes out of [`Connection::poll`]. So it runs in any runtime, and a day of a shard's life replays in a moment.
//!
//! ```
//! use std::time::Instant;
//! use gateway_model::gateway::Intents;
//! use gateway_proto::{Admission, ProtocolConfig, Connection, Input, Output, Received, Timer, Token};
//!
//! let config = ProtocolConfig::new(Token::new("token")?, Intents::GUILDS, "wss://gateway.discord.gg")?;
//! let (now, mut machine) = (Instant::now(), Connection::new(config, 42, Instant::now()));
//! let link = loop {
//!     match machine.poll() {
//!         Output::Connect { link, url } => {
//!             assert!(url.starts_with("wss://gateway.discord.gg/?v=10&encoding=json"));
//!             break link;
//!         }
//!         other => println!("{other:?}"),
//!     }
//! };
//! machine.handle(Input::Opened(link), now); // Once the socket is open.
//!
//! // A message comes. An event is given back at once, unless something else waits to be polled.
//! let hello = br#"{"op":10,"d":{"heartbeat_interval":41250}}"#;
//! match machine.receive(link, hello, |_kind| Admission::Deliver, now) {
//!     Received::Event(head) => println!("event {} has {} bytes", head.sequence(), head.message_bytes()),
//!     Received::Handled | Received::Postponed => {}
//! }
//! let (wake_at, timer) = loop {
//!     match machine.poll() {
//!         Output::Send { link, payload } => println!("{link}: {} bytes", payload.len()),
//!         Output::Dispatch(event) => println!("{}", event.name()),
//!         Output::WaitUntil(time, timer) => break (time, timer),
//!         other => println!("{other:?}"), // `RequestIdentify`, among others.
//!     }
//! };
//! assert!(wake_at > now && timer == Timer::Heartbeat);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The directory `examples` has whole programs on tokio, on smol and on a plain thread. A bot takes
//! gateway-conn instead, which adds TLS, compression, back-pressure and limits.
//!
//! # What a driver can rely on
//!
//! - When there is nothing else to do, [`Connection::poll`] returns a time and the timer that ends then
//!   ([`Output::WaitUntil`], [`Timer`]): no state waits for ever, even if the peer never says a word again. [`State`] has
//!   every move in a diagram.
//! - No event of a session is lost or handed on twice. A command is sent at least once, in order.
//! - At most 120 sends in any 60 s, and no heartbeat waits behind a command.
//! - Identify is sent only with a permit, which [`Output::RequestIdentify`] asks for; every permit is used or given back.
//! - No input makes it panic. What cannot be read is reported and left out.
//! - The token is in the payloads of Identify and Resume only.
//!
//! A simulation of thousands of seeded faults checks these at every step. `docs/rules.md` of this crate
//! names the place and the test of each documented rule, `docs/failures.md` of the workspace what happens
//! on each failure.
//!
//! # Cost
//!
//! An event is handed on in the bytes it came in, with no allocation; a heartbeat allocates its payload. An
//! idle machine takes less than 2 KiB, its heap included. Tests check all three.
//!
//! `cargo bench -p gateway-proto` measures the time. On one core of a small cloud machine (medians): an event
//! of 700 bytes from bytes to output 0.12 µs, of which reading its envelope is 0.08 µs; an event that is
//! skipped 0.07 µs; a heartbeat with its ACK 0.19 µs; from nothing to a live session 1.8 µs.
//!
//! It builds for `wasm32-unknown-unknown` too. The standard library has no clock there, so running it needs a
//! target whose [`Instant`](std::time::Instant) works, such as `wasm32-wasip1`.
#![cfg_attr(docsrs, feature(doc_cfg))]
#![deny(missing_docs)]
#![forbid(unsafe_code)]

mod backoff;
mod command_queue;
mod commands;
mod compression;
mod config;
mod connection;
mod gateway_url;
mod input;
mod output;
mod planted;
mod rng;
mod send_window;
mod session;
mod state;
mod timeouts;
mod timer;

// The simulation is written against the public names, and runs inside the crate too.
#[cfg(test)]
extern crate self as gateway_proto;
#[cfg(test)]
#[path = "../tests/support/mod.rs"]
mod support;

pub use commands::{Command, CommandError};
pub use compression::Compression;
pub use config::{ProtocolConfig, ProtocolConfigError};
pub use connection::{Admission, Connection, Received};
pub use gateway_url::GatewayUrlError;
pub use input::{Input, LinkFailure, LinkId, Shutdown};
pub use output::{DisconnectCause, IgnoredReason, NextStep, Output, StateChange, StopReason};
pub use session::Session;
pub use state::State;
pub use timeouts::ProtocolTimeouts;
pub use timer::Timer;

pub use gateway_model::{Token, TokenError};

/// The code of the README, compiled with the tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
