//! The event with all of a guild, or with word that it is unavailable.

use std::fmt;

use serde::de::value::{MapAccessDeserializer, StrDeserializer};
use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error, IntoDeserializer, MapAccess, Visitor,
};
use serde::ser::{Serialize, Serializer};

use crate::channel::Channel;
use crate::guild::{Guild, Member, ScheduledEvent, UnavailableGuild};
use crate::id::{Id, marker};
use crate::object::extended_object;
use crate::presence::Presence;
use crate::soundboard::SoundboardSound;
use crate::stage_instance::StageInstance;
use crate::timestamp::Timestamp;
use crate::voice::VoiceState;

/// A guild's data arrived after Ready, the guild is available again, or the bot joined it.
///
/// Docs: [Gateway Events, Guild Create](https://docs.discord.com/developers/events/gateway-events#guild-create).
#[derive(Clone, Debug, PartialEq)]
pub enum GuildCreate {
    /// The guild, with all that is in it.
    Available(Box<AvailableGuild>),
    /// The guild is there, but cannot be used because of an outage.
    Unavailable(UnavailableGuild),
}

extended_object! {
    /// A guild, with all that is in it.
    ///
    /// Docs: [Gateway Events, Guild Create Extra Fields](https://docs.discord.com/developers/events/gateway-events#guild-create-guild-create-extra-fields).
    /// Without the intent for presences, and in guilds of more than 75,000 members, `members` and
    /// `presences` have only the bot and the users in voice channels.
    pub struct AvailableGuild: Guild {
        /// The guild itself.
        pub guild,
        /// When the bot joined it.
        pub joined_at: Timestamp,
        /// Whether it counts as large, so that offline members are left out.
        pub large: bool,
        /// Whether it is unavailable because of an outage.
        pub unavailable?: bool,
        /// How many members it has.
        pub member_count: u64,
        /// Who is in which voice channel; without `guild_id`.
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

    /// The guild, where it is available.
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

/// Reads the guild in one pass. If the object ends before all of a guild was there, and has said that the
/// guild is unavailable, then it was an unavailable guild.
impl<'de> Deserialize<'de> for GuildCreate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(GuildVisitor)
    }
}

struct GuildVisitor;

impl<'de> Visitor<'de> for GuildVisitor {
    type Value = GuildCreate;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a guild")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<GuildCreate, A::Error> {
        let mut watched = Watched { map, next: None, id: None, unavailable: None, ended: false };
        let error = match AvailableGuild::deserialize(MapAccessDeserializer::new(&mut watched)) {
            Ok(guild) => return Ok(GuildCreate::Available(Box::new(guild))),
            Err(error) => error,
        };
        match watched {
            Watched { id: Some(id), unavailable: Some(true), ended: true, .. } => {
                Ok(GuildCreate::Unavailable(UnavailableGuild { id, unavailable: Some(true) }))
            }
            _ => Err(error),
        }
    }
}

/// The entries of a guild, with an eye on the two that an unavailable guild has.
struct Watched<A> {
    map: A,
    next: Option<WatchedKey>,
    id: Option<Id<marker::Guild>>,
    unavailable: Option<bool>,
    ended: bool,
}

#[derive(Clone, Copy)]
enum WatchedKey {
    Id,
    Unavailable,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Watched<A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, A::Error> {
        let seed = WatchedSeed { seed, seen: &mut self.next };
        let key = self.map.next_key_seed(seed)?;
        self.ended = key.is_none();
        Ok(key)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        match self.next.take() {
            Some(WatchedKey::Id) => {
                let id: Id<marker::Guild> = self.map.next_value()?;
                self.id = Some(id);
                seed.deserialize(id.get().into_deserializer())
            }
            Some(WatchedKey::Unavailable) => {
                self.unavailable = self.map.next_value()?;
                seed.deserialize(OptionalBool(self.unavailable))
                    .map_err(|error: serde::de::value::Error| A::Error::custom(error))
            }
            None => self.map.next_value_seed(seed),
        }
    }
}

/// A value that may be null.
struct OptionalBool(Option<bool>);

impl<'de> Deserializer<'de> for OptionalBool {
    type Error = serde::de::value::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        match self.0 {
            Some(value) => visitor.visit_some(value.into_deserializer()),
            None => visitor.visit_none(),
        }
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

struct WatchedSeed<'a, K> {
    seed: K,
    seen: &'a mut Option<WatchedKey>,
}

impl<'de, K: DeserializeSeed<'de>> DeserializeSeed<'de> for WatchedSeed<'_, K> {
    type Value = K::Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<K::Value, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl<'de, K: DeserializeSeed<'de>> Visitor<'de> for WatchedSeed<'_, K> {
    type Value = K::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a field name")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<K::Value, E> {
        *self.seen = match name {
            "id" => Some(WatchedKey::Id),
            "unavailable" => Some(WatchedKey::Unavailable),
            _ => None,
        };
        self.seed.deserialize(StrDeserializer::new(name))
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
