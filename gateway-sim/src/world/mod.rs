//! The guilds, channels, members and messages of the simulation.
//!
//! Everything is a function of the seed and an index until it is changed, so a world of 100,000 guilds
//! holds only those that differ from what the seed says.

mod audit;
mod audit_fields;
mod audit_log;
mod change;
mod commands;
mod components;
mod generate;
mod guild;
mod interactions;
mod journal;
mod members;
mod message;
mod messages;
mod objects;
mod permissions;
mod poll;
mod report;
mod sharding;
mod state;
mod thread_kind;
mod threads;
mod watch;
mod writing;

pub(crate) use commands::{Commands, Scope};
pub(crate) use components::{fill_components, find_component};
pub(crate) use generate::{member_of, role};
pub use guild::{Guild, VoiceInfo};
pub(crate) use interactions::{Ephemeral, Interaction, Standing};
pub use members::Members;
pub(crate) use message::new_message;
pub(crate) use messages::reaction;
pub use messages::{ChannelMessages, reaction_key};
pub use objects::Objects;
pub(crate) use poll::new_poll;
pub(crate) use sharding::is_of_shard;
pub use state::World;
pub(crate) use thread_kind::{is_active_thread, is_thread};
