//! What was seen of all channels, shared by all shards of a gateway.

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

/// Parts of the guilds, each with a lock of its own.
const PARTS: usize = 16;

pub(super) type GuildId = Id<marker::Guild>;
pub(super) type ChannelId = Id<marker::Channel>;

/// What was seen of all channels.
///
/// A guild has a *floor*: a message id up to which all messages of it were seen or sent before it came in. Channels with
/// a message since then have a mark of their own. So a channel that is not known costs nothing, and its
/// missed messages are those above the floor.
#[derive(Debug)]
pub(crate) struct LastSeen {
    pub(super) parts: [Mutex<Part>; PARTS],
    pub(super) channels: AtomicUsize,
    /// Whether anybody asks what was handled.
    pub(super) is_stored: bool,
    /// What was read by REST of late.
    pub(super) read: ReadMessages,
    /// What an earlier process left unread, until somebody goes on with it.
    left: Mutex<Vec<Left>>,
    /// Of what was handed out beside the events of sessions, and may be in somebody's hands.
    handed_out: Mutex<Vec<Arc<Acknowledged>>>,
}

#[derive(Debug, Default)]
pub(super) struct Part {
    pub(super) guilds: HashMap<GuildId, Guild, RandomState>,
    /// To be taken out of the store, before anything else.
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
    /// The last missed message, while there are some.
    pub(super) until: Option<Id<marker::Message>>,
    pub(super) is_dirty: bool,
}

/// Missed messages of a channel: from behind one to another.
pub(super) type Left = (GuildId, ChannelId, u64, u64);

/// What a store keeps of a guild or a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Stored {
    pub(super) guild: GuildId,
    /// `None` for the floor of the guild.
    pub(super) channel: Option<ChannelId>,
    /// `None` if nothing is kept any more.
    pub(super) done: Option<u64>,
    /// Of a channel, the last missed message; 0 if there is none.
    pub(super) until: u64,
}

impl Guild {
    const fn at(floor: u64) -> Self {
        Self { floor: Mark::at(floor), floor_is_dirty: false, channels: Vec::new() }
    }

    fn place(&self, channel: ChannelId) -> Result<usize, usize> {
        self.channels.binary_search_by_key(&channel, |(id, _)| *id)
    }

    /// A channel, made if it is missing; whether it was.
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
    /// `is_stored` says whether it outlives the process.
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

    /// Takes in what an earlier process stored.
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

    /// The newest message of the guild that was handled; `None` if nothing is known of it.
    pub(super) fn newest(&self, guild: GuildId) -> Option<u64> {
        let part = lock(self.part(guild));
        let known = part.guilds.get(&guild)?;
        let channels = known.channels.iter().map(|(_, marks)| marks.mark.done());
        Some(channels.fold(known.floor.done(), u64::max))
    }

    /// All up to this message of the channel were seen.
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
        // A guild whose Guild Create was before this process: its session is whole, so there is nothing before that.
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

    /// All up to this message of the channel are seen or told as missed, if the channel has a mark of its own.
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

    /// A guild comes in: the message of the channel behind which all are missed; `None` if the guild is new.
    pub(super) fn base(&self, guild: GuildId, channel: ChannelId) -> Option<u64> {
        let part = lock(self.part(guild));
        let known = part.guilds.get(&guild)?;
        Some(match known.place(channel) {
            Ok(place) => known.channels[place].1.mark.seen(),
            // Its first message may have its own id: the post of a forum.
            Err(_) => known.floor.seen().max(channel.get() - 1),
        })
    }

    /// The guild has come in: what of it is not [`open`](Self::open) is seen up to this message.
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

    /// Messages of the channel are missed, from behind `after` to `until`.
    pub(super) fn open(&self, guild: GuildId, channel: ChannelId, after: u64, until: u64) {
        self.change_end(guild, channel, after, Id::new(until));
    }

    /// No messages of the channel are missed any more.
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

    /// What an earlier process left unread of the guilds that are meant. Given once.
    pub(super) fn take_left(&self, is_meant: impl Fn(GuildId) -> bool) -> Vec<Left> {
        let mut all = lock(&self.left);
        let (mut left, others) = all.drain(..).partition::<Vec<_>, _>(|left| is_meant(left.0));
        *all = others;
        left.sort_unstable();
        left
    }

    /// The channel is gone.
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

    /// The bot has left the guild.
    pub(super) fn forget_guild(&self, guild: GuildId) {
        let mut part = lock(self.part(guild));
        if let Some(known) = part.guilds.remove(&guild) {
            self.channels.fetch_sub(known.channels.len(), Ordering::Relaxed);
            if self.is_stored {
                part.forgotten.push(guild);
            }
        }
    }

    /// Forgets the guilds that are meant.
    pub(super) fn forget_guilds(&self, is_meant: impl Fn(GuildId) -> bool) {
        let of_part = |part: &Mutex<Part>| -> Vec<GuildId> {
            lock(part).guilds.keys().copied().filter(|guild| is_meant(*guild)).collect()
        };
        for guild in self.parts.iter().flat_map(of_part) {
            self.forget_guild(guild);
        }
    }

    /// Gives out what is not of a session, such as a page of messages: the end waits until it is handled.
    pub(super) fn hand_out(&self, acknowledged: &Arc<Acknowledged>) {
        if self.is_stored {
            lock(&self.handed_out).push(Arc::clone(acknowledged));
        }
    }

    /// Waits until nobody holds any of it. Cancel-safe.
    pub(crate) async fn wait_handled(&self) {
        let handed_out = lock(&self.handed_out).clone();
        for acknowledged in handed_out {
            acknowledged.over().await;
        }
    }

    /// Whether [`changes`](Self::changes) may have something.
    pub(super) fn has_changes(&self) -> bool {
        self.parts.iter().any(|part| {
            let part = lock(part);
            !part.dirty.is_empty() || !part.forgotten.is_empty()
        })
    }

    /// What has changed since the last call, to be stored in this order.
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
        // A floor that is stored must not stand for a channel whose own mark is not.
        channels.append(&mut floors);
        channels
    }

    /// All that is to be stored of it.
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
