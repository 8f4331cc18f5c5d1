//! Snowflakes: Discord's 64-bit ids.
//!
//! Docs: [Reference, Snowflakes](https://docs.discord.com/developers/reference#snowflakes).

pub mod marker;

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::num::{NonZeroU32, NonZeroU64};
use std::str::FromStr;

use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The first millisecond of 2015, in Unix time: where snowflake timestamps start.
///
/// Docs: [Reference, Snowflake Format](https://docs.discord.com/developers/reference#snowflakes-snowflake-id-format-structure-left-to-right).
pub const DISCORD_EPOCH_MS: u64 = 1_420_070_400_000;

/// A snowflake of one kind of thing, for instance [`Id<marker::Guild>`](marker::Guild).
///
/// Eight bytes, and so is `Option<Id<_>>`. It reads a JSON string or integer and writes a string, as
/// the API does. Zero is not a snowflake and is refused.
pub struct Id<T> {
    value: NonZeroU64,
    kind: PhantomData<fn(T) -> T>,
}

impl<T> Id<T> {
    /// The id with this value; `None` for zero.
    #[must_use]
    pub const fn new(value: u64) -> Option<Self> {
        match NonZeroU64::new(value) {
            Some(value) => Some(Self::from_nonzero(value)),
            None => None,
        }
    }

    /// The id with this value.
    #[must_use]
    pub const fn from_nonzero(value: NonZeroU64) -> Self {
        Self { value, kind: PhantomData }
    }

    /// The value as an integer.
    #[must_use]
    pub const fn get(self) -> u64 {
        self.value.get()
    }

    /// The same number as the id of another kind of thing.
    ///
    /// Discord gives some things the id of another: the `@everyone` role has its guild's id.
    #[must_use]
    pub const fn cast<U>(self) -> Id<U> {
        Id::from_nonzero(self.value)
    }

    /// When the thing was made, in Unix milliseconds.
    #[must_use]
    pub const fn timestamp_ms(self) -> u64 {
        (self.get() >> 22) + DISCORD_EPOCH_MS
    }
}

impl Id<marker::Guild> {
    /// The shard that receives this guild's events when there are `shards` of them.
    ///
    /// Docs: [Gateway, Sharding](https://docs.discord.com/developers/events/gateway#sharding),
    /// `shard_id = (guild_id >> 22) % num_shards`.
    #[must_use]
    #[allow(clippy::cast_possible_truncation, reason = "the remainder is smaller than a u32")]
    pub const fn shard(self, shards: NonZeroU32) -> u32 {
        ((self.get() >> 22) % shards.get() as u64) as u32
    }
}

impl<T> Clone for Id<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Id<T> {}

impl<T> PartialEq for Id<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl<T> Eq for Id<T> {}

impl<T> PartialOrd for Id<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> Ord for Id<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.value.cmp(&other.value)
    }
}

impl<T> Hash for Id<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.value.hash(state);
    }
}

impl<T> fmt::Debug for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Id({})", self.value)
    }
}

impl<T> fmt::Display for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.value, f)
    }
}

impl<T> From<NonZeroU64> for Id<T> {
    fn from(value: NonZeroU64) -> Self {
        Self::from_nonzero(value)
    }
}

impl<T> From<Id<T>> for u64 {
    fn from(id: Id<T>) -> Self {
        id.get()
    }
}

/// A text that is not a snowflake: not a whole number from 1 to 2^64 - 1.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a snowflake (a whole number from 1 to 2^64 - 1)")]
pub struct ParseIdError;

impl<T> FromStr for Id<T> {
    type Err = ParseIdError;

    fn from_str(text: &str) -> Result<Self, ParseIdError> {
        // `u64::from_str` would also take a leading plus sign, which Discord never writes.
        if !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(ParseIdError);
        }
        text.parse().map(Self::from_nonzero).map_err(|_| ParseIdError)
    }
}

impl<T> Serialize for Id<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.value)
    }
}

impl<'de, T> Deserialize<'de> for Id<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(IdVisitor(PhantomData))
    }
}

struct IdVisitor<T>(PhantomData<fn(T) -> T>);

impl<T> Visitor<'_> for IdVisitor<T> {
    type Value = Id<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a snowflake as a string or an integer")
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Id<T>, E> {
        Id::new(value).ok_or_else(|| E::invalid_value(de::Unexpected::Unsigned(value), &self))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Id<T>, E> {
        text.parse().map_err(|_| E::invalid_value(de::Unexpected::Str(text), &self))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_option_costs_nothing() {
        assert_eq!(size_of::<Option<Id<marker::Guild>>>(), 8);
    }

    #[test]
    fn reads_string_and_integer_and_writes_a_string() {
        let id: Id<marker::User> = serde_json::from_str("\"175928847299117063\"").unwrap();
        assert_eq!(id, serde_json::from_str("175928847299117063").unwrap());
        assert_eq!(serde_json::to_string(&id).unwrap(), "\"175928847299117063\"");
    }

    #[test]
    fn knows_its_timestamp() {
        // The worked example of the docs' Snowflakes section.
        let id = Id::<marker::User>::new(175_928_847_299_117_063).unwrap();
        assert_eq!(id.timestamp_ms(), 1_462_015_105_796);
    }

    #[test]
    fn refuses_what_is_not_a_snowflake() {
        for text in
            ["0", "\"0\"", "\"\"", "\"+5\"", "-1", "1.5", "null", "\"18446744073709551616\""]
        {
            assert!(serde_json::from_str::<Id<marker::User>>(text).is_err(), "{text}");
        }
    }

    #[test]
    fn the_shard_of_a_guild_follows_the_formula() {
        let guild = Id::<marker::Guild>::new(197_038_439_483_310_086).unwrap();
        let shards = NonZeroU32::new(16).unwrap();
        assert_eq!(u64::from(guild.shard(shards)), (197_038_439_483_310_086_u64 >> 22) % 16);
    }
}
