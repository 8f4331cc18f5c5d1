//! Updates the cache with events.
//!
//! There is one file for each resource, with one short function for each event. Events of one guild arrive in order
//! from one shard; those of different guilds may be processed concurrently.

mod channels;
mod guilds;
mod members;
mod messages;
mod occasions;
mod reactions;
mod sweep;
mod write;

use gateway_model::event::Event;
use gateway_model::id::{Id, marker};
use gateway_model::{DecodeError, Dispatch};

use crate::cache::{Cache, Counters, Inner};
use crate::change::Change;
use crate::store::{GuildState, Keeps, write as lock};

/// One event that updates the cache.
pub(crate) struct Update<'a> {
    pub(crate) inner: &'a Inner,
    pub(crate) keeps: Keeps,
    /// The changes, if they are recorded.
    pub(crate) told: Option<Vec<Change>>,
}

impl Cache {
    /// Updates the cache with an event. Events that do not affect what is kept have no effect and cost nothing.
    ///
    /// Pass each shard's events in order. A replay after a Resume continues the session. After a Ready, all guilds that
    /// it lists keep their state until the Guild Create of each replaces it.
    pub fn update(&self, event: &Event) {
        self.apply(event, false);
    }

    /// Updates the cache with an event, and returns the changes with the values before and after.
    pub fn update_with_changes(&self, event: &Event) -> Vec<Change> {
        self.apply(event, true)
    }

    /// Updates the cache with an event that is not decoded yet. An event that does not affect what is kept is not
    /// decoded.
    ///
    /// # Errors
    ///
    /// Returns an error if the event cannot be decoded. The cache is then unchanged, and the event is counted in
    /// [`CacheStats::undecoded`](crate::CacheStats::undecoded).
    pub fn update_dispatch(&self, dispatch: &Dispatch) -> Result<(), DecodeError> {
        self.apply_dispatch(dispatch, false).map(drop)
    }

    pub(crate) fn apply_dispatch(
        &self,
        dispatch: &Dispatch,
        asked: bool,
    ) -> Result<Vec<Change>, DecodeError> {
        if !self.inner.settings.wants(dispatch.kind()) {
            return Ok(Vec::new());
        }
        match dispatch.event() {
            Ok(event) => Ok(self.apply(&event.value, asked)),
            Err(error) => {
                Counters::add(&self.inner.counters.undecoded, 1);
                Err(error)
            }
        }
    }

    fn apply(&self, event: &Event, asked: bool) -> Vec<Change> {
        if !self.inner.settings.wants(event.kind()) {
            return Vec::new();
        }
        Counters::add(&self.inner.counters.updates, 1);
        let told = asked.then(Vec::new);
        let mut update = Update { inner: &self.inner, keeps: self.inner.keeps(), told };
        update.apply(event);
        update.told.unwrap_or_default()
    }
}

impl Update<'_> {
    fn apply(&mut self, event: &Event) {
        match event {
            Event::Ready(ready) => self.ready(ready),
            Event::UserUpdate(user) => self.own_user(user),
            Event::GuildCreate(guild) => self.guild_create(guild),
            Event::GuildUpdate(guild) => self.guild_update(guild),
            Event::GuildDelete(guild) => self.guild_delete(guild),
            Event::GuildRoleCreate(event) => self.role(event.guild_id, &event.role),
            Event::GuildRoleUpdate(event) => self.role(event.guild_id, &event.role),
            Event::GuildRoleDelete(event) => self.role_delete(event),
            Event::GuildEmojisUpdate(event) => self.emojis(event.guild_id, &event.emojis),
            Event::GuildStickersUpdate(event) => self.stickers(event.guild_id, &event.stickers),
            Event::ChannelCreate(channel) => self.channel(channel),
            Event::ChannelUpdate(channel) => self.channel(channel),
            Event::ChannelDelete(channel) => self.channel_delete(channel),
            Event::ChannelPinsUpdate(event) => self.pins(event),
            Event::ThreadCreate(event) => self.channel(&event.thread),
            Event::ThreadUpdate(thread) => self.channel(thread),
            Event::ThreadDelete(event) => self.thread_delete(event),
            Event::ThreadListSync(event) => self.thread_list(event),
            Event::ThreadMemberUpdate(event) => self.thread_member(event),
            Event::ThreadMembersUpdate(event) => self.thread_members(event),
            Event::GuildMemberAdd(event) => self.member_add(event),
            Event::GuildMemberUpdate(event) => self.member_update(event),
            Event::GuildMemberRemove(event) => self.member_remove(event),
            Event::GuildMembersChunk(event) => self.members_chunk(event),
            Event::PresenceUpdate(presence) => self.presence(presence),
            Event::VoiceStateUpdate(state) => self.voice_state(state),
            Event::InteractionCreate(interaction) => self.interaction(interaction),
            Event::StageInstanceCreate(stage) => self.stage(stage),
            Event::StageInstanceUpdate(stage) => self.stage(stage),
            Event::StageInstanceDelete(stage) => self.stage_delete(stage),
            Event::GuildScheduledEventCreate(event) => self.scheduled_event(event),
            Event::GuildScheduledEventUpdate(event) => self.scheduled_event(event),
            Event::GuildScheduledEventDelete(event) => {
                self.scheduled_event_delete(event.guild_id, event.id);
            }
            Event::GuildScheduledEventUserAdd(event) => {
                self.event_users(event.guild_id, event.guild_scheduled_event_id, 1);
            }
            Event::GuildScheduledEventUserRemove(event) => {
                self.event_users(event.guild_id, event.guild_scheduled_event_id, -1);
            }
            other => self.apply_to_messages(other),
        }
    }

    fn apply_to_messages(&mut self, event: &Event) {
        match event {
            Event::MessageCreate(event) => self.message_create(event),
            Event::MessageUpdate(event) => self.message_update(event),
            Event::MessageDelete(event) => {
                self.messages_delete(event.guild_id, event.channel_id, &[event.id]);
            }
            Event::MessageDeleteBulk(event) => {
                self.messages_delete(event.guild_id, event.channel_id, &event.ids);
            }
            Event::MessageReactionAdd(event) => self.reaction_add(event),
            Event::MessageReactionRemove(event) => self.reaction_remove(event),
            Event::MessageReactionRemoveAll(event) => self.reactions_clear(event),
            Event::MessageReactionRemoveEmoji(event) => self.reactions_clear_emoji(event),
            Event::MessagePollVoteAdd(event) => self.vote_add(event),
            Event::MessagePollVoteRemove(event) => self.vote_remove(event),
            _ => {}
        }
    }

    /// Changes a guild, if it exists and something is known of it.
    pub(super) fn in_guild(
        &mut self,
        guild: Id<marker::Guild>,
        change: impl FnOnce(&mut Self, &mut GuildState),
    ) {
        let Some(cell) = self.inner.guild(guild) else { return };
        let mut state = lock(&cell);
        if state.facts.is_some() {
            change(self, &mut state);
            self.sweep(&mut state);
        }
    }
}
