//! One guild: its rows, protected by one lock.

use std::collections::BTreeMap;
use std::sync::RwLock;

use gateway_model::Timestamp;
use gateway_model::channel::Channel;
use gateway_model::emoji::Emoji;
use gateway_model::guild::{Guild, Member, Role, ScheduledEvent};
use gateway_model::id::{Id, marker};
use gateway_model::message::Message;
use gateway_model::presence::Presence;
use gateway_model::stage_instance::StageInstance;
use gateway_model::sticker::Sticker;
use gateway_model::voice::VoiceState;

use super::rows::{Keep, Rows};
use crate::pack::{Input, Pack as _};
use crate::settings::{Bound, Settings};

/// The state of a guild in the cache.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum GuildStatus {
    /// The bot is in it, but its Guild Create has not arrived yet: nothing else is known.
    Awaited,
    /// Everything that Discord sends is known, and events update it.
    Available,
    /// It has the state of the end of the shard's last session; its Guild Create of the new session has not arrived
    /// yet.
    FormerSession,
    /// There is an outage. It has the state before the outage, if it was known. No events arrive.
    ///
    /// Docs: [Gateway Events, Guild Delete](https://docs.discord.com/developers/events/gateway-events#guild-delete).
    Unavailable,
}

/// Data in Guild Create besides the guild object.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Facts {
    pub(crate) joined_at: Timestamp,
    pub(crate) large: bool,
    pub(crate) member_count: i64,
}

/// A guild and its lock.
pub(crate) type GuildCell = RwLock<GuildState>;

/// One guild.
#[derive(Debug)]
pub(crate) struct GuildState {
    pub(crate) id: Id<marker::Guild>,
    pub(crate) status: GuildStatus,
    /// `None` until its first Guild Create.
    pub(crate) facts: Option<Facts>,
    pub(crate) row: Box<[u8]>,
    pub(crate) roles: Rows<Role>,
    pub(crate) channels: Rows<Channel>,
    pub(crate) threads: Rows<Channel>,
    pub(crate) members: Rows<Member>,
    pub(crate) presences: Rows<Presence>,
    pub(crate) voice_states: Rows<VoiceState>,
    pub(crate) emojis: Rows<Emoji>,
    pub(crate) stickers: Rows<Sticker>,
    pub(crate) stages: Rows<StageInstance>,
    pub(crate) scheduled_events: Rows<ScheduledEvent>,
    /// By channel.
    pub(crate) messages: BTreeMap<u64, Rows<Message>>,
    /// When expired rows were last removed, in seconds of Unix time.
    pub(crate) swept: u32,
}

impl GuildState {
    /// Returns a guild of which nothing is known.
    pub(crate) fn awaited(id: Id<marker::Guild>) -> Self {
        Self {
            id,
            status: GuildStatus::Awaited,
            facts: None,
            row: Box::default(),
            roles: Rows::default(),
            channels: Rows::default(),
            threads: Rows::default(),
            members: Rows::default(),
            presences: Rows::default(),
            voice_states: Rows::default(),
            emojis: Rows::default(),
            stickers: Rows::default(),
            stages: Rows::default(),
            scheduled_events: Rows::default(),
            messages: BTreeMap::new(),
            swept: 0,
        }
    }

    /// The owner, who is the first field of the row.
    pub(crate) fn owner(&self) -> Id<marker::User> {
        Id::unpack(&mut Input::new(&self.row))
    }

    /// Ids of its channels and threads.
    pub(crate) fn channel_ids(&self) -> impl Iterator<Item = u64> {
        self.channels.ids().chain(self.threads.ids())
    }
}

/// How each kind is stored, with the present time.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Keeps {
    pub(crate) guilds: Keep<Guild>,
    pub(crate) roles: Option<Keep<Role>>,
    pub(crate) channels: Option<Keep<Channel>>,
    pub(crate) threads: Option<Keep<Channel>>,
    pub(crate) members: Option<Keep<Member>>,
    pub(crate) presences: Option<Keep<Presence>>,
    pub(crate) voice_states: Option<Keep<VoiceState>>,
    pub(crate) emojis: Option<Keep<Emoji>>,
    pub(crate) stickers: Option<Keep<Sticker>>,
    pub(crate) stages: Option<Keep<StageInstance>>,
    pub(crate) scheduled_events: Option<Keep<ScheduledEvent>>,
    pub(crate) messages: Option<Keep<Message>>,
    /// Seconds of Unix time; zero if nothing is bounded.
    pub(crate) now: u32,
}

impl Keeps {
    pub(crate) fn of(settings: &Settings) -> Self {
        let (members, presences) = (settings.member_bound, settings.presence_bound);
        // The oldest message is the one with the lowest id.
        let messages = settings.message_bound.seconds.is_some();
        let needs_time = members.is_set() || presences.is_set() || messages;
        let now = if needs_time { settings.clock.seconds() } else { 0 };
        Self {
            guilds: Keep::all(settings.guilds),
            roles: settings.roles.map(Keep::all),
            channels: settings.channels.map(Keep::all),
            threads: settings.threads.map(Keep::all),
            members: bounded(settings.members, members, members.is_set(), now),
            presences: bounded(settings.presences, presences, presences.is_set(), now),
            voice_states: settings.voice_states.map(Keep::all),
            emojis: settings.emojis.map(Keep::all),
            stickers: settings.stickers.map(Keep::all),
            stages: settings.stages.map(Keep::all),
            scheduled_events: settings.scheduled_events.map(Keep::all),
            messages: bounded(settings.messages, settings.message_bound, messages, now),
            now,
        }
    }
}

fn bounded<T: crate::kind::Row>(
    fields: Option<T::Fields>,
    bound: Bound,
    stamped: bool,
    now: u32,
) -> Option<Keep<T>> {
    fields.map(|fields| Keep { fields, bound, stamped, now })
}
