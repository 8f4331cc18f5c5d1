//! Members, users, presences and voice states.

use gateway_model::event::{
    GuildMemberAdd, GuildMemberRemove, GuildMemberUpdate, GuildMembersChunk, InteractionCreate,
};
use gateway_model::guild::Member;
use gateway_model::id::{Id, marker};
use gateway_model::presence::{Presence, Status};
use gateway_model::user::User;
use gateway_model::voice::VoiceState;

use super::Update;
use crate::cache::Counters;
use crate::change::{Change, Changed};
use crate::kind::updated_member;
use crate::store::GuildState;

impl Update<'_> {
    pub(super) fn member_add(&mut self, event: &GuildMemberAdd) {
        let guild = event.guild_id;
        self.in_guild(guild, |update, state| {
            let Some(user) = &event.member.user else { return };
            // The event may also arrive for users who are already members.
            if !state.members.contains(user.id.get())
                && let Some(facts) = &mut state.facts
            {
                facts.member_count += 1;
            }
            update.put_member(state, user, &event.member);
        });
    }

    pub(super) fn member_update(&mut self, event: &GuildMemberUpdate) {
        let Some(keep) = self.keeps.members else { return };
        let guild = event.guild_id;
        self.in_guild(guild, |update, state| {
            // Missing fields keep their values; usually none is missing.
            let known = if is_whole(event) {
                None
            } else {
                state.members.get(guild, event.user.id.get(), &keep)
            };
            let member = updated_member(known, event);
            update.put_member(state, &event.user, &member);
        });
    }

    pub(super) fn member_remove(&mut self, event: &GuildMemberRemove) {
        let (guild, user) = (event.guild_id, event.user.id.get());
        #[cfg(feature = "rest")]
        self.inner.fetches.left(guild, event.user.id);
        let (members, presences) = (self.keeps.members, self.keeps.presences);
        self.in_guild(guild, |update, state| {
            if let Some(facts) = &mut state.facts {
                facts.member_count -= 1;
            }
            if let Some(keep) = presences {
                update.take(guild, &mut state.presences, &keep, user);
            }
            if let Some(keep) = members
                && update.take(guild, &mut state.members, &keep, user)
            {
                update.inner.users.release(user);
            }
        });
    }

    pub(super) fn members_chunk(&mut self, event: &GuildMembersChunk) {
        self.in_guild(event.guild_id, |update, state| {
            for member in &event.members {
                if let Some(user) = &member.user {
                    update.put_member(state, user, member);
                }
            }
            for presence in &event.presences {
                update.put_presence(state, presence);
            }
        });
    }

    /// Updates a member, if it is one that is kept.
    pub(crate) fn put_member(&mut self, state: &mut GuildState, user: &User, member: &Member) {
        let (Some(keep), own) = (self.keeps.members, self.inner.own_id()) else { return };
        if !self.inner.keeps_member(user.id.get()) {
            return;
        }
        let (guild, asked) = (state.id, self.told.is_some());
        let was_there = self.put(guild, &mut state.members, &keep, user.id.get(), member);
        let users = &self.inner.users;
        let told = if was_there { users.refresh(user, asked) } else { users.hold(user, asked) };
        if let Some(old) = told {
            self.tell_user(old, user.id);
        }
        state.members.spare(own, &keep);
        let gone = state.members.enforce(&keep, own);
        for user in &gone {
            users.release(*user);
        }
        Counters::add(&self.inner.counters.dropped, gone.len());
    }

    /// Adds a member that another event contains in part, if it is unknown. A member that events update is not changed.
    fn meet_member(&mut self, state: &mut GuildState, user: &User, member: &Member) {
        let Some(keep) = self.keeps.members else { return };
        let is_followed = self.inner.follows_member(user.id.get());
        if !is_followed || state.members.row(user.id.get(), &keep).is_none() {
            self.put_member(state, user, member);
        }
    }

    pub(super) fn tell_user(&mut self, old: Option<User>, user: Id<marker::User>) {
        let new = self.inner.users.get(user.get());
        self.tell(|| Change::User(Box::new(Changed { guild: None, id: user.cast(), old, new })));
    }

    pub(super) fn presence(&mut self, presence: &Presence) {
        let Some(guild) = presence.guild_id else { return };
        self.in_guild(guild, |update, state| update.put_presence(state, presence));
    }

    /// A user who is offline has no presence, as in Guild Create.
    fn put_presence(&mut self, state: &mut GuildState, presence: &Presence) {
        let Some(keep) = self.keeps.presences else { return };
        let (guild, user) = (state.id, presence.user.id.get());
        if presence.status == Status::Offline && presence.activities.is_empty() {
            self.take(guild, &mut state.presences, &keep, user);
            return;
        }
        self.put(guild, &mut state.presences, &keep, user, presence);
        let gone = state.presences.enforce(&keep, 0);
        Counters::add(&self.inner.counters.dropped, gone.len());
    }

    pub(super) fn voice_state(&mut self, voice: &VoiceState) {
        let Some(guild) = voice.guild_id else { return };
        let keep = self.keeps.voice_states;
        self.in_guild(guild, |update, state| {
            if let Some(keep) = keep {
                let user = voice.user_id.get();
                if voice.channel_id.is_some() {
                    update.put(guild, &mut state.voice_states, &keep, user, voice);
                } else {
                    update.take(guild, &mut state.voice_states, &keep, user);
                }
            }
            // A user who is removed from a guild also leaves its voice channels.
            if voice.channel_id.is_some()
                && let Some(member) = &voice.member
                && let Some(user) = &member.user
            {
                update.meet_member(state, user, member);
            }
        });
    }

    pub(super) fn interaction(&mut self, interaction: &InteractionCreate) {
        let (Some(guild), Some(member)) = (interaction.guild_id, &interaction.member) else {
            return;
        };
        let Some(user) = &member.user else { return };
        self.in_guild(guild, |update, state| update.meet_member(state, user, member));
    }

    /// Handles the author of a message, with the membership in the message.
    pub(super) fn author(&mut self, state: &mut GuildState, user: &User, member: Option<&Member>) {
        if let Some(member) = member {
            self.meet_member(state, user, member);
        }
    }

    /// Adds a fetched member, unless an event has updated it meanwhile.
    #[cfg(feature = "rest")]
    pub(crate) fn fetched_member(
        &mut self,
        guild: Id<marker::Guild>,
        user: &User,
        member: &Member,
    ) {
        let Some(keep) = self.keeps.members else { return };
        self.in_guild(guild, |update, state| {
            if update.inner.fetches.has_left(guild, user.id) {
                return;
            }
            if state.members.row(user.id.get(), &keep).is_none() {
                update.put_member(state, user, member);
            }
        });
    }
}

/// Returns whether an update has every optional field.
const fn is_whole(event: &GuildMemberUpdate) -> bool {
    event.joined_at.is_some()
        && event.deaf.is_some()
        && event.mute.is_some()
        && event.pending.is_some()
        && event.flags.is_some()
}
