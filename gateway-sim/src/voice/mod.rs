//! A simulated voice server, sufficient for a voice driver to connect.
//!
//! It accepts a driver's Identify only if guild, user, session id and token are those that the gateway sent. It offers
//! a UDP address, answers IP discovery there, and describes the session. Voice packets are counted and not forwarded.
//! DAVE is implemented only up to the driver's offer and its key package. [`Link`] is the protocol, without sockets and
//! clocks; `server/voice.rs` runs it.
//!
//! Docs: [Voice Connections](https://docs.discord.com/developers/topics/voice-connections).

mod discovery;
mod link;
mod report;

pub(crate) use discovery::{Packet, answer};
pub(crate) use link::{Frame, Link, Refusal, SESSION_TIMEOUT};
pub use report::VoiceConnection;
pub(crate) use report::VoiceLog;
