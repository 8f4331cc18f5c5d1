//! The REST API: sans-IO like the gateway's core, one request in and one response out.

mod answers;
mod api;
mod bans;
mod call;
mod channel_edit;
mod channels;
mod command_body;
mod commands;
mod emojis;
mod error;
mod followups;
mod form;
mod gateway;
mod guilds;
mod incoming_webhooks;
mod interaction_body;
mod interactions;
mod invites;
mod members;
mod message_body;
mod messages;
mod permit;
mod reactions;
mod roles;
mod route;
mod table;
mod users;
mod webhooks;

pub use answers::Failure;
pub use api::{Api, RestStats};
pub use error::ApiError;

pub use crate::limits::{
    EdgeBan, EdgeStats, INVALID_LIMIT, INVALID_WINDOW, INVITE_LIMIT, LimitRule, Scope, Window,
};
