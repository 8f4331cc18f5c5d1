//! Channels and threads.

use std::collections::BTreeSet;

use gateway_model::channel::{Channel, ThreadMember};
use gateway_model::event::{
    ChannelPinsUpdate, ThreadDelete, ThreadListSync, ThreadMemberUpdate, ThreadMembersUpdate,
};
use gateway_model::id::{Id, marker};

use super::Update;
use crate::kind::{ChannelFields, channel_access};
use crate::store::{GuildState, Keep};

impl Update<'_> {
    /// Updates a channel or thread of a guild. An archived thread is removed, because no event updates it until it is
    /// active again.
    ///
    /// Docs: [Threads, Thread Sync](https://docs.discord.com/developers/topics/threads#thread-sync).
    pub(super) fn channel(&mut self, channel: &Channel) {
        let Some(guild) = channel.guild_id else { return };
        if channel.kind.is_thread() {
            return self.thread(guild, channel);
        }
        let Some(keep) = self.keeps.channels else { return };
        self.in_guild(guild, |update, state| {
            if !update.put(guild, &mut state.channels, &keep, channel.id.get(), channel) {
                update.inner.channels.write(channel.id.get()).insert(channel.id.get(), guild.get());
            }
        });
    }

    fn thread(&mut self, guild: Id<marker::Guild>, thread: &Channel) {
        let Some(keep) = self.keeps.threads else { return };
        self.in_guild(guild, |update, state| update.put_thread(guild, state, &keep, thread));
    }

    /// Separate events update the bot's own membership, so an update without it leaves it unchanged.
    fn put_thread(
        &mut self,
        guild: Id<marker::Guild>,
        state: &mut GuildState,
        keep: &Keep<Channel>,
        thread: &Channel,
    ) {
        let id = thread.id.get();
        if thread.thread_metadata.as_ref().is_some_and(|metadata| metadata.archived) {
            return self.take_thread(guild, state, keep, id);
        }
        let known = state.threads.get(guild, id, keep).filter(|_| thread.member.is_none());
        match known.and_then(|known| known.member) {
            Some(member) => {
                let mut thread = thread.clone();
                thread.member = Some(member);
                self.put(guild, &mut state.threads, keep, id, &thread);
            }
            None => {
                self.put(guild, &mut state.threads, keep, id, thread);
            }
        }
        self.inner.channels.write(id).insert(id, guild.get());
    }

    fn take_thread(
        &mut self,
        guild: Id<marker::Guild>,
        state: &mut GuildState,
        keep: &Keep<Channel>,
        thread: u64,
    ) {
        if self.take(guild, &mut state.threads, keep, thread) {
            self.inner.channels.write(thread).remove(&thread);
        }
        state.messages.remove(&thread);
    }

    /// Removes a channel and its threads, because no event is sent for the threads.
    ///
    /// Docs: [Threads](https://docs.discord.com/developers/topics/threads).
    pub(super) fn channel_delete(&mut self, channel: &Channel) {
        let Some(guild) = channel.guild_id else { return };
        let id = channel.id.get();
        let (channels, threads) = (self.keeps.channels, self.keeps.threads);
        self.in_guild(guild, |update, state| {
            if let Some(keep) = channels
                && update.take(guild, &mut state.channels, &keep, id)
            {
                update.inner.channels.write(id).remove(&id);
            }
            state.messages.remove(&id);
            if let Some(keep) = threads {
                for thread in threads_of(state, &keep, |parent| parent == Some(channel.id)) {
                    update.take_thread(guild, state, &keep, thread);
                }
            }
        });
    }

    pub(super) fn thread_delete(&mut self, event: &ThreadDelete) {
        let (guild, id) = (event.guild_id, event.id.get());
        let threads = self.keeps.threads;
        self.in_guild(guild, |update, state| match threads {
            Some(keep) => update.take_thread(guild, state, &keep, id),
            None => {
                state.messages.remove(&id);
            }
        });
    }

    pub(super) fn pins(&mut self, event: &ChannelPinsUpdate) {
        let (Some(guild), id) = (event.guild_id, event.channel_id.get()) else { return };
        let (channels, threads) = (self.keeps.channels, self.keeps.threads);
        let has_pins = |keep: &Keep<Channel>| keep.fields.contains(ChannelFields::TEXT);
        self.in_guild(guild, |update, state| {
            for (keep, rows) in [(channels, &mut state.channels), (threads, &mut state.threads)] {
                if let Some(keep) = keep.filter(has_pins) {
                    update.modify(guild, rows, &keep, id, |channel| {
                        channel.last_pin_timestamp = event.last_pin_timestamp;
                    });
                }
            }
        });
    }

    /// Replaces all active threads of these channels, or of all channels. Threads that are not listed are removed.
    ///
    /// Docs: [Gateway Events, Thread List Sync](https://docs.discord.com/developers/events/gateway-events#thread-list-sync).
    pub(super) fn thread_list(&mut self, event: &ThreadListSync) {
        let Some(keep) = self.keeps.threads else { return };
        let guild = event.guild_id;
        let named: BTreeSet<u64> = event.threads.iter().map(|thread| thread.id.get()).collect();
        let is_meant = |parent: Option<Id<marker::Channel>>| {
            event
                .channel_ids
                .as_ref()
                .is_none_or(|ids| parent.is_some_and(|parent| ids.contains(&parent)))
        };
        self.in_guild(guild, |update, state| {
            for thread in threads_of(state, &keep, is_meant) {
                if !named.contains(&thread) {
                    update.take_thread(guild, state, &keep, thread);
                }
            }
            for thread in &event.threads {
                let own = event.members.iter().find(|member| member.id == Some(thread.id));
                let mut thread = thread.clone();
                if thread.member.is_none() {
                    thread.member = own.cloned().map(Box::new);
                }
                update.put_thread(guild, state, &keep, &thread);
            }
        });
    }

    pub(super) fn thread_member(&mut self, event: &ThreadMemberUpdate) {
        let Some(thread) = event.member.id else { return };
        self.thread_field(event.guild_id, thread, |thread| {
            thread.member = Some(Box::new(event.member.clone()));
        });
    }

    pub(super) fn thread_members(&mut self, event: &ThreadMembersUpdate) {
        let own = Id::new(self.inner.own_id());
        self.thread_field(event.guild_id, event.id, |thread| {
            thread.member_count = Some(event.member_count);
            if event.removed_member_ids.iter().any(|id| Some(*id) == own) {
                thread.member = None;
            }
            let added =
                event.added_members.iter().find(|added| own.is_some() && added.user_id == own);
            if let Some(added) = added {
                thread.member = Some(Box::new(own_membership(&added.member)));
            }
        });
    }

    fn thread_field(
        &mut self,
        guild: Id<marker::Guild>,
        thread: Id<marker::Channel>,
        change: impl FnOnce(&mut Channel),
    ) {
        let Some(keep) = self.keeps.threads else { return };
        if keep.fields.contains(ChannelFields::THREAD) {
            self.in_guild(guild, |update, state| {
                update.modify(guild, &mut state.threads, &keep, thread.get(), change);
            });
        }
    }
}

/// Returns the membership without the fields that belong to the guild.
fn own_membership(member: &ThreadMember) -> ThreadMember {
    let mut member = member.clone();
    member.member = None;
    member
}

/// The threads of these parents.
fn threads_of(
    state: &GuildState,
    keep: &Keep<Channel>,
    is_parent: impl Fn(Option<Id<marker::Channel>>) -> bool,
) -> Vec<u64> {
    let parent = |thread: u64| channel_access(keep.fields, state.threads.row(thread, keep)?).1;
    state.threads.ids().filter(|thread| is_parent(parent(*thread))).collect()
}
