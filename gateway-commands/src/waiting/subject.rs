//! The id under which a wait is stored, and the events that it matches.

use gateway_model::Subject;
use gateway_model::id::{Id, marker};
use gateway_model::interaction::Interaction;

/// The id under which a wait is stored: the most selective one of its filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Key {
    Message(Id<marker::Message>),
    User(Id<marker::User>),
    Channel(Id<marker::Channel>),
    Guild(Id<marker::Guild>),
    Any,
}

impl Key {
    /// Returns the key of a wait for these ids.
    pub(super) fn of_wait(wanted: &Subject) -> Self {
        Self::of_event(wanted).next().unwrap_or(Self::Any)
    }

    /// Returns the keys of the waits for an event about these ids, the most selective first.
    pub(super) fn of_event(about: &Subject) -> impl Iterator<Item = Self> + use<> {
        let keys = [
            about.message.map(Self::Message),
            about.user.map(Self::User),
            about.channel.map(Self::Channel),
            about.guild.map(Self::Guild),
            Some(Self::Any),
        ];
        keys.into_iter().flatten()
    }
}

/// Returns whether an event is about all the wanted ids.
pub(super) fn admits(wanted: &Subject, about: &Subject) -> bool {
    fn is<T>(wanted: Option<Id<T>>, found: Option<Id<T>>) -> bool {
        wanted.is_none() || wanted == found
    }
    is(wanted.message, about.message)
        && is(wanted.user, about.user)
        && is(wanted.channel, about.channel)
        && is(wanted.guild, about.guild)
}

/// Returns the ids that an interaction is about.
pub(super) fn of_interaction(interaction: &Interaction) -> Subject {
    let mut about = Subject::default();
    about.guild = interaction.guild_id;
    about.channel = interaction.channel_id;
    about.user = interaction.author().map(|user| user.id);
    about.message = interaction.message.as_ref().map(|message| message.id);
    about
}
