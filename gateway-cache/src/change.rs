//! The changes of an update: the values before and after.

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

/// One object before and after an update, with the fields that the cache keeps.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Changed<T> {
    /// The guild; `None` for users.
    pub guild: Option<Id<marker::Guild>>,
    /// The id of the object. For members, presences and voice states it is the id of the user.
    pub id: Id<marker::Generic>,
    /// The value before; `None` if it was not in the cache.
    pub old: Option<T>,
    /// The value after; `None` if it was removed.
    pub new: Option<T>,
}

/// A change made by an update; see [`Cache::update_with_changes`](crate::Cache::update_with_changes).
///
/// A guild that is added or removed is one change: the objects in it are not reported separately.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Change {
    /// A guild's own fields, without roles, emojis and stickers.
    Guild(Box<Changed<Guild>>),
    /// A channel or a thread.
    Channel(Box<Changed<Channel>>),
    /// A role.
    Role(Box<Changed<Role>>),
    /// A member, without the user.
    Member(Box<Changed<Member>>),
    /// A user.
    User(Box<Changed<User>>),
    /// A presence. A user who is offline has none.
    Presence(Box<Changed<Presence>>),
    /// A voice state. A user who is in no channel has none.
    VoiceState(Box<Changed<VoiceState>>),
    /// A custom emoji.
    Emoji(Box<Changed<Emoji>>),
    /// A sticker.
    Sticker(Box<Changed<Sticker>>),
    /// A live stage.
    StageInstance(Box<Changed<StageInstance>>),
    /// A scheduled event.
    ScheduledEvent(Box<Changed<ScheduledEvent>>),
    /// A message.
    Message(Box<Changed<Message>>),
}
