//! One guild: its own fields, and the maps of what belongs to it.

use std::collections::{BTreeMap, BTreeSet};

use gateway_model::Id;
use gateway_model::gateway::Intents;
use gateway_model::id::marker;
use serde_json::{Map, Value, json};

use super::audit_log::AuditLog;
use super::change::{Change, Kind};
use super::generate;
use super::members::Members;
use super::objects::Objects;
use super::scheduled_event::is_finished;
use super::thread_kind::{is_active_thread, is_thread};

/// A guild with its channels, roles, emojis and members. Objects are JSON as REST shows them.
#[derive(Clone, Debug)]
pub struct Guild {
    /// Its id.
    pub id: Id<marker::Guild>,
    /// Its own fields, without the lists below.
    pub object: Map<String, Value>,
    /// Channels and threads by id.
    pub channels: Objects,
    /// Roles by id.
    pub roles: Objects,
    /// Emojis by id.
    pub emojis: Objects,
    /// Stickers by id.
    pub stickers: Objects,
    /// Members.
    pub members: Members,
    /// Ban objects, as Get Guild Ban returns them, by user id.
    pub bans: Objects,
    /// Thread member objects by thread and user.
    pub thread_members: BTreeMap<u64, BTreeMap<u64, Value>>,
    /// Voice states by user id.
    pub voice_states: Objects,
    /// Soundboard sounds by id.
    pub sounds: Objects,
    /// Scheduled events by id.
    pub events: Objects,
    /// Users who are interested in scheduled events, by event.
    pub event_users: BTreeMap<u64, BTreeSet<u64>>,
    /// Stage instances by channel.
    pub stages: Objects,
    /// Rules of auto moderation by id.
    pub rules: Objects,
    /// Its welcome screen, if one was set.
    pub welcome_screen: Option<Value>,
    /// Its onboarding, if one was set.
    pub onboarding: Option<Value>,
    /// Its welcome for new members, if one was set.
    pub new_member_welcome: Option<Value>,
    /// Users' requests to join it, by the requests' ids.
    pub join_requests: Objects,
    /// Users who are interested in single occurrences of scheduled events, by event and exception.
    pub exception_users: BTreeMap<(u64, u64), BTreeSet<u64>>,
    /// Its template, if it has one.
    pub template: Option<Value>,
    /// State of voice channels that is known only for some time, by channel id.
    pub voice_info: BTreeMap<u64, VoiceInfo>,
    /// The entries of its audit log.
    pub(crate) audit_log: AuditLog,
    /// Its state before the current request.
    before: Option<Before>,
}

/// The remembered state of a guild in addition to its lists.
#[derive(Clone, Debug)]
struct Before {
    object: Map<String, Value>,
    voice_info: BTreeMap<u64, VoiceInfo>,
    onboarding: Option<Value>,
    /// Channels with threads that the bot did not see.
    hidden: Vec<u64>,
}

/// Ephemeral data of a voice channel.
///
/// Docs: [Gateway Events, Channel Info](https://docs.discord.com/developers/events/gateway-events#channel-info).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VoiceInfo {
    /// Its status, if it has one.
    pub status: Option<String>,
    /// Since when somebody is in it, in s of Unix time.
    pub started: Option<u64>,
}

impl Guild {
    /// Adds the number of members and the number of those that are not offline, for `with_counts`.
    pub(crate) fn show_counts(&self, shown: &mut Value) {
        let online = self.members.ids().filter(|user| self.members.presence(*user).is_some());
        shown["approximate_member_count"] = json!(self.members.count());
        shown["approximate_presence_count"] = json!(online.count());
    }

    pub(super) fn generate(
        seed: u64,
        id: Id<marker::Guild>,
        index: u64,
        member_count: u64,
        bot: Value,
    ) -> Self {
        Self {
            id,
            object: generate::guild(seed, id, index),
            channels: generate::channels(id).into(),
            roles: generate::roles(id).into(),
            emojis: generate::emojis(id).into(),
            stickers: Objects::default(),
            members: Members::new(seed, id, member_count, bot),
            bans: Objects::default(),
            thread_members: BTreeMap::new(),
            voice_states: Objects::default(),
            sounds: generate::sounds(id).into(),
            events: Objects::default(),
            event_users: BTreeMap::new(),
            stages: Objects::default(),
            rules: Objects::default(),
            welcome_screen: None,
            onboarding: None,
            new_member_welcome: None,
            join_requests: Objects::default(),
            exception_users: BTreeMap::new(),
            template: None,
            voice_info: BTreeMap::new(),
            audit_log: AuditLog::default(),
            before: None,
        }
    }

    /// Returns the lists whose changes are recorded.
    fn lists(&mut self) -> [(Kind, &mut Objects); 10] {
        [
            (Kind::Channel, &mut self.channels),
            (Kind::Role, &mut self.roles),
            (Kind::Emoji, &mut self.emojis),
            (Kind::Sticker, &mut self.stickers),
            (Kind::Sound, &mut self.sounds),
            (Kind::Event, &mut self.events),
            (Kind::Stage, &mut self.stages),
            (Kind::Rule, &mut self.rules),
            (Kind::Ban, &mut self.bans),
            (Kind::Voice, &mut self.voice_states),
        ]
    }

    /// Remembers changes from now on.
    pub(super) fn watch(&mut self) {
        for (_, list) in self.lists() {
            list.watch();
        }
        self.members.watch();
        self.before = Some(Before {
            object: self.object.clone(),
            voice_info: self.voice_info.clone(),
            onboarding: self.onboarding.clone(),
            hidden: self.hidden_channels(),
        });
    }

    /// Returns the changes since [`Self::watch`].
    pub(super) fn changes(&mut self) -> Vec<Change> {
        let guild = self.id;
        let change = |kind, (id, before, after)| Change {
            kind,
            guild,
            id: u64::to_string(&id),
            before,
            after,
        };
        let mut changes = Vec::new();
        for (kind, list) in self.lists() {
            changes.extend(list.changes().into_iter().map(|one| change(kind, one)));
        }
        changes.extend(self.members.changes().into_iter().map(|one| change(Kind::Member, one)));
        let Some(Before { object, voice_info: voice, onboarding, hidden }) = self.before.take()
        else {
            return changes;
        };
        let still_hidden = if hidden.is_empty() { Vec::new() } else { self.hidden_channels() };
        let seen = hidden
            .into_iter()
            .filter(|id| self.channels.contains_key(id) && !still_hidden.contains(id));
        let seen: Vec<String> = seen.map(|id| id.to_string()).collect();
        if !seen.is_empty() {
            changes.push(change(Kind::Seen, (guild.get(), Value::Null, json!(seen))));
        }
        if onboarding != self.onboarding {
            let (before, after) = (json!(onboarding), json!(self.onboarding));
            changes.push(change(Kind::Onboarding, (guild.get(), before, after)));
        }
        if object != self.object {
            let now = Value::Object(self.object.clone());
            changes.push(change(Kind::Guild, (guild.get(), Value::Object(object), now)));
        }
        let channels: BTreeSet<u64> = voice.keys().chain(self.voice_info.keys()).copied().collect();
        for channel in channels {
            let status = |info: &BTreeMap<u64, VoiceInfo>| {
                json!(info.get(&channel).and_then(|info| info.status.as_ref()))
            };
            let (before, after) = (status(&voice), status(&self.voice_info));
            if before != after {
                changes.push(change(Kind::VoiceStatus, (channel, before, after)));
            }
        }
        changes
    }

    /// Returns the guild object of REST: fields, roles, emojis and stickers.
    ///
    /// Docs: [Guild, Guild Object](https://docs.discord.com/developers/resources/guild#guild-object).
    #[must_use]
    pub fn rest_object(&self) -> Value {
        let mut object = self.object.clone();
        object.insert("roles".to_owned(), self.roles.values().cloned().collect());
        object.insert("emojis".to_owned(), self.emojis.values().cloned().collect());
        object.insert("stickers".to_owned(), self.stickers.values().cloned().collect());
        Value::Object(object)
    }

    /// Returns the data of Guild Create.
    ///
    /// Without `GUILD_PRESENCES`, or in a guild with more than 75,000 members, it contains only members in voice and
    /// the bot itself. In a guild with more than `large_threshold` members, it contains those who are online, have a
    /// role or a nickname, or are in voice.
    ///
    /// Docs: [Gateway Events, Guild Create](https://docs.discord.com/developers/events/gateway-events#guild-create) and
    /// [Request Guild Members](https://docs.discord.com/developers/events/gateway-events#request-guild-members).
    #[must_use]
    pub fn create_event(&self, intents: Intents, large_threshold: u64) -> Value {
        let count = self.members.count();
        let large = count > large_threshold;
        let with_presences = intents.contains(Intents::GUILD_PRESENCES) && count <= 75_000;
        let in_voice = |user: u64| self.voice_states.contains_key(&user);
        let mut members = Vec::new();
        let mut presences = Vec::new();
        for user in self.members.ids() {
            let own = user == self.members.bot_id();
            if !(own || with_presences || in_voice(user)) {
                continue;
            }
            let presence = self.members.presence(user).filter(|_| with_presences);
            let Some(member) = self.members.get(user) else { continue };
            let shown = !large
                || own
                || presence.is_some()
                || in_voice(user)
                || !member["nick"].is_null()
                || member["roles"].as_array().is_some_and(|roles| !roles.is_empty());
            if shown {
                members.push(member);
                presences.extend(presence);
            }
        }
        let mut data = self.rest_object();
        data["members"] = Value::Array(members);
        data["presences"] = Value::Array(presences);
        data["member_count"] = json!(count);
        data["large"] = json!(large);
        data["unavailable"] = json!(false);
        data["joined_at"] = json!(generate::JOINED_AT);
        let plain = self.channels.values().filter(|channel| !is_thread(channel));
        data["channels"] = plain.cloned().collect();
        let bot = self.members.bot_id();
        // "All active threads in the guild that current user has permission to view"
        let active = self
            .channels
            .iter()
            .filter(|(_, channel)| is_active_thread(channel) && self.sees(bot, channel));
        data["threads"] = active.filter_map(|(id, _)| self.thread(*id, bot)).collect();
        data["voice_states"] = self.voice_states.values().cloned().collect();
        data["soundboard_sounds"] = self.sounds.values().cloned().collect();
        data["stage_instances"] = self.stages.values().cloned().collect();
        let events = self.events.iter().filter(|(_, event)| !is_finished(event));
        data["guild_scheduled_events"] =
            events.filter_map(|(id, _)| self.event_with_count(*id)).collect();
        data
    }

    /// Sets the permissions of the bot's own role.
    pub(crate) fn set_bot_permissions(&mut self, permissions: gateway_model::Permissions) {
        if let Some(role) = self.roles.get_mut(&generate::bot_role(self.id)) {
            role["permissions"] = json!(permissions);
        }
    }

    /// Returns how many users are in a voice channel.
    pub(crate) fn in_voice(&self, channel: u64) -> usize {
        self.voices(channel).count()
    }

    /// Returns how many users speak in a stage channel.
    ///
    /// Docs: [Stage Instance, Definitions](https://docs.discord.com/developers/resources/stage-instance#definitions).
    pub(crate) fn speakers(&self, channel: u64) -> usize {
        let speaks = |state: &&Value| {
            state["suppress"] == false && state["request_to_speak_timestamp"].is_null()
        };
        self.voices(channel).filter(speaks).count()
    }

    fn voices(&self, channel: u64) -> impl Iterator<Item = &Value> {
        let channel = channel.to_string();
        self.voice_states.values().filter(move |state| state["channel_id"] == *channel)
    }

    /// Notes that a user is in a channel now; returns its start time, if it starts with that.
    pub(crate) fn note_voice_start(
        &mut self,
        channel: Option<u64>,
        seconds: u64,
    ) -> Option<(u64, Option<u64>)> {
        let info = self.voice_info.entry(channel?).or_default();
        if info.started.is_some() {
            return None;
        }
        info.started = Some(seconds);
        Some((channel?, info.started))
    }

    /// Notes that a user left a channel; returns the channel, if it is now empty.
    pub(crate) fn note_voice_end(&mut self, channel: Option<u64>) -> Option<(u64, Option<u64>)> {
        let channel = channel.filter(|channel| self.in_voice(*channel) == 0)?;
        let info = self.voice_info.get_mut(&channel)?;
        info.started = None;
        if info.status.is_none() {
            self.voice_info.remove(&channel);
        }
        Some((channel, None))
    }
}
