//! Whole guilds, and their roles, emojis and stickers.

use std::collections::BTreeSet;
use std::sync::atomic::Ordering;
use std::sync::{Arc, RwLock};

use gateway_model::emoji::Emoji;
use gateway_model::event::{AvailableGuild, GuildCreate, GuildRoleDelete, Ready};
use gateway_model::gateway::ShardId;
use gateway_model::guild::{Guild, Role, UnavailableGuild};
use gateway_model::id::{Id, marker};
use gateway_model::sticker::Sticker;
use gateway_model::user::User;

use super::Update;
use crate::cache::Counters;
use crate::change::{Change, Changed};
use crate::kind::Keyed;
use crate::store::{Facts, GuildState, GuildStatus, Rows, write};

impl Update<'_> {
    /// Handles a new session of a shard. Guilds that Ready does not list are removed. All others keep their state until
    /// their Guild Create, so a known guild is never temporarily unknown.
    ///
    /// Docs: [Gateway Events, Ready](https://docs.discord.com/developers/events/gateway-events#ready).
    pub(super) fn ready(&mut self, ready: &Ready) {
        self.own_user(&ready.user);
        let shard = ready.shard.unwrap_or(ShardId::ONE);
        let named: BTreeSet<u64> = ready.guilds.iter().map(|guild| guild.id.get()).collect();
        let is_of_shard = |guild: &Id<marker::Guild>| guild.shard(shard.count()) == shard.id();
        for guild in self.inner.guilds.ids().filter_map(Id::new).filter(is_of_shard) {
            if named.contains(&guild.get()) {
                if let Some(cell) = self.inner.guild(guild) {
                    let mut state = write(&cell);
                    if state.status == GuildStatus::Available {
                        state.status = GuildStatus::FormerSession;
                    }
                }
            } else {
                self.forget_guild(guild);
            }
        }
        for guild in &ready.guilds {
            let mut part = self.inner.guilds.write(guild.id.get());
            part.entry(guild.id.get())
                .or_insert_with(|| Arc::new(RwLock::new(GuildState::awaited(guild.id))));
        }
    }

    pub(super) fn own_user(&mut self, user: &User) {
        self.inner.own_id.store(user.id.get(), Ordering::Relaxed);
        let old = write(&self.inner.own).replace(Box::new(user.clone()));
        self.inner.users.refresh(user, false);
        self.tell(|| {
            let (id, old) = (user.id.cast(), old.map(|user| *user));
            Change::User(Box::new(Changed { guild: None, id, old, new: Some(user.clone()) }))
        });
    }

    pub(super) fn guild_create(&mut self, event: &GuildCreate) {
        match event {
            GuildCreate::Available(guild) => self.guild_available(guild),
            GuildCreate::Unavailable(guild) => self.guild_unavailable(guild.id),
        }
    }

    /// Replaces a whole guild. The previous state can be read until the new one is complete. Messages are dropped,
    /// because edits and deletions in between are not sent.
    fn guild_available(&mut self, event: &AvailableGuild) {
        let new = self.new_state(event);
        for member in event.members.iter().filter_map(|member| member.user.as_ref()) {
            if new.members.contains(member.id.get())
                && let Some(old) = self.inner.users.hold(member, self.told.is_some())
            {
                self.tell_user(old, member.id);
            }
        }
        let cell = Arc::clone(
            self.inner
                .guilds
                .write(new.id.get())
                .entry(new.id.get())
                .or_insert_with(|| Arc::new(RwLock::new(GuildState::awaited(new.id)))),
        );
        let mut state = write(&cell);
        let known: BTreeSet<u64> = new.channel_ids().collect();
        for channel in &known {
            self.inner.channels.write(*channel).insert(*channel, new.id.get());
        }
        let old = std::mem::replace(&mut *state, new);
        for channel in old.channel_ids().filter(|channel| !known.contains(channel)) {
            self.inner.channels.write(channel).remove(&channel);
        }
        for user in old.members.ids() {
            self.inner.users.release(user);
        }
        self.tell_guild(event.id, old.facts.is_some().then_some(&*old.row), Some(&state.row));
    }

    fn new_state(&self, event: &AvailableGuild) -> GuildState {
        let (keeps, own) = (&self.keeps, self.inner.own_id());
        let members = event
            .members
            .iter()
            .filter_map(|member| Some((member.user.as_ref()?.id.get(), member)));
        let members = members.filter(|(id, _)| self.inner.keeps_member(*id));
        let threads = event.threads.iter().map(|thread| (thread.id.get(), thread));
        let events = event.guild_scheduled_events.iter().map(|event| (event.id.get(), event));
        let stages = event.stage_instances.iter().map(|stage| (stage.id.get(), stage));
        let voice_states = event.voice_states.iter().map(|state| (state.user_id.get(), state));
        let mut state = GuildState {
            id: event.id,
            status: GuildStatus::Available,
            facts: Some(Facts {
                joined_at: event.joined_at,
                large: event.large,
                member_count: event.member_count,
            }),
            row: keeps.guilds.row(&event.guild),
            roles: Rows::of(event.roles.iter().map(|role| (role.id.get(), role)), keeps.roles),
            channels: Rows::of(
                event.channels.iter().map(|channel| (channel.id.get(), channel)),
                keeps.channels,
            ),
            threads: Rows::of(threads, keeps.threads),
            members: Rows::of(members, keeps.members),
            presences: Rows::of(
                event.presences.iter().map(|one| (one.user.id.get(), one)),
                keeps.presences,
            ),
            voice_states: Rows::of(voice_states, keeps.voice_states),
            emojis: Rows::of(by_id(&event.emojis), keeps.emojis),
            stickers: Rows::of(
                event.stickers.iter().map(|sticker| (sticker.id.get(), sticker)),
                keeps.stickers,
            ),
            stages: Rows::of(stages, keeps.stages),
            scheduled_events: Rows::of(events, keeps.scheduled_events),
            ..GuildState::awaited(event.id)
        };
        let mut dropped = 0;
        if let Some(keep) = &keeps.members {
            state.members.spare(own, keep);
            dropped += state.members.enforce(keep, own).len();
        }
        if let Some(keep) = &keeps.presences {
            dropped += state.presences.enforce(keep, 0).len();
        }
        Counters::add(&self.inner.counters.dropped, dropped);
        state
    }

    pub(super) fn guild_update(&mut self, guild: &Guild) {
        self.in_guild(guild.id, |update, state| {
            let row = update.keeps.guilds.row(guild);
            let old = std::mem::replace(&mut state.row, row);
            update.tell_guild(guild.id, Some(&old), Some(&state.row));
            if let Some(keep) = update.keeps.roles {
                let roles = guild.roles.iter().map(|role| (role.id.get(), role));
                update.replace(guild.id, &mut state.roles, &keep, roles);
            }
            if let Some(keep) = update.keeps.emojis {
                update.replace(guild.id, &mut state.emojis, &keep, by_id(&guild.emojis));
            }
            if let Some(keep) = update.keeps.stickers {
                let stickers = guild.stickers.iter().map(|sticker| (sticker.id.get(), sticker));
                update.replace(guild.id, &mut state.stickers, &keep, stickers);
            }
        });
    }

    pub(super) fn guild_delete(&mut self, guild: &UnavailableGuild) {
        match guild.unavailable {
            Some(true) => self.guild_unavailable(guild.id),
            _ => self.forget_guild(guild.id),
        }
    }

    fn guild_unavailable(&self, guild: Id<marker::Guild>) {
        let mut part = self.inner.guilds.write(guild.get());
        let cell = part
            .entry(guild.get())
            .or_insert_with(|| Arc::new(RwLock::new(GuildState::awaited(guild))));
        let cell = Arc::clone(cell);
        drop(part);
        write(&cell).status = GuildStatus::Unavailable;
    }

    fn forget_guild(&mut self, guild: Id<marker::Guild>) {
        let Some(cell) = self.inner.guilds.write(guild.get()).remove(&guild.get()) else { return };
        // A thread that already holds the cell finds it empty, and adds nothing to it.
        let state = std::mem::replace(&mut *write(&cell), GuildState::awaited(guild));
        for channel in state.channel_ids() {
            self.inner.channels.write(channel).remove(&channel);
        }
        for user in state.members.ids() {
            self.inner.users.release(user);
        }
        self.tell_guild(guild, state.facts.is_some().then_some(&*state.row), None);
    }

    fn tell_guild(&mut self, guild: Id<marker::Guild>, old: Option<&[u8]>, new: Option<&[u8]>) {
        let (keep, id) = (self.keeps.guilds, guild.cast());
        let Some(told) = &mut self.told else { return };
        let read = |row: &[u8]| keep.read(Keyed { guild, id }, row);
        let (old, new) = (old.map(read), new.map(read));
        if old != new {
            told.push(Change::Guild(Box::new(Changed { guild: Some(guild), id, old, new })));
        }
    }

    pub(super) fn role(&mut self, guild: Id<marker::Guild>, role: &Role) {
        let Some(keep) = self.keeps.roles else { return };
        self.in_guild(guild, |update, state| {
            update.put(guild, &mut state.roles, &keep, role.id.get(), role);
        });
    }

    /// Members with the role keep its id, which is left out when they are read.
    pub(super) fn role_delete(&mut self, event: &GuildRoleDelete) {
        let Some(keep) = self.keeps.roles else { return };
        self.in_guild(event.guild_id, |update, state| {
            update.take(event.guild_id, &mut state.roles, &keep, event.role_id.get());
        });
    }

    pub(super) fn emojis(&mut self, guild: Id<marker::Guild>, emojis: &[Emoji]) {
        let Some(keep) = self.keeps.emojis else { return };
        self.in_guild(guild, |update, state| {
            update.replace(guild, &mut state.emojis, &keep, by_id(emojis));
        });
    }

    pub(super) fn stickers(&mut self, guild: Id<marker::Guild>, stickers: &[Sticker]) {
        let Some(keep) = self.keeps.stickers else { return };
        self.in_guild(guild, |update, state| {
            let stickers = stickers.iter().map(|sticker| (sticker.id.get(), sticker));
            update.replace(guild, &mut state.stickers, &keep, stickers);
        });
    }
}

/// Emojis of a guild always have an id.
fn by_id(emojis: &[Emoji]) -> impl Iterator<Item = (u64, &Emoji)> + Clone {
    emojis.iter().filter_map(|emoji| Some((emoji.id?.get(), emoji)))
}
