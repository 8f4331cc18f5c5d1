//! Voice connections: what a voice driver needs, kept up to date across the gateway's connections.
//!
//! Docs: [Voice, Retrieving Voice Server
//! Information](https://docs.discord.com/developers/topics/voice-connections#retrieving-voice-server-information).
//! [`place`] is a state machine without I/O for the events of one guild; [`keeper`] is the task that carries out its
//! results.

mod connection;
mod diagnosis;
mod error;
mod join;
mod keeper;
mod place;
mod update;

pub use connection::VoiceConnection;
pub use error::VoiceError;
pub use join::JoinVoice;
pub use update::{VoiceEnd, VoiceInfo, VoiceUpdate};
