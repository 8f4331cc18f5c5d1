//! The REST API: sans-IO like the gateway's core, one request in and one response out.

mod answers;
mod api;
mod application_emojis;
mod audit_logs;
mod audit_reason;
mod automod;
mod automod_body;
mod automod_check;
mod bans;
mod call;
mod channel_edit;
mod channels;
mod command_body;
mod commands;
mod component_body;
mod crosspost;
mod embed_body;
mod emojis;
mod error;
mod expressions;
mod followups;
mod form;
mod forum_tags;
mod gateway;
mod guilds;
mod incoming_webhooks;
mod interaction_body;
mod interactions;
mod invites;
mod members;
mod message_body;
mod message_check;
mod messages;
mod percent;
mod permit;
mod pins;
mod polls;
mod reactions;
mod recurrence;
mod roles;
mod route;
mod scheduled_events;
mod soundboard;
mod sounds;
mod stages;
mod stickers;
mod table;
mod thread_edit;
mod thread_lists;
mod thread_members;
mod thread_rules;
mod threads;
mod users;
mod voice;
mod voice_states;
mod webhooks;

pub use answers::Failure;
pub use api::{Api, RestStats};
pub use error::ApiError;
pub(crate) use table::routes;

pub use crate::limits::{
    EdgeBan, EdgeStats, INVALID_LIMIT, INVALID_WINDOW, INVITE_LIMIT, LimitRule, Scope, Window,
};
