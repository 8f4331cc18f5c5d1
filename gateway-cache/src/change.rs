//! What an update changed: the value before and the value after.

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

/// One object before and after an update, as far as the cache keeps its fields.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Changed<T> {
    /// Guild it is in; `None` for users.
    pub guild: Option<Id<marker::Guild>>,
    /// Id of the object; for members, presences and voice states that of the user.
    pub id: Id<marker::Generic>,
    /// What it was; `None` if it was not in the cache.
    pub old: Option<T>,
    /// What it is; `None` if it is gone.
    pub new: Option<T>,
}

/// Something that an update changed; see [`Cache::update_told`](crate::Cache::update_told).
///
/// A guild that comes or goes is one change of the guild: what is in it is not told one by one.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Change {
    /// A guild's own fields; without roles, emojis and stickers.
    Guild(Box<Changed<Guild>>),
    /// A channel or a thread.
    Channel(Box<Changed<Channel>>),
    /// A role.
    Role(Box<Changed<Role>>),
    /// A member, without the user.
    Member(Box<Changed<Member>>),
    /// A user.
    User(Box<Changed<User>>),
    /// A presence; a user who is offline has none.
    Presence(Box<Changed<Presence>>),
    /// A voice state; a user who is in no channel has none.
    VoiceState(Box<Changed<VoiceState>>),
    /// A custom emoji.
    Emoji(Box<Changed<Emoji>>),
    /// A sticker.
    Sticker(Box<Changed<Sticker>>),
    /// A stage that is live.
    StageInstance(Box<Changed<StageInstance>>),
    /// A scheduled event.
    ScheduledEvent(Box<Changed<ScheduledEvent>>),
    /// A message.
    Message(Box<Changed<Message>>),
}
