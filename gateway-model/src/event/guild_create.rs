//! The event with a whole guild, or with an unavailable guild.

use serde::ser::{Serialize, Serializer};

use crate::channel::Channel;
use crate::guild::{Guild, Member, ScheduledEvent, UnavailableGuild};
use crate::id::{Id, marker};
use crate::json::{Fields, NotRead, Object, Read, Reader};
use crate::macros::object::{deserialize_own, extended_object};
use crate::presence::Presence;
use crate::soundboard::SoundboardSound;
use crate::stage_instance::StageInstance;
use crate::timestamp::Timestamp;
use crate::voice::VoiceState;

/// The data of a guild: after Ready, when the guild becomes available again, or when the bot joins it.
///
/// Docs: [Gateway Events, Guild Create](https://docs.discord.com/developers/events/gateway-events#guild-create).
#[derive(Clone, Debug, PartialEq)]
pub enum GuildCreate {
    /// The guild with all its objects.
    Available(Box<AvailableGuild>),
    /// The guild is unavailable because of an outage.
    Unavailable(UnavailableGuild),
}

extended_object! {
    /// A guild with all its objects.
    ///
    /// Without the intent for presences, and in guilds of more than 75,000 members, `members` and `presences` contain
    /// only the bot and the users in voice channels.
    ///
    /// Docs: [Gateway Events, Guild Create Extra Fields](https://docs.discord.com/developers/events/gateway-events#guild-create-guild-create-extra-fields).
    pub struct AvailableGuild: Guild {
        /// The guild itself.
        pub guild,
        /// When the bot joined it.
        pub joined_at: Timestamp,
        /// Whether it is large, so that offline members are left out.
        pub large {default}: bool,
        /// Whether it is unavailable because of an outage.
        pub unavailable?: bool,
        /// Number of members.
        pub member_count {default}: i64,
        /// Voice states; without `guild_id`.
        pub voice_states[]: VoiceState,
        /// Members.
        pub members[]: Member,
        /// Channels.
        pub channels[]: Channel,
        /// Active threads that the bot can see.
        pub threads[]: Channel,
        /// Presences of members; without `guild_id`.
        pub presences[]: Presence,
        /// Live stages.
        pub stage_instances[]: StageInstance,
        /// Scheduled events.
        pub guild_scheduled_events[]: ScheduledEvent,
        /// Soundboard sounds.
        pub soundboard_sounds[]: SoundboardSound,
    }
}

impl GuildCreate {
    /// Id of the guild.
    #[must_use]
    pub const fn id(&self) -> Id<marker::Guild> {
        match self {
            Self::Available(guild) => guild.guild.id,
            Self::Unavailable(guild) => guild.id,
        }
    }

    /// The guild, if it is available.
    #[must_use]
    pub const fn available(&self) -> Option<&AvailableGuild> {
        match self {
            Self::Available(guild) => Some(guild),
            Self::Unavailable(_) => None,
        }
    }
}

impl Serialize for GuildCreate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Available(guild) => guild.serialize(serializer),
            Self::Unavailable(guild) => guild.serialize(serializer),
        }
    }
}

deserialize_own! { GuildCreate }

/// Reads the guild in one pass. If all values could be read, but required fields of a guild are missing and
/// `unavailable` is true, it is an unavailable guild.
impl Read for GuildCreate {
    fn read(reader: &mut Reader<'_>) -> Result<Self, NotRead> {
        let mut fields = <AvailableGuild as Object>::Fields::default();
        reader.fields(&mut |name, reader| fields.read(name, reader))?;
        let (id, unavailable) = (fields.guild.id, fields.unavailable);
        match (fields.finish(reader), id) {
            (Ok(guild), _) => Ok(Self::Available(Box::new(guild))),
            (Err(_), Some(id)) if unavailable == Some(true) => {
                Ok(Self::Unavailable(UnavailableGuild { id, unavailable }))
            }
            (Err(NotRead), _) => Err(NotRead),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<GuildCreate, serde_json::Error> {
        serde_json::from_str(text)
    }

    #[test]
    fn an_unavailable_guild_is_told_by_its_field() {
        for text in [
            r#"{"id":"5","unavailable":true}"#,
            r#"{"unavailable":true,"id":5}"#,
            r#"{"geo_restricted":[{"id":"6"}],"id":"5","unavailable":true,"name":"known"}"#,
        ] {
            let GuildCreate::Unavailable(guild) = read(text).unwrap() else { panic!("{text}") };
            assert_eq!((guild.id.get(), guild.unavailable), (5, Some(true)), "{text}");
        }
    }

    #[test]
    fn a_broken_guild_is_an_error_and_not_unavailable() {
        for text in [
            r#"{"id":"5"}"#,
            r#"{"id":"5","unavailable":false}"#,
            r#"{"id":"5","unavailable":null}"#,
            r#"{"unavailable":true}"#,
            r#"{"id":"5","unavailable":true,"name":7}"#,
            r#"{"id":"5","unavailable":true"#,
            r#"{"id":"x","unavailable":true}"#,
        ] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
