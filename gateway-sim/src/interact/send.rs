//! The event of an interaction.

use std::time::Instant;

use serde_json::{Value, json};

use super::resolved::{ATTACHMENT_LIMIT, permissions};
use crate::core::Core;
use crate::people::Somebody;
use crate::world::Interaction;

/// What an interaction is about, in addition to its user and place.
pub(super) struct Cause {
    /// Interaction type.
    pub(super) kind: u64,
    pub(super) data: Value,
    /// The command with its subcommands, and its type.
    pub(super) command: Option<(String, u64)>,
    /// The message with the component, also if a modal was in between.
    pub(super) source: Option<(u64, Value)>,
    /// Further fields of `interaction_metadata`.
    pub(super) metadata: Value,
}

/// Sends an interaction to the bot; returns its data, and the number of sessions that received it.
pub(super) fn send(core: &mut Core, who: &Somebody, cause: Cause, now: Instant) -> (Value, usize) {
    let unix_ms = core.unix_ms_at(now);
    let id = core.world_mut().next_id(unix_ms);
    let mut interaction = Interaction::new(id, cause.kind, unix_ms, who.user.clone());
    interaction.channel = who.channel;
    interaction.guild = who.guild;
    interaction.command = cause.command;
    interaction.source = cause.source.as_ref().map(|(id, _)| *id);
    // Authorizing Integration Owners Object: key 0 is the installation in a guild; "0" stands for a DM.
    let owner = who.guild.map_or_else(|| "0".to_owned(), |guild| guild.to_string());
    let owners = json!({ "0": owner });
    let mut metadata = cause.metadata;
    metadata["id"] = json!(id.to_string());
    metadata["type"] = json!(cause.kind);
    metadata["user"] = who.user.clone();
    metadata["authorizing_integration_owners"] = owners.clone();
    interaction.metadata = metadata;
    let mut event = json!({
        "id": id.to_string(),
        "application_id": core.world().bot_id().to_string(),
        "type": cause.kind,
        "data": cause.data,
        "token": interaction.token,
        "version": 1,
        "locale": "en-US",
        "entitlements": core.world().entitlements_of(&who.user, who.guild),
        "authorizing_integration_owners": owners,
        "context": u8::from(who.guild.is_none()),
        "attachment_size_limit": ATTACHMENT_LIMIT,
    });
    place(core, who, &mut event);
    if let Some((_, message)) = cause.source {
        event["message"] = message;
    }
    core.world_mut().interactions_mut().add(interaction);
    let sessions = core.inject("INTERACTION_CREATE", who.route(), &event, now);
    (event, sessions)
}

/// Sets where it happened, and the user.
///
/// Docs: [Interaction Structure](https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object-interaction-structure):
/// a member with permissions in a guild, a user elsewhere.
fn place(core: &Core, who: &Somebody, event: &mut Value) {
    let world = core.world();
    event["channel_id"] = json!(who.channel.to_string());
    let guild = who.guild.and_then(|guild| world.guild(guild));
    let mut channel = world.channel(who.channel).unwrap_or_default();
    let Some(guild) = guild else {
        event["user"] = who.user.clone();
        event["channel"] = channel;
        // ATTACH_FILES, EMBED_LINKS, MENTION_EVERYONE and USE_EXTERNAL_EMOJIS in a DM with the bot.
        let permissions: u64 = 1 << 15 | 1 << 14 | 1 << 17 | 1 << 18;
        event["app_permissions"] = json!(permissions.to_string());
        return;
    };
    let app_permissions = permissions(&guild, world.bot_id().get(), &channel);
    let permissions = permissions(&guild, who.id(), &channel);
    channel["permissions"] = json!(permissions);
    event["channel"] = channel;
    let mut member = guild.members.get(who.id()).unwrap_or_default();
    member["permissions"] = json!(permissions);
    event["member"] = member;
    event["guild_id"] = json!(guild.id.to_string());
    event["guild"] = json!({
        "id": guild.id.to_string(),
        "locale": guild.object.get("preferred_locale"),
        "features": guild.object.get("features"),
    });
    event["guild_locale"] = guild.object.get("preferred_locale").cloned().unwrap_or_default();
    event["app_permissions"] = json!(app_permissions);
}
