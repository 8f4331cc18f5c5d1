//! Handwritten methods, whose arguments are more precise than those generated from Discord's description.

use std::collections::BTreeMap;

use gateway_model::Id;
use gateway_model::Timestamp;
use gateway_model::auto_moderation::{AutoModerationAction, AutoModerationEventKind};
use gateway_model::guild::ScheduledEventPrivacyLevel;
use gateway_model::id::marker;

use super::{CreateAutoModerationRule, CreateDm, CreateGuildScheduledEvent, CreateThread};
use crate::client::Client;
use crate::objects::{AutoModerationTrigger, ForumThreadMessage, ScheduledEventPlace};
use crate::request::Request;

impl Client {
    /// Creates an auto moderation rule. The trigger includes the metadata of its type.
    ///
    /// The audit log shows the [`reason`](Request::reason).
    ///
    /// Docs: [Create Auto Moderation Rule](https://docs.discord.com/developers/resources/auto-moderation#create-auto-moderation-rule).
    pub fn create_auto_moderation_rule(
        &self,
        guild_id: Id<marker::Guild>,
        name: impl AsRef<str>,
        event_type: AutoModerationEventKind,
        trigger: &AutoModerationTrigger,
        actions: &[AutoModerationAction],
    ) -> Request<CreateAutoModerationRule> {
        let (kind, metadata) = trigger.parts();
        let request = Request::new(self, &[guild_id.into()])
            .with_fields()
            .set("name", name.as_ref())
            .set("event_type", &event_type)
            .set("trigger_type", &kind)
            .set("actions", actions);
        match metadata {
            Some(metadata) => request.set("trigger_metadata", metadata),
            None => request,
        }
    }

    /// Creates a scheduled event for the members of the guild.
    ///
    /// The audit log shows the [`reason`](Request::reason).
    ///
    /// Docs: [Create Guild Scheduled Event](https://docs.discord.com/developers/resources/guild-scheduled-event#create-guild-scheduled-event).
    pub fn create_guild_scheduled_event(
        &self,
        guild_id: Id<marker::Guild>,
        name: impl AsRef<str>,
        scheduled_start_time: Timestamp,
        place: &ScheduledEventPlace,
    ) -> Request<CreateGuildScheduledEvent> {
        let request = Request::new(self, &[guild_id.into()])
            .with_fields()
            .set("name", name.as_ref())
            .set("scheduled_start_time", &scheduled_start_time)
            .set("privacy_level", &ScheduledEventPrivacyLevel::GuildOnly)
            .set("entity_type", &place.kind());
        match place {
            ScheduledEventPlace::Stage(channel) | ScheduledEventPlace::Voice(channel) => {
                request.set("channel_id", channel)
            }
            ScheduledEventPlace::Elsewhere { location, end } => request
                .set("entity_metadata", &BTreeMap::from([("location", location)]))
                .set("scheduled_end_time", end),
        }
    }

    /// Creates a group DM with the users of these access tokens, which need the scope `gdm.join`, and sets their
    /// nicknames.
    ///
    /// Docs: [Create Group DM](https://docs.discord.com/developers/resources/user#create-group-dm).
    pub fn create_group_dm(
        &self,
        access_tokens: &[&str],
        nicks: &BTreeMap<Id<marker::User>, String>,
    ) -> Request<CreateDm> {
        let nicks: BTreeMap<String, &String> =
            nicks.iter().map(|(user, nick)| (user.to_string(), nick)).collect();
        Request::new(self, &[])
            .with_fields()
            .set("access_tokens", access_tokens)
            .set("nicks", &nicks)
    }

    /// Starts a thread in a forum or media channel, with its first message.
    ///
    /// The audit log shows the [`reason`](Request::reason).
    ///
    /// Docs: [Start Thread in Forum or Media Channel](https://docs.discord.com/developers/resources/channel#start-thread-in-forum-or-media-channel).
    pub fn start_forum_thread(
        &self,
        channel_id: Id<marker::Channel>,
        name: impl AsRef<str>,
        message: &ForumThreadMessage,
    ) -> Request<CreateThread> {
        Request::new(self, &[channel_id.into()])
            .with_fields()
            .set("name", name.as_ref())
            .set("message", message)
    }
}
