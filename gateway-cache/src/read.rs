//! Reads the cache. Every returned value is a copy.

use std::sync::atomic::Ordering;

use gateway_model::Timestamp;
use gateway_model::channel::Channel;
use gateway_model::emoji::Emoji;
use gateway_model::guild::{Guild, Member, Role, ScheduledEvent};
use gateway_model::id::{Id, marker};
use gateway_model::message::Message;
use gateway_model::presence::Presence;
use gateway_model::stage_instance::StageInstance;
use gateway_model::sticker::Sticker;
use gateway_model::user::User;
use gateway_model::voice::VoiceState;

use crate::cache::{Cache, Inner};
use crate::kind::{Keyed, Row, channel_access};
use crate::store::{GuildState, GuildStatus, Keep, Keeps, Rows, read};

/// A guild, and its state in the cache.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct CachedGuild {
    /// The guild, with the fields that are kept. It does not include roles, emojis and stickers; see [`Cache::roles`],
    /// [`Cache::emojis`], [`Cache::stickers`].
    pub guild: Guild,
    /// How complete and current it is.
    pub status: GuildStatus,
    /// When the bot joined it.
    pub joined_at: Timestamp,
    /// Whether it is large, so that Discord did not send offline members.
    pub large: bool,
    /// The number of members. With the intent `GUILD_MEMBERS`, members who join or leave update it.
    pub member_count: i64,
}

impl Inner {
    /// Reads a guild, if something is known of it.
    pub(crate) fn with_guild<R>(
        &self,
        guild: Id<marker::Guild>,
        look: impl FnOnce(&GuildState, &Keeps) -> Option<R>,
    ) -> Option<R> {
        let cell = self.guild(guild)?;
        let keeps = self.keeps();
        let state = read(&cell);
        state.facts?;
        look(&state, &keeps)
    }

    /// The guild of a channel or thread.
    pub(crate) fn guild_of(&self, channel: Id<marker::Channel>) -> Option<Id<marker::Guild>> {
        Id::new(self.channels.get(channel.get())?)
    }
}

fn one<T: Row>(state: &GuildState, rows: &Rows<T>, keep: Option<&Keep<T>>, id: u64) -> Option<T> {
    rows.get(state.id, id, keep?)
}

fn all<T: Row>(state: &GuildState, rows: &Rows<T>, keep: Option<&Keep<T>>) -> Option<Vec<T>> {
    Some(rows.all(state.id, keep?).into_iter().map(|(_, object)| object).collect())
}

/// Defines methods that read one object of a kind by its id, and all objects of a guild.
macro_rules! readers {
    ($($(#[$one_meta:meta])* $one:ident($id:ident: $marker:ident);
       $(#[$all_meta:meta])* $all:ident: $rows:ident -> $type:ty;)*) => {
        $($(#[$one_meta])*
        #[must_use]
        pub fn $one(&self, guild: Id<marker::Guild>, $id: Id<marker::$marker>) -> Option<$type> {
            self.inner.with_guild(guild, |state, keeps| {
                one(state, &state.$rows, keeps.$rows.as_ref(), $id.get())
            })
        }

        $(#[$all_meta])*
        #[must_use]
        pub fn $all(&self, guild: Id<marker::Guild>) -> Vec<$type> {
            let all = self.inner.with_guild(guild, |state, keeps| {
                all(state, &state.$rows, keeps.$rows.as_ref())
            });
            all.unwrap_or_default()
        })*
    };
}

/// Fields of groups that are not kept are returned as if they were missing.
impl Cache {
    /// The bot's own user; `None` before the first Ready.
    #[must_use]
    pub fn current_user(&self) -> Option<User> {
        read(&self.inner.own).as_deref().cloned()
    }

    /// The bot's user id; `None` before the first Ready.
    #[must_use]
    pub fn current_user_id(&self) -> Option<Id<marker::User>> {
        Id::new(self.inner.own_id.load(Ordering::Relaxed))
    }

    /// The state of a guild in the cache; `None` if the bot is not in it.
    #[must_use]
    pub fn guild_status(&self, guild: Id<marker::Guild>) -> Option<GuildStatus> {
        self.inner.guild(guild).map(|cell| read(&cell).status)
    }

    /// A guild; `None` also if it is [awaited](GuildStatus::Awaited).
    #[must_use]
    pub fn guild(&self, guild: Id<marker::Guild>) -> Option<CachedGuild> {
        self.inner.with_guild(guild, |state, keeps| {
            let facts = state.facts?;
            let place = Keyed { guild, id: guild.cast() };
            Some(CachedGuild {
                guild: keeps.guilds.read(place, &state.row),
                status: state.status,
                joined_at: facts.joined_at,
                large: facts.large,
                member_count: facts.member_count,
            })
        })
    }

    /// All guilds that the bot is in, including those that are awaited, in no particular order.
    #[must_use]
    pub fn guild_ids(&self) -> Vec<Id<marker::Guild>> {
        self.inner.guilds.ids().filter_map(Id::new).collect()
    }

    /// The guild of a cached channel or thread.
    #[must_use]
    pub fn guild_of_channel(&self, channel: Id<marker::Channel>) -> Option<Id<marker::Guild>> {
        self.inner.guild_of(channel)
    }

    /// A channel or thread.
    #[must_use]
    pub fn channel(&self, channel: Id<marker::Channel>) -> Option<Channel> {
        let guild = self.inner.guild_of(channel)?;
        self.inner.with_guild(guild, |state, keeps| {
            one(state, &state.channels, keeps.channels.as_ref(), channel.get())
                .or_else(|| one(state, &state.threads, keeps.threads.as_ref(), channel.get()))
        })
    }

    /// The channels of a guild, without its threads, in the order of their ids.
    #[must_use]
    pub fn channels(&self, guild: Id<marker::Guild>) -> Vec<Channel> {
        let channels = self
            .inner
            .with_guild(guild, |state, keeps| all(state, &state.channels, keeps.channels.as_ref()));
        channels.unwrap_or_default()
    }

    /// The active threads of a guild, in the order of their ids.
    #[must_use]
    pub fn threads(&self, guild: Id<marker::Guild>) -> Vec<Channel> {
        let threads = self
            .inner
            .with_guild(guild, |state, keeps| all(state, &state.threads, keeps.threads.as_ref()));
        threads.unwrap_or_default()
    }

    /// Ids of the active threads of a channel.
    #[must_use]
    pub fn threads_of(&self, channel: Id<marker::Channel>) -> Vec<Id<marker::Channel>> {
        let threads = self.inner.guild_of(channel).and_then(|guild| {
            self.inner.with_guild(guild, |state, keeps| {
                let keep = keeps.threads.as_ref()?;
                let parent =
                    |thread| channel_access(keep.fields, state.threads.row(thread, keep)?).1;
                let of_channel = state.threads.ids().filter(|id| parent(*id) == Some(channel));
                Some(of_channel.filter_map(Id::new).collect())
            })
        });
        threads.unwrap_or_default()
    }

    readers! {
        /// A role. The @everyone role has the guild's id.
        role(role: Role);
        /// Roles of a guild, by id.
        roles: roles -> Role;
        /// A user's presence; `None` if the user is offline.
        presence(user: User);
        /// Presences in a guild, by user.
        presences: presences -> Presence;
        /// A user's voice state; `None` if the user is in no channel.
        voice_state(user: User);
        /// The voice states in a guild, by user.
        voice_states: voice_states -> VoiceState;
        /// A custom emoji.
        emoji(emoji: Emoji);
        /// Custom emojis of a guild, by id.
        emojis: emojis -> Emoji;
        /// A sticker.
        sticker(sticker: Sticker);
        /// Stickers of a guild, by id.
        stickers: stickers -> Sticker;
        /// A live stage.
        stage_instance(stage: StageInstance);
        /// Live stages of a guild, by id.
        stage_instances: stages -> StageInstance;
        /// A scheduled event that is not over.
        scheduled_event(event: ScheduledEvent);
        /// Scheduled events of a guild that are not over, by id.
        scheduled_events: scheduled_events -> ScheduledEvent;
    }

    /// A member, including the user if users are kept. Roles that the guild no longer has are left out, if roles are
    /// kept.
    #[must_use]
    pub fn member(&self, guild: Id<marker::Guild>, user: Id<marker::User>) -> Option<Member> {
        self.inner.with_guild(guild, |state, keeps| {
            let member = one(state, &state.members, keeps.members.as_ref(), user.get())?;
            Some(self.completed(state, keeps, user.get(), member))
        })
    }

    /// All cached members of a guild, by user. For a large guild this takes long and uses much memory: see also
    /// [`member_ids`](Self::member_ids).
    #[must_use]
    pub fn members(&self, guild: Id<marker::Guild>) -> Vec<(Id<marker::User>, Member)> {
        let members = self.inner.with_guild(guild, |state, keeps| {
            let members = state.members.all(state.id, keeps.members.as_ref()?).into_iter();
            let members = members.filter_map(|(user, member)| {
                Some((Id::new(user)?, self.completed(state, keeps, user, member)))
            });
            Some(members.collect())
        });
        members.unwrap_or_default()
    }

    /// The user ids of the cached members of a guild, in ascending order.
    #[must_use]
    pub fn member_ids(&self, guild: Id<marker::Guild>) -> Vec<Id<marker::User>> {
        let ids = self.inner.with_guild(guild, |state, keeps| {
            let keep = keeps.members.as_ref()?;
            let alive = state.members.ids().filter(|id| state.members.row(*id, keep).is_some());
            Some(alive.filter_map(Id::new).collect())
        });
        ids.unwrap_or_default()
    }

    fn completed(
        &self,
        state: &GuildState,
        keeps: &Keeps,
        user: u64,
        mut member: Member,
    ) -> Member {
        member.user = self.inner.users.get(user);
        let is_gone = |role: &Id<marker::Role>| !state.roles.contains(role.get());
        if keeps.roles.is_some() && member.roles.iter().any(is_gone) {
            let roles = member.roles.iter().copied();
            member.roles = roles.filter(|role| !is_gone(role)).collect();
        }
        member
    }

    /// A user who is a member of a guild, or the bot's own user.
    #[must_use]
    pub fn user(&self, user: Id<marker::User>) -> Option<User> {
        self.inner
            .users
            .get(user.get())
            .or_else(|| self.current_user().filter(|own| own.id == user))
    }

    /// A message in a guild's channel or thread.
    #[must_use]
    pub fn message(
        &self,
        guild: Id<marker::Guild>,
        channel: Id<marker::Channel>,
        message: Id<marker::Message>,
    ) -> Option<Message> {
        self.inner.with_guild(guild, |state, keeps| {
            let rows = state.messages.get(&channel.get())?;
            one(state, rows, keeps.messages.as_ref(), message.get())
        })
    }

    /// The cached messages in a guild's channel or thread, oldest first.
    #[must_use]
    pub fn messages(&self, guild: Id<marker::Guild>, channel: Id<marker::Channel>) -> Vec<Message> {
        let messages = self.inner.with_guild(guild, |state, keeps| {
            all(state, state.messages.get(&channel.get())?, keeps.messages.as_ref())
        });
        messages.unwrap_or_default()
    }
}
