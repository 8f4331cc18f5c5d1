//! A stand-in for Discord's voice servers: far enough for a voice driver to connect.
//!
//! It takes a driver's Identify only if guild, user, session id and token are those that the gateway handed out, offers an
//! address for UDP, answers IP discovery there, and describes the session. Voice packets are counted and go nowhere. Of DAVE it
//! knows only the beginning: that the driver offers it, and its key package. [`Link`] is the protocol, without sockets and
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
