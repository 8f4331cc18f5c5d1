//! Calls of every operation.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

#[path = "application.rs"]
mod application;
#[path = "application_command.rs"]
mod application_command;
#[path = "audit_log.rs"]
mod audit_log;
#[path = "auto_moderation.rs"]
mod auto_moderation;
#[path = "channel.rs"]
mod channel;
#[path = "emoji.rs"]
mod emoji;
#[path = "gateway.rs"]
mod gateway;
#[path = "guild.rs"]
mod guild;
#[path = "guild_application_command.rs"]
mod guild_application_command;
#[path = "guild_ban.rs"]
mod guild_ban;
#[path = "guild_channel.rs"]
mod guild_channel;
#[path = "guild_join_request.rs"]
mod guild_join_request;
#[path = "guild_member.rs"]
mod guild_member;
#[path = "guild_onboarding.rs"]
mod guild_onboarding;
#[path = "guild_role.rs"]
mod guild_role;
#[path = "guild_template.rs"]
mod guild_template;
#[path = "guild_widget.rs"]
mod guild_widget;
#[path = "interaction.rs"]
mod interaction;
#[path = "invite.rs"]
mod invite;
#[path = "lobby.rs"]
mod lobby;
#[path = "lobby_message.rs"]
mod lobby_message;
#[path = "message.rs"]
mod message;
#[path = "message_search.rs"]
mod message_search;
#[path = "monetization.rs"]
mod monetization;
#[path = "oauth2.rs"]
mod oauth2;
#[path = "partner_sdk.rs"]
mod partner_sdk;
#[path = "poll.rs"]
mod poll;
#[path = "reaction.rs"]
mod reaction;
#[path = "scheduled_event.rs"]
mod scheduled_event;
#[path = "scheduled_event_exception.rs"]
mod scheduled_event_exception;
#[path = "soundboard.rs"]
mod soundboard;
#[path = "stage_instance.rs"]
mod stage_instance;
#[path = "sticker.rs"]
mod sticker;
#[path = "thread.rs"]
mod thread;
#[path = "user.rs"]
mod user;
#[path = "voice.rs"]
mod voice;
#[path = "webhook.rs"]
mod webhook;
#[path = "webhook_message.rs"]
mod webhook_message;

use crate::call::Call;

/// Every operation, each in several ways.
pub(crate) fn all() -> Vec<Call> {
    let mut all = Vec::new();
    all.extend(application::calls());
    all.extend(application_command::calls());
    all.extend(audit_log::calls());
    all.extend(auto_moderation::calls());
    all.extend(channel::calls());
    all.extend(emoji::calls());
    all.extend(gateway::calls());
    all.extend(guild::calls());
    all.extend(guild_application_command::calls());
    all.extend(guild_ban::calls());
    all.extend(guild_channel::calls());
    all.extend(guild_join_request::calls());
    all.extend(guild_member::calls());
    all.extend(guild_onboarding::calls());
    all.extend(guild_role::calls());
    all.extend(guild_template::calls());
    all.extend(guild_widget::calls());
    all.extend(interaction::calls());
    all.extend(invite::calls());
    all.extend(lobby::calls());
    all.extend(lobby_message::calls());
    all.extend(message::calls());
    all.extend(message_search::calls());
    all.extend(monetization::calls());
    all.extend(oauth2::calls());
    all.extend(partner_sdk::calls());
    all.extend(poll::calls());
    all.extend(reaction::calls());
    all.extend(scheduled_event::calls());
    all.extend(scheduled_event_exception::calls());
    all.extend(soundboard::calls());
    all.extend(stage_instance::calls());
    all.extend(sticker::calls());
    all.extend(thread::calls());
    all.extend(user::calls());
    all.extend(voice::calls());
    all.extend(webhook::calls());
    all.extend(webhook_message::calls());
    all
}
