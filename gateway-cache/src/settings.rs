//! The settings of a cache: kinds, field groups and bounds. They are fixed before the first event.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use gateway_model::gateway::Intents;
use gateway_model::{EventKind, Timestamp};

use crate::cache::Cache;
use crate::kind::{
    ChannelFields, EmojiFields, GuildFields, MemberFields, MessageFields, PresenceFields,
    RoleFields, ScheduledEventFields, StageFields, StickerFields, UserFields, VoiceStateFields,
};

/// How many entries of a kind are kept, and for how long. The default is no bound.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bound {
    pub(crate) entries: Option<usize>,
    pub(crate) seconds: Option<u32>,
}

impl Bound {
    /// Returns no bound.
    #[must_use]
    pub const fn none() -> Self {
        Self { entries: None, seconds: None }
    }

    /// Sets the maximum number of entries, at least 1. It applies to each guild for members and
    /// presences, and to each channel for messages. If there are more, the entries whose last
    /// update is the longest ago are dropped. To reduce the cost, an eighth of the entries is
    /// dropped at a time.
    #[must_use]
    pub const fn entries(mut self, most: usize) -> Self {
        self.entries = Some(if most == 0 { 1 } else { most });
        self
    }

    /// Sets how long after its last update an entry is removed, in whole seconds, at least 1.
    #[must_use]
    pub fn time_to_live(mut self, time: Duration) -> Self {
        self.seconds = Some(u32::try_from(time.as_secs()).unwrap_or(u32::MAX).max(1));
        self
    }

    /// Returns whether rows need the time of their last update.
    pub(crate) const fn is_set(&self) -> bool {
        self.entries.is_some() || self.seconds.is_some()
    }
}

/// The clock. It decides whether a timeout is over, and how old an entry is.
#[derive(Clone)]
pub(crate) struct Clock(Arc<dyn Fn() -> Timestamp + Send + Sync>);

impl Clock {
    pub(crate) fn now(&self) -> Timestamp {
        (self.0)()
    }

    /// Seconds of Unix time, for the age of entries.
    pub(crate) fn seconds(&self) -> u32 {
        u32::try_from(self.now().unix_secs()).unwrap_or_default()
    }
}

impl Default for Clock {
    fn default() -> Self {
        Self(Arc::new(|| SystemTime::now().into()))
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Clock")
    }
}

/// What a cache keeps.
#[derive(Clone, Debug, Default)]
pub(crate) struct Settings {
    pub(crate) intents: Intents,
    pub(crate) guilds: GuildFields,
    pub(crate) channels: Option<ChannelFields>,
    pub(crate) threads: Option<ChannelFields>,
    pub(crate) roles: Option<RoleFields>,
    pub(crate) members: Option<MemberFields>,
    pub(crate) users: Option<UserFields>,
    pub(crate) presences: Option<PresenceFields>,
    pub(crate) voice_states: Option<VoiceStateFields>,
    pub(crate) emojis: Option<EmojiFields>,
    pub(crate) stickers: Option<StickerFields>,
    pub(crate) stages: Option<StageFields>,
    pub(crate) scheduled_events: Option<ScheduledEventFields>,
    pub(crate) messages: Option<MessageFields>,
    pub(crate) member_bound: Bound,
    pub(crate) presence_bound: Bound,
    pub(crate) message_bound: Bound,
    pub(crate) keeps_changes: bool,
    pub(crate) clock: Clock,
}

impl Settings {
    /// Returns whether members other than the bot's own are kept: either events update them, or they have a time to
    /// live.
    ///
    /// Docs: [Gateway, List of Intents](https://docs.discord.com/developers/events/gateway#list-of-intents): without
    /// `GUILD_MEMBERS`, updates arrive only for the bot's own member.
    pub(crate) const fn keeps_other_members(&self) -> bool {
        self.follows_other_members() || self.member_bound.seconds.is_some()
    }

    /// Returns whether events update members other than the bot's own.
    pub(crate) const fn follows_other_members(&self) -> bool {
        self.intents.contains(Intents::GUILD_MEMBERS)
    }

    /// Returns whether new messages change cached fields of channels or threads.
    fn follows_messages(&self) -> bool {
        let last = |fields: Option<ChannelFields>| {
            let followed = ChannelFields::LAST_MESSAGE | ChannelFields::THREAD;
            fields.is_some_and(|fields| fields.intersects(followed))
        };
        self.channels.is_some_and(|fields| fields.contains(ChannelFields::LAST_MESSAGE))
            || last(self.threads)
    }

    /// Returns whether an event can change what is cached.
    pub(crate) fn wants(&self, event: EventKind) -> bool {
        use EventKind as E;
        let channels = self.channels.is_some() || self.threads.is_some();
        match event {
            E::Ready | E::GuildCreate | E::GuildUpdate | E::GuildDelete | E::UserUpdate => true,
            E::GuildMemberAdd | E::GuildMemberRemove => true,
            E::GuildMemberUpdate | E::GuildMembersChunk => {
                self.members.is_some() || self.presences.is_some()
            }
            E::ChannelCreate | E::ChannelUpdate | E::ChannelPinsUpdate => channels,
            E::ChannelDelete => channels || self.messages.is_some(),
            E::ThreadCreate | E::ThreadUpdate | E::ThreadListSync | E::ThreadMemberUpdate => {
                self.threads.is_some()
            }
            E::ThreadMembersUpdate => self.threads.is_some(),
            E::ThreadDelete => self.threads.is_some() || self.messages.is_some(),
            E::GuildRoleCreate | E::GuildRoleUpdate | E::GuildRoleDelete => self.roles.is_some(),
            E::GuildEmojisUpdate => self.emojis.is_some(),
            E::GuildStickersUpdate => self.stickers.is_some(),
            E::PresenceUpdate => self.presences.is_some(),
            E::VoiceStateUpdate => self.voice_states.is_some() || self.members.is_some(),
            E::InteractionCreate => self.members.is_some(),
            E::StageInstanceCreate | E::StageInstanceUpdate | E::StageInstanceDelete => {
                self.stages.is_some()
            }
            E::GuildScheduledEventCreate
            | E::GuildScheduledEventUpdate
            | E::GuildScheduledEventDelete => self.scheduled_events.is_some(),
            E::GuildScheduledEventUserAdd | E::GuildScheduledEventUserRemove => self
                .scheduled_events
                .is_some_and(|fields| fields.contains(ScheduledEventFields::USER_COUNT)),
            E::MessageCreate | E::MessageDelete | E::MessageDeleteBulk => {
                self.messages.is_some() || self.follows_messages()
            }
            E::MessageUpdate => self.messages.is_some(),
            E::MessageReactionAdd
            | E::MessageReactionRemove
            | E::MessageReactionRemoveAll
            | E::MessageReactionRemoveEmoji => {
                self.messages.is_some_and(|fields| fields.contains(MessageFields::REACTIONS))
            }
            E::MessagePollVoteAdd | E::MessagePollVoteRemove => {
                self.messages.is_some_and(|fields| fields.contains(MessageFields::MEDIA))
            }
            _ => false,
        }
    }
}

/// Builds a [`Cache`].
///
/// ```
/// use gateway_cache::{Cache, ChannelFields, MemberFields, RoleFields};
/// use gateway_model::gateway::Intents;
///
/// let cache = Cache::builder(Intents::GUILDS | Intents::GUILD_MEMBERS)
///     .roles(RoleFields::NAME)
///     .channels(ChannelFields::OVERWRITES | ChannelFields::NAME)
///     .members(MemberFields::empty())
///     .build();
/// assert_eq!(cache.stats().guilds, 0);
/// ```
#[derive(Clone, Debug)]
#[must_use = "build makes the cache"]
pub struct CacheBuilder {
    settings: Settings,
}

macro_rules! kinds {
    ($($(#[$meta:meta])* $name:ident: $fields:ty;)*) => {
        $($(#[$meta])*
        pub const fn $name(mut self, fields: $fields) -> Self {
            self.settings.$name = Some(fields);
            self
        })*
    };
}

impl CacheBuilder {
    /// Keeps only which guilds exist and who owns them.
    pub(crate) fn new(intents: Intents) -> Self {
        Self { settings: Settings { intents, ..Settings::default() } }
    }

    /// Keeps all kinds with all fields, and a hundred messages of each channel.
    pub(crate) fn everything(intents: Intents) -> Self {
        Self::new(intents)
            .guilds(GuildFields::all())
            .channels(ChannelFields::all())
            .threads(ChannelFields::all())
            .roles(RoleFields::all())
            .members(MemberFields::all())
            .users(UserFields::all())
            .presences(PresenceFields::all())
            .voice_states(VoiceStateFields::all())
            .emojis(EmojiFields::all())
            .stickers(StickerFields::all())
            .stages(StageFields::all())
            .scheduled_events(ScheduledEventFields::all())
            .messages(MessageFields::all(), Bound::none().entries(100))
    }

    /// Keeps what permissions need: roles, channels and threads with only their overwrites, and members with only their
    /// roles.
    pub(crate) fn for_permissions(intents: Intents) -> Self {
        Self::new(intents)
            .roles(RoleFields::empty())
            .channels(ChannelFields::OVERWRITES)
            .threads(ChannelFields::empty())
            .members(MemberFields::empty())
    }

    /// Keeps these fields of guilds. The list of guilds and their owners are always kept.
    pub const fn guilds(mut self, fields: GuildFields) -> Self {
        self.settings.guilds = fields;
        self
    }

    kinds! {
        /// Keeps channels, without threads. Discord allows 500 in a guild.
        channels: ChannelFields;
        /// Keeps active threads. Discord allows 1,000 in a guild. Archived threads are removed.
        threads: ChannelFields;
        /// Keeps roles. Discord allows 250 in a guild.
        roles: RoleFields;
        /// Keeps members. With the intent `GUILD_MEMBERS` these are all members that Discord sends, which events then
        /// update. Without it only the bot's own member is kept, because events update no other, unless members have a
        /// [time to live](Self::bound_members).
        members: MemberFields;
        /// Keeps the users of the cached members.
        users: UserFields;
        /// Keeps presences of users who are not offline.
        presences: PresenceFields;
        /// Keeps voice states.
        voice_states: VoiceStateFields;
        /// Keeps custom emojis. Discord allows 500 in a guild.
        emojis: EmojiFields;
        /// Keeps stickers. Discord allows 60 in a guild.
        stickers: StickerFields;
        /// Keeps live stages.
        stages: StageFields;
        /// Keeps scheduled events that are not over. Discord allows 100 in a guild.
        scheduled_events: ScheduledEventFields;
    }

    /// Keeps messages in guilds. The bound applies to each channel. If it has no number of entries, 100 are kept.
    pub const fn messages(mut self, fields: MessageFields, bound: Bound) -> Self {
        self.settings.messages = Some(fields);
        self.settings.message_bound = bound;
        if bound.entries.is_none() {
            self.settings.message_bound.entries = Some(100);
        }
        self
    }

    /// Bounds the members of each guild. The bot's own member is not counted and does not expire.
    pub const fn bound_members(mut self, bound: Bound) -> Self {
        self.settings.member_bound = bound;
        self
    }

    /// Bounds the presences of each guild.
    pub const fn bound_presences(mut self, bound: Bound) -> Self {
        self.settings.presence_bound = bound;
        self
    }

    /// Lets listeners read the changes that their event made, with the values before and after:
    #[cfg_attr(feature = "gateway", doc = "[`Cache::changes`].")]
    #[cfg_attr(not(feature = "gateway"), doc = "`Cache::changes`, of the feature `gateway`.")]
    pub const fn keep_changes(mut self) -> Self {
        self.settings.keeps_changes = true;
        self
    }

    /// Sets the clock, for tests. The default is the system's clock.
    pub fn clock(mut self, now: impl Fn() -> Timestamp + Send + Sync + 'static) -> Self {
        self.settings.clock = Clock(Arc::new(now));
        self
    }

    /// Builds the cache.
    #[must_use]
    pub fn build(self) -> Cache {
        Cache::new(self.settings)
    }
}
