//! The state machine of one shard's catch-up, without I/O. Input: events, pages of messages and the time. Output:
//! events and requests.
//!
//! A channel with missed messages has a [`Run`]. Until it ends, events about messages of the channel are held back. It
//! ends when all missed messages were read ([`pages`](super::pages)) or when it is given up ([`ends`](super::ends)).

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;
use std::time::Instant;

use foldhash::fast::RandomState;
use gateway_model::gateway::ShardId;
use gateway_model::id::{Id, marker};
use gateway_model::{Dispatch, EventKind, Timestamp};
use gateway_proto::StateChange;
use serde::Deserialize;

use super::last_seen::LastSeen;
use super::run::{HeldBack, Run, State};
use super::settings::CatchUp;
use crate::events::{CaughtUp, Held, NotCaughtUpReason, Queued, Receipt, ShardEventKind};

pub(super) type GuildId = Id<marker::Guild>;
pub(super) type ChannelId = Id<marker::Channel>;

/// Receives the events to deliver.
pub(super) type Out<'a> = &'a mut dyn FnMut(Queued);

/// The time on both clocks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Now {
    pub(super) instant: Instant,
    pub(super) wall: Timestamp,
}

/// The parts of a machine.
#[derive(Clone, Debug)]
pub(super) struct Parts {
    pub(super) shard: ShardId,
    pub(super) settings: CatchUp,
    pub(super) seen: Arc<LastSeen>,
    /// The bot's user, if the token contains it.
    pub(super) bot: Option<Id<marker::User>>,
    /// Whether a later process continues where this one stops.
    pub(super) goes_on: bool,
    /// Whether the shard may move to another process and come back.
    pub(super) is_leased: bool,
}

/// The state machine of one shard.
#[derive(Debug)]
pub(super) struct Machine {
    pub(super) parts: Parts,
    /// Guilds of a new session that have not become available yet.
    pub(super) awaited: HashSet<GuildId, RandomState>,
    pub(super) runs: HashMap<ChannelId, Run, RandomState>,
    /// Channels that wait for a request, with the most urgent first: those with events held back.
    pub(super) urgent: VecDeque<ChannelId>,
    pub(super) queue: VecDeque<ChannelId>,
    /// How many events are held back.
    pub(super) held: usize,
    /// When each run began to hold events back, oldest first.
    pub(super) holds: VecDeque<(Instant, ChannelId)>,
    /// How many requests and messages are left of the limits.
    pub(super) requests: u32,
    pub(super) messages: u32,
    /// How many requests are in flight.
    pub(super) asked: usize,
    /// The number of the next run.
    pub(super) next: u64,
    pub(super) totals: HashMap<GuildId, Total, RandomState>,
}

/// The catch-up of one guild.
#[derive(Debug)]
pub(super) struct Total {
    /// The number of its runs.
    pub(super) open: u32,
    pub(super) told: CaughtUp,
}

#[derive(Deserialize)]
struct ReadyPart {
    user: Option<IdPart<marker::User>>,
    #[serde(default)]
    guilds: Vec<IdPart<marker::Guild>>,
}

#[derive(Deserialize)]
#[serde(bound = "")]
struct IdPart<M> {
    id: Id<M>,
}

/// Returns whether such an event is about messages, so that it is held back. Other events, such as interactions, never
/// wait.
const fn is_about_messages(kind: EventKind) -> bool {
    matches!(
        kind,
        EventKind::MessageCreate
            | EventKind::MessageUpdate
            | EventKind::MessageDelete
            | EventKind::MessageDeleteBulk
            | EventKind::MessageReactionAdd
            | EventKind::MessageReactionRemove
            | EventKind::MessageReactionRemoveAll
            | EventKind::MessageReactionRemoveEmoji
            | EventKind::MessagePollVoteAdd
            | EventKind::MessagePollVoteRemove
    )
}

/// Returns whether the shard receives the events of a guild.
pub(super) fn is_of(shard: ShardId, guild: GuildId) -> bool {
    guild.shard(shard.count()) == shard.id()
}

/// Returns the receipt of an event.
pub(super) const fn receipt(queued: &Queued) -> Option<&Receipt> {
    match &queued.event.receipt {
        Held::Event(receipt) => Some(receipt),
        Held::Nobody | Held::User(_) => None,
    }
}

impl Machine {
    /// Creates a machine, which continues with messages that an earlier process did not read.
    pub(super) fn new(parts: Parts) -> Self {
        let CatchUp { max_requests, max_messages, .. } = parts.settings;
        let shard = parts.shard;
        let left = parts.seen.take_left(|guild| is_of(shard, guild));
        let mut this = Self {
            parts,
            awaited: HashSet::default(),
            runs: HashMap::default(),
            urgent: VecDeque::new(),
            queue: VecDeque::new(),
            held: 0,
            holds: VecDeque::new(),
            requests: max_requests,
            messages: max_messages,
            asked: 0,
            next: 0,
            totals: HashMap::default(),
        };
        for (guild, channel, after, until) in left {
            this.begin(guild, channel, after, until);
        }
        this
    }

    /// Returns whether there is nothing to do until an event arrives.
    pub(super) fn is_idle(&self) -> bool {
        self.runs.is_empty() && self.asked == 0
    }

    /// Processes an event.
    pub(super) fn take(&mut self, queued: Queued, clock: &dyn Fn() -> Now, out: Out<'_>) {
        match &queued.event.kind {
            ShardEventKind::Dispatch(dispatch) => match dispatch.kind() {
                kind if is_about_messages(kind) => return self.message(queued, clock, out),
                EventKind::Ready => self.ready(dispatch),
                EventKind::GuildCreate => {
                    let reports = self.guild_in(&queued, dispatch, clock());
                    out(queued);
                    reports.into_iter().for_each(&mut *out);
                    return;
                }
                EventKind::GuildDelete => self.guild_out(&dispatch.clone(), out),
                EventKind::ChannelDelete | EventKind::ThreadDelete => {
                    self.channel_gone(&dispatch.clone(), out);
                }
                _ => {}
            },
            ShardEventKind::State(StateChange::Ready { .. }) => {
                let CatchUp { max_requests, max_messages, .. } = self.parts.settings;
                (self.requests, self.messages) = (max_requests, max_messages);
            }
            ShardEventKind::Stopped(reason) => self.stop(&reason.clone(), out),
            _ => {}
        }
        out(queued);
    }

    /// Handles a new session, whose guilds will become available.
    fn ready(&mut self, dispatch: &Dispatch) {
        let Ok(ready) = dispatch.decode::<ReadyPart>() else { return };
        self.parts.bot = ready.user.map(|user| user.id).or(self.parts.bot);
        let listed: HashSet<GuildId, RandomState> =
            ready.guilds.iter().map(|guild| guild.id).collect();
        // The bot has left these guilds meanwhile. If it joins one again, messages sent in between are not missed.
        let Parts { seen, shard, .. } = &self.parts;
        seen.forget_guilds(|guild| is_of(*shard, guild) && !listed.contains(&guild));
        self.awaited = listed;
        self.awaited.retain(|guild| self.parts.seen.has(*guild));
    }

    /// Handles an event about messages. It is held back if older messages of its channel are missed, or may be.
    fn message(&mut self, queued: Queued, clock: &dyn Fn() -> Now, out: Out<'_>) {
        let Some(dispatch) = queued.event.dispatch() else { return out(queued) };
        let is_create = dispatch.kind() == EventKind::MessageCreate;
        let is_quiet = self.runs.is_empty() && self.awaited.is_empty();
        if !is_create && is_quiet {
            return out(queued);
        }
        let subject = dispatch.subject();
        let (Some(guild), Some(channel)) = (subject.guild, subject.channel) else {
            return out(queued);
        };
        let created = subject.message.filter(|_| is_create).map(Id::get);
        // It was delivered before.
        if created.is_some_and(|message| self.parts.seen.read.contains(channel, message)) {
            return queued.mark_handled();
        }
        let event = HeldBack { queued, created };
        let is_missing =
            !is_quiet && (self.runs.contains_key(&channel) || self.begin_awaiting(guild, channel));
        match is_missing {
            true => self.hold(guild, channel, event, clock().instant, out),
            false => self.pass(guild, channel, event, out),
        }
    }

    /// Discord sends no events of a guild before its Guild Create. If it does, older messages may be missed.
    fn begin_awaiting(&mut self, guild: GuildId, channel: ChannelId) -> bool {
        if !self.awaited.contains(&guild) {
            return false;
        }
        let Some(after) = self.parts.seen.base(guild, channel) else { return false };
        self.next += 1;
        self.runs.insert(channel, Run::new(guild, after, None, self.next));
        true
    }

    /// Records that messages of a channel are missed, after `after` up to `until`.
    pub(super) fn begin(&mut self, guild: GuildId, channel: ChannelId, after: u64, until: u64) {
        self.next += 1;
        self.runs.insert(channel, Run::new(guild, after, Some(until), self.next));
        self.is_open(guild);
        self.queue.push_back(channel);
    }

    /// Counts another run of a guild.
    pub(super) fn is_open(&mut self, guild: GuildId) {
        self.total(guild).open += 1;
    }

    pub(super) fn total(&mut self, guild: GuildId) -> &mut Total {
        let told = CaughtUp { guild, channels: 0, messages: 0, not_caught_up: 0 };
        self.totals.entry(guild).or_insert(Total { open: 0, told })
    }

    /// Delivers an event.
    pub(super) fn pass(&self, guild: GuildId, channel: ChannelId, event: HeldBack, out: Out<'_>) {
        if let Some(message) = event.created {
            self.parts.seen.note(guild, channel, message, receipt(&event.queued));
        }
        out(event.queued);
    }

    fn hold(
        &mut self,
        guild: GuildId,
        channel: ChannelId,
        event: HeldBack,
        now: Instant,
        out: Out<'_>,
    ) {
        if self.held >= self.parts.settings.max_held {
            self.give_up(channel, NotCaughtUpReason::HeldLimit, out);
            return self.pass(guild, channel, event, out);
        }
        let Some(run) = self.runs.get_mut(&channel) else { return };
        self.held += 1;
        if run.hold(event, now) {
            self.holds.push_back((now, channel));
            if run.state == State::Turn {
                self.urgent.push_back(channel);
            }
        }
    }
}
