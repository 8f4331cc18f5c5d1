//! The guilds, channels, members and messages of the simulation.
//!
//! Everything is generated from the seed and an index until it is changed. A world of 100,000 guilds therefore stores
//! only the changed ones.

mod activities;
mod alarms;
mod application;
mod application_object;
mod audit;
mod audit_fields;
mod audit_log;
mod authorizations;
mod automod;
#[cfg(test)]
mod bounds_tests;
mod change;
mod command_access;
mod commands;
mod components;
mod direct_messages;
mod event_users;
mod generate;
mod guild;
mod interactions;
mod invite_users;
mod join_requests;
mod journal;
mod lobbies;
mod made_guilds;
mod made_ids;
mod media;
mod members;
mod message;
mod messages;
mod objects;
mod parts;
mod permissions;
mod poll;
mod post_tags;
mod provisional;
mod recurrence;
mod report;
mod scheduled_event;
mod sharding;
mod skus;
mod state;
mod thread_kind;
mod threads;
mod users;
mod watch;
mod writing;

pub(crate) use activities::Activity;
pub(crate) use alarms::Alarm;
pub(crate) use authorizations::{Authorization, TOKEN_SECONDS};
pub(crate) use automod::{
    KEYWORD, KEYWORD_PRESET, MEMBER_PROFILE, MENTION_SPAM, Match, pattern, triggers,
};
pub(crate) use change::{Change, Kind as ChangeKind};
pub(crate) use commands::{Commands, Scope};
pub(crate) use components::{fill_components, find_component};
pub(crate) use generate::{member_of, role};
pub use guild::{Guild, VoiceInfo};
pub(crate) use interactions::{Ephemeral, Interaction, Standing};
pub(crate) use invite_users::Targets;
pub(crate) use lobbies::Lobby;
pub use made_guilds::GuildRef;
pub(crate) use made_ids::MadeIds;
pub(crate) use media::Media;
pub use members::Members;
pub(crate) use message::{new_message, webhook_author};
pub(crate) use messages::reaction;
pub use messages::{ChannelMessages, reaction_key};
pub use objects::Objects;
pub(crate) use parts::fill_parts;
pub(crate) use permissions::{STAGE_CHANNEL, STAGE_MODERATOR};
pub(crate) use poll::new_poll;
pub(crate) use post_tags::{is_moderated, requires_tag, tag_by_id, tag_by_name};
pub(crate) use recurrence::occurs_at;
pub(crate) use scheduled_event::{
    ACTIVE, CANCELED, COMPLETED, EMPTY_MS, EXTERNAL, SCHEDULED, STAGE, is_finished, next_status,
    time_ms,
};
pub(crate) use sharding::is_of_shard;
pub(crate) use skus::{CONSUMABLE, SKUS, SUBSCRIPTION, type_of_sku};
pub use state::World;
pub(crate) use thread_kind::{
    PRIVATE_THREAD, PUBLIC_THREAD, is_active_thread, is_forum, is_thread, may_have_thread,
    needed_for_thread, open_thread_of,
};
pub(crate) use users::UnmergeError;
