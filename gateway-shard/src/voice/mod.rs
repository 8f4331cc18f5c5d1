//! Voice connections: what a voice driver needs, kept up to date while the gateway's connections come and go.
//!
//! Docs: [Voice, Retrieving Voice Server Information](https://docs.discord.com/developers/topics/voice-connections#retrieving-voice-server-information).
//! [`place`] is the rule of what follows from which event, without I/O; [`keeper`] the task that sends what follows.

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
