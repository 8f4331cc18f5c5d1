//! The last seen message of each channel, shared by all shards of a gateway.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use foldhash::fast::RandomState;
use futures_util::FutureExt as _;
use gateway_model::id::{Id, marker};

use super::mark::Mark;
use super::read_messages::ReadMessages;
use crate::events::{Acknowledged, Receipt};
use crate::lock::lock;

/// The number of parts into which the guilds are divided, each with its own lock.
const PARTS: usize = 16;

pub(super) type GuildId = Id<marker::Guild>;
pub(super) type ChannelId = Id<marker::Channel>;

/// The last seen message of each channel.
///
/// A guild has a *floor*: all its messages up to this id were seen, or were sent before the bot knew the guild.
/// Channels with a later message have their own mark. So a channel without a mark needs no memory, and its missed
/// messages are those above the floor.
#[derive(Debug)]
pub(crate) struct LastSeen {
    pub(super) parts: [Mutex<Part>; PARTS],
    pub(super) channels: AtomicUsize,
    /// Whether it is stored which messages were handled.
    pub(super) is_stored: bool,
    /// Messages recently read by REST.
    pub(super) read: ReadMessages,
    /// Messages that an earlier process left unread, until a shard continues with them.
    left: Mutex<Vec<Left>>,
    /// The receipts of messages that were delivered outside of sessions and may still be in use.
    handed_out: Mutex<Vec<Arc<Acknowledged>>>,
}

#[derive(Debug, Default)]
pub(super) struct Part {
    pub(super) guilds: HashMap<GuildId, Guild, RandomState>,
    /// Guilds to delete from the store, before anything else is written.
    forgotten: Vec<GuildId>,
    /// Marks that may have to be stored.
    pub(super) dirty: Vec<(GuildId, Option<ChannelId>)>,
}

#[derive(Debug)]
pub(super) struct Guild {
    pub(super) floor: Mark,
    pub(super) floor_is_dirty: bool,
    /// Sorted by id.
    pub(super) channels: Vec<(ChannelId, Channel)>,
}

#[derive(Debug)]
pub(super) struct Channel {
    pub(super) mark: Mark,
    /// The last missed message, while there are missed messages.
    pub(super) until: Option<Id<marker::Message>>,
    pub(super) is_dirty: bool,
}

/// A range of missed messages of a channel: after the first id, up to the second.
pub(super) type Left = (GuildId, ChannelId, u64, u64);

/// What a store keeps for a guild or a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Stored {
    pub(super) guild: GuildId,
    /// `None` for the floor of the guild.
    pub(super) channel: Option<ChannelId>,
    /// `None` if it was deleted.
    pub(super) done: Option<u64>,
    /// For a channel: the last missed message; 0 if there is none.
    pub(super) until: u64,
}

impl Guild {
    const fn at(floor: u64) -> Self {
        Self { floor: Mark::at(floor), floor_is_dirty: false, channels: Vec::new() }
    }

    fn place(&self, channel: ChannelId) -> Result<usize, usize> {
        self.channels.binary_search_by_key(&channel, |(id, _)| *id)
    }

    /// Returns the entry of a channel, which is created if it is missing, and whether it was created.
    fn channel(&mut self, channel: ChannelId, at: u64) -> (&mut Channel, bool) {
        let (place, is_new) = match self.place(channel) {
            Ok(place) => (place, false),
            Err(place) => {
                let new = Channel { mark: Mark::at(at), until: None, is_dirty: false };
                self.channels.insert(place, (channel, new));
                (place, true)
            }
        };
        (&mut self.channels[place].1, is_new)
    }
}

impl LastSeen {
    /// Creates the state; `is_stored` says whether it outlives the process.
    pub(super) fn new(is_stored: bool) -> Self {
        Self {
            parts: Default::default(),
            channels: AtomicUsize::new(0),
            is_stored,
            read: ReadMessages::default(),
            left: Mutex::default(),
            handed_out: Mutex::default(),
        }
    }

    pub(super) const fn is_stored(&self) -> bool {
        self.is_stored
    }

    fn part(&self, guild: GuildId) -> &Mutex<Part> {
        // The lower bits are a number within a millisecond.
        let part = usize::try_from((guild.get() >> 22) % PARTS as u64).unwrap_or_default();
        &self.parts[part]
    }

    /// Loads what an earlier process stored.
    pub(super) fn restore(&self, stored: &Stored) {
        let mut part = lock(self.part(stored.guild));
        let Some(done) = stored.done else { return };
        let guild = part.guilds.entry(stored.guild).or_insert_with(|| Guild::at(done));
        let Some(channel) = stored.channel else {
            guild.floor = Mark::at(done);
            return;
        };
        let (channel, is_new) = guild.channel(channel, done);
        channel.mark = Mark::at(done);
        channel.until = Id::new(stored.until).filter(|until| until.get() > done);
        if let (Some(until), Some(id)) = (channel.until, stored.channel) {
            lock(&self.left).push((stored.guild, id, done, until.get()));
        }
        self.channels.fetch_add(usize::from(is_new), Ordering::Relaxed);
    }

    pub(super) fn has(&self, guild: GuildId) -> bool {
        lock(self.part(guild)).guilds.contains_key(&guild)
    }

    /// Returns the newest handled message of the guild; `None` if nothing is known of it.
    pub(super) fn newest(&self, guild: GuildId) -> Option<u64> {
        let part = lock(self.part(guild));
        let known = part.guilds.get(&guild)?;
        let channels = known.channels.iter().map(|(_, marks)| marks.mark.done());
        Some(channels.fold(known.floor.done(), u64::max))
    }

    /// Records that all messages of the channel up to this one were seen.
    pub(super) fn note(
        &self,
        guild: GuildId,
        channel: ChannelId,
        message: u64,
        receipt: Option<&Receipt>,
    ) {
        let receipt = receipt.filter(|_| self.is_stored);
        let mut part = lock(self.part(guild));
        let Part { guilds, dirty, .. } = &mut *part;
        // The Guild Create of this guild came before this process started. Its session was resumed, so nothing before
        // is missed.
        let known = guilds.entry(guild).or_insert_with(|| {
            if self.is_stored {
                dirty.push((guild, None));
            }
            Guild { floor_is_dirty: true, ..Guild::at(message - 1) }
        });
        let (marks, is_new) = known.channel(channel, message - 1);
        marks.mark.note(message, receipt);
        if self.is_stored && !std::mem::replace(&mut marks.is_dirty, true) {
            dirty.push((guild, Some(channel)));
        }
        self.channels.fetch_add(usize::from(is_new), Ordering::Relaxed);
    }

    /// Records that all messages of the channel up to this one were seen or reported as missed, if the channel has its
    /// own mark.
    pub(super) fn note_known(
        &self,
        guild: GuildId,
        channel: ChannelId,
        message: u64,
        receipt: Option<&Receipt>,
    ) {
        let is_known = {
            let part = lock(self.part(guild));
            part.guilds.get(&guild).is_some_and(|known| known.place(channel).is_ok())
        };
        if is_known {
            self.note(guild, channel, message, receipt);
        }
    }

    /// Returns the message after which messages of a channel are missed, when its guild becomes available; `None` if
    /// the guild is new.
    pub(super) fn base(&self, guild: GuildId, channel: ChannelId) -> Option<u64> {
        let part = lock(self.part(guild));
        let known = part.guilds.get(&guild)?;
        Some(match known.place(channel) {
            Ok(place) => known.channels[place].1.mark.seen(),
            // The first message can have the same id as the channel, if it is a forum post.
            Err(_) => known.floor.seen().max(channel.get() - 1),
        })
    }

    /// Raises the floor after a guild became available: all its messages up to this one count as seen, except in
    /// channels that are [`open`](Self::open).
    pub(super) fn raise_floor(&self, guild: GuildId, message: u64, receipt: Option<&Receipt>) {
        let receipt = receipt.filter(|_| self.is_stored);
        let mut part = lock(self.part(guild));
        let Part { guilds, dirty, .. } = &mut *part;
        let known = guilds.entry(guild).or_insert_with(|| Guild::at(message));
        known.floor.note(message, receipt);
        if self.is_stored && !std::mem::replace(&mut known.floor_is_dirty, true) {
            dirty.push((guild, None));
        }
    }

    /// Records that messages of the channel are missed, after `after` up to `until`.
    pub(super) fn open(&self, guild: GuildId, channel: ChannelId, after: u64, until: u64) {
        self.change_end(guild, channel, after, Id::new(until));
    }

    /// Records that no messages of the channel are missed any more.
    pub(super) fn close(&self, guild: GuildId, channel: ChannelId) {
        self.change_end(guild, channel, 0, None);
    }

    fn change_end(
        &self,
        guild: GuildId,
        channel: ChannelId,
        after: u64,
        until: Option<Id<marker::Message>>,
    ) {
        let mut part = lock(self.part(guild));
        let Part { guilds, dirty, .. } = &mut *part;
        let Some(known) = guilds.get_mut(&guild) else { return };
        if until.is_none() && known.place(channel).is_err() {
            return;
        }
        let (marks, is_new) = known.channel(channel, after);
        marks.until = until;
        if self.is_stored && !std::mem::replace(&mut marks.is_dirty, true) {
            dirty.push((guild, Some(channel)));
        }
        self.channels.fetch_add(usize::from(is_new), Ordering::Relaxed);
    }

    /// Takes the messages that an earlier process left unread, for the guilds that match.
    pub(super) fn take_left(&self, is_meant: impl Fn(GuildId) -> bool) -> Vec<Left> {
        let mut all = lock(&self.left);
        let (mut left, others) = all.drain(..).partition::<Vec<_>, _>(|left| is_meant(left.0));
        *all = others;
        left.sort_unstable();
        left
    }

    /// Removes a deleted channel.
    pub(super) fn forget_channel(&self, guild: GuildId, channel: ChannelId) {
        let mut part = lock(self.part(guild));
        let Part { guilds, dirty, .. } = &mut *part;
        let Some(known) = guilds.get_mut(&guild) else { return };
        if let Ok(place) = known.place(channel) {
            known.channels.remove(place);
            self.channels.fetch_sub(1, Ordering::Relaxed);
            if self.is_stored {
                dirty.push((guild, Some(channel)));
            }
        }
    }

    /// Removes a guild that the bot has left.
    pub(super) fn forget_guild(&self, guild: GuildId) {
        let mut part = lock(self.part(guild));
        if let Some(known) = part.guilds.remove(&guild) {
            self.channels.fetch_sub(known.channels.len(), Ordering::Relaxed);
            if self.is_stored {
                part.forgotten.push(guild);
            }
        }
    }

    /// Removes the guilds that match.
    pub(super) fn forget_guilds(&self, is_meant: impl Fn(GuildId) -> bool) {
        let of_part = |part: &Mutex<Part>| -> Vec<GuildId> {
            lock(part).guilds.keys().copied().filter(|guild| is_meant(*guild)).collect()
        };
        for guild in self.parts.iter().flat_map(of_part) {
            self.forget_guild(guild);
        }
    }

    /// Registers messages that are delivered outside of a session, such as a page. The shutdown waits until they are
    /// handled.
    pub(super) fn hand_out(&self, acknowledged: &Arc<Acknowledged>) {
        if self.is_stored {
            lock(&self.handed_out).push(Arc::clone(acknowledged));
        }
    }

    /// Waits until nobody holds any of them. Cancel-safe.
    pub(crate) async fn wait_handled(&self) {
        let handed_out = lock(&self.handed_out).clone();
        for acknowledged in handed_out {
            acknowledged.over().await;
        }
    }

    /// Returns whether [`changes`](Self::changes) may return something.
    pub(super) fn has_changes(&self) -> bool {
        self.parts.iter().any(|part| {
            let part = lock(part);
            !part.dirty.is_empty() || !part.forgotten.is_empty()
        })
    }

    /// Returns the changes since the last call, in the order in which they must be stored.
    pub(super) fn changes(&self) -> Vec<Stored> {
        lock(&self.handed_out).retain(|acknowledged| acknowledged.over().now_or_never().is_none());
        let (mut channels, mut floors) = (Vec::new(), Vec::new());
        for part in &self.parts {
            let mut part = lock(part);
            let Part { guilds, forgotten, dirty } = &mut *part;
            let gone = |guild| Stored { guild, channel: None, done: None, until: 0 };
            channels.extend(forgotten.drain(..).map(gone));
            dirty.retain(|(id, channel)| {
                let Some(guild) = guilds.get_mut(id) else { return false };
                let Some(channel) = channel else {
                    guild.floor.settle();
                    let done = Some(guild.floor.done());
                    floors.push(Stored { guild: *id, channel: None, done, until: 0 });
                    guild.floor_is_dirty = !guild.floor.is_settled();
                    return guild.floor_is_dirty;
                };
                let Ok(place) = guild.place(*channel) else {
                    let channel = Some(*channel);
                    channels.push(Stored { guild: *id, channel, done: None, until: 0 });
                    return false;
                };
                let marks = &mut guild.channels[place].1;
                marks.mark.settle();
                let (done, until) = (Some(marks.mark.done()), marks.until.map_or(0, Id::get));
                channels.push(Stored { guild: *id, channel: Some(*channel), done, until });
                marks.is_dirty = !marks.mark.is_settled();
                marks.is_dirty
            });
        }
        // A stored floor must not count for a channel whose own mark is not stored yet.
        channels.append(&mut floors);
        channels
    }

    /// Returns everything that is to be stored.
    pub(super) fn all(&self) -> Vec<Stored> {
        let mut all = Vec::new();
        for part in &self.parts {
            for (id, guild) in &lock(part).guilds {
                let stored = |channel, done, until| Stored { guild: *id, channel, done, until };
                all.push(stored(None, Some(guild.floor.done()), 0));
                all.extend(guild.channels.iter().map(|(channel, marks)| {
                    let until = marks.until.map_or(0, Id::get);
                    stored(Some(*channel), Some(marks.mark.done()), until)
                }));
            }
        }
        all
    }
}
