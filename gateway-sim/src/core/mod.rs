//! The protocol core: Discord's side of the gateway without sockets, clocks or threads.
//!
//! Time, seed and bytes are passed in. [`Core::handle`] takes an input. [`Core::poll`] returns what to do, until it
//! returns [`CoreOutput::WaitUntil`] or [`CoreOutput::Idle`]. The same inputs at the same times with the same seed give
//! the same outputs.
//!
//! ```
//! use std::time::Instant;
//! use gateway_sim::core::{ConnId, Core, CoreConfig, CoreInput, CoreOutput};
//!
//! let now = Instant::now();
//! let mut core = Core::new(CoreConfig::default(), 1, now);
//! core.handle(CoreInput::Opened { conn: ConnId(1), query: "v=10&encoding=json".into() }, now);
//! let CoreOutput::Send { payload, .. } = core.poll() else { panic!("Hello comes first") };
//! assert!(payload.starts_with(br#"{"t":null,"s":null,"op":10"#));
//! ```

mod access;
mod alarms;
mod audit;
mod automod;
mod close;
mod command_permissions;
mod commands;
mod config;
mod dispatch;
mod drive;
mod expiry;
mod faults;
mod follow;
mod guild_info;
mod handshake;
mod handshake_faults;
mod identify;
mod intents;
mod io;
mod kept;
mod link;
mod live;
mod member_request;
mod population;
mod posting;
mod presence;
mod punishment;
mod query;
mod receive;
mod refusal;
mod replay;
mod session;
mod starts;
mod state;
mod stats;
mod subscriptions;
mod thread_start;
mod timers;
mod voice;
mod voice_server;
mod warnings;
mod watched;

pub(crate) use access::InChannel;
pub(crate) use automod::{Triggered, Written};
pub use close::Closed;
pub use config::{CoreConfig, DEFAULT_TOKEN};
pub use dispatch::Route;
pub(crate) use follow::{is_published, mark_published};
pub use handshake_faults::{HandshakeFaults, ResumeRefusal};
pub use io::{ConnId, CoreInput, CoreOutput};
pub(crate) use live::Place;
pub use starts::{SpentStart, TokenReset};
pub use state::Core;
pub use stats::{SessionStats, Stats};
pub(crate) use thread_start::NewThread;
pub(crate) use voice_server::VoiceAccess;

pub use crate::rng::{Rng, mix};

#[cfg(test)]
mod tests;
