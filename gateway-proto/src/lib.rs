#![doc = include_str!("../README.md")]
//!
//! # How it works
//!
//! There is one [`Connection`] per shard. It implements every rule of the protocol. It has no
//! socket, async code, clock or thread, and its randomness comes from a seed that you pass in. A
//! driver passes what happened (for example that the socket is open) and the time to
//! [`Connection::handle`], and messages to [`Connection::receive`]. [`Connection::poll`] returns
//! what the driver must do. So the machine runs in any runtime, and a test replays a day of a
//! shard in milliseconds.
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
//! // A message arrives. If it is an event, it is returned, unless other outputs must be polled first.
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
//! # Guarantees
//!
//! - When there is nothing to do, [`Connection::poll`] returns the time of the next wake-up and the timer that expires
//!   then ([`Output::WaitUntil`], [`Timer`]). No state waits for ever, even if the peer never sends anything again. The
//!   docs of [`State`] have a diagram of all states and transitions.
//! - No event of a session is lost or delivered twice. A command is sent at least once, in order.
//! - At most 120 payloads are sent in any 60 s, and no heartbeat waits behind a command.
//! - Identify is sent only with a permit, requested with [`Output::RequestIdentify`]. Every permit is used or given
//!   back.
//! - No input causes a panic. A message that cannot be read is reported and ignored.
//! - The token appears only in the payloads of Identify and Resume.
//!
//! A simulation with thousands of seeded faults checks these guarantees at every step. This crate's `docs/rules.md`
//! lists the code and the test of each documented rule. The workspace's `docs/failures.md` says what happens on each
//! failure.
//!
//! # Cost
//!
//! An event is delivered in the buffer it arrived in, without an allocation. A heartbeat allocates its payload. An idle
//! machine takes less than 2 KiB, including its heap. Tests check all three.
//!
//! `cargo bench -p gateway-proto` measures the time. Medians on one core of a small cloud machine: an event of 700
//! bytes takes 0.12 µs from bytes to output, of which reading its envelope is 0.08 µs; a skipped event takes 0.07 µs; a
//! heartbeat with its ACK takes 0.19 µs; the way from a new machine to a live session takes 1.8 µs.
//!
//! The crate also builds for `wasm32-unknown-unknown`. The standard library has no clock there, so to run it you need a
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

// The simulation uses only public names, and also runs inside the crate.
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
