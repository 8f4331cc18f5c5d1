//! Snowflakes: Discord's 64-bit ids.
//!
//! Docs: [Reference, Snowflakes](https://docs.discord.com/developers/reference#snowflakes).

pub mod marker;
mod read;

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::num::{NonZeroU32, NonZeroU64};
use std::str::FromStr;

use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::scan::digits;
use crate::timestamp::Timestamp;

/// The first millisecond of 2015, in Unix time: where snowflake timestamps start.
///
/// Docs: [Reference, Snowflake Format](https://docs.discord.com/developers/reference#snowflakes-snowflake-id-format-structure-left-to-right).
pub const DISCORD_EPOCH_MS: u64 = 1_420_070_400_000;

/// A snowflake of one kind of object, for example [`Id<marker::Guild>`](marker::Guild).
///
/// It takes eight bytes, and so does `Option<Id<_>>`. It is deserialized from a JSON string or integer and serialized
/// as a string, like in the API. Zero is not a valid snowflake.
pub struct Id<T> {
    value: NonZeroU64,
    kind: PhantomData<fn(T) -> T>,
}

impl<T> Id<T> {
    /// Creates an id with this value; `None` for zero.
    #[must_use]
    pub const fn new(value: u64) -> Option<Self> {
        match NonZeroU64::new(value) {
            Some(value) => Some(Self::from_nonzero(value)),
            None => None,
        }
    }

    /// Creates an id with this value.
    #[must_use]
    pub const fn from_nonzero(value: NonZeroU64) -> Self {
        Self { value, kind: PhantomData }
    }

    /// The value as an integer.
    #[must_use]
    pub const fn get(self) -> u64 {
        self.value.get()
    }

    /// Returns the same number as the id of another kind of object.
    ///
    /// Some objects have the id of another one: the `@everyone` role has its guild's id.
    #[must_use]
    pub const fn cast<U>(self) -> Id<U> {
        Id::from_nonzero(self.value)
    }

    /// When the object was created, in Unix milliseconds.
    #[must_use]
    pub const fn timestamp_ms(self) -> u64 {
        (self.get() >> 22) + DISCORD_EPOCH_MS
    }

    /// When the object was created.
    #[must_use]
    #[allow(clippy::cast_possible_wrap, reason = "42 bits and the epoch")]
    pub const fn timestamp(self) -> Timestamp {
        Timestamp::from_unix_ms(self.timestamp_ms() as i64)
    }

    /// Returns the smallest id at a time in Unix milliseconds, for `before` and `after` in requests for lists. A time
    /// before 2015 returns the smallest possible id; a time that is too late for an id returns the largest one.
    ///
    /// Docs: [Reference, Snowflake IDs in Pagination](https://docs.discord.com/developers/reference#snowflakes-snowflake-ids-in-pagination).
    #[must_use]
    pub const fn first_at_ms(unix_ms: u64) -> Self {
        let ms = unix_ms.saturating_sub(DISCORD_EPOCH_MS);
        let ms = if ms >> 42 == 0 { ms } else { (1 << 42) - 1 };
        match NonZeroU64::new(ms << 22) {
            Some(value) => Self::from_nonzero(value),
            None => Self::from_nonzero(NonZeroU64::MIN),
        }
    }
}

impl Id<marker::Guild> {
    /// Returns the shard that receives this guild's events, if there are `shards` shards.
    ///
    /// Docs: [Gateway, Sharding](https://docs.discord.com/developers/events/gateway#sharding),
    /// `shard_id = (guild_id >> 22) % num_shards`.
    #[must_use]
    #[allow(clippy::cast_possible_truncation, reason = "the remainder is smaller than a u32")]
    pub const fn shard(self, shards: NonZeroU32) -> u32 {
        ((self.get() >> 22) % shards.get() as u64) as u32
    }
}

impl Id<marker::Guild> {
    /// Returns the id of this guild's role `@everyone`, which is the guild's id.
    ///
    /// Docs: [Permissions, Role Object](https://docs.discord.com/developers/topics/permissions#role-object).
    #[must_use]
    pub const fn everyone_role(self) -> Id<marker::Role> {
        self.cast()
    }
}

impl Id<marker::Application> {
    /// Returns the id of the webhook with which an application answers its interactions, which is the application's id.
    ///
    /// Docs: [Receiving and Responding, Followup Messages](https://docs.discord.com/developers/interactions/receiving-and-responding#followup-messages),
    /// `/webhooks/<application_id>/<interaction_token>`.
    #[must_use]
    pub const fn webhook(self) -> Id<marker::Webhook> {
        self.cast()
    }
}

impl Id<marker::Message> {
    /// Returns the id of the thread that was started from this message, if there is one: it is the message's id.
    ///
    /// Docs: [Channel, Start Thread from Message](https://docs.discord.com/developers/resources/channel#start-thread-from-message).
    #[must_use]
    pub const fn thread(self) -> Id<marker::Channel> {
        self.cast()
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

/// Zero is an error.
impl<T> TryFrom<u64> for Id<T> {
    type Error = ParseIdError;

    fn try_from(value: u64) -> Result<Self, ParseIdError> {
        Self::new(value).ok_or(ParseIdError)
    }
}

impl<T> From<Id<T>> for u64 {
    fn from(id: Id<T>) -> Self {
        id.get()
    }
}

/// The text or number is not a snowflake, which is an integer from 1 to 2^64 - 1.
#[derive(Clone, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[error("not a snowflake (a whole number from 1 to 2^64 - 1)")]
pub struct ParseIdError;

impl<T> FromStr for Id<T> {
    type Err = ParseIdError;

    fn from_str(text: &str) -> Result<Self, ParseIdError> {
        // Not `u64::from_str`, which would also accept a leading plus sign.
        digits::only(text.as_bytes()).and_then(Self::new).ok_or(ParseIdError)
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
        // The example in the docs' Snowflakes section.
        let id = Id::<marker::User>::new(175_928_847_299_117_063).unwrap();
        assert_eq!(id.timestamp_ms(), 1_462_015_105_796);
        assert_eq!(id.timestamp(), "2016-04-30T11:18:25.796Z".parse().unwrap());
    }

    #[test]
    fn the_first_id_of_a_moment_is_the_smallest_with_its_timestamp() {
        let id = Id::<marker::User>::first_at_ms(1_462_015_105_796);
        assert_eq!(id.timestamp_ms(), 1_462_015_105_796);
        let before = Id::<marker::User>::new(id.get() - 1).unwrap();
        assert_eq!(before.timestamp_ms(), 1_462_015_105_795);
        assert_eq!(Id::<marker::User>::first_at_ms(0).get(), 1);
        assert_eq!(Id::<marker::User>::first_at_ms(u64::MAX).get(), ((1 << 42) - 1) << 22);
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
    fn leading_zeros_and_the_largest_value_are_read() {
        for (text, value) in [("1", 1), ("0001", 1), ("18446744073709551615", u64::MAX)] {
            assert_eq!(text.parse::<Id<marker::User>>().unwrap().get(), value);
        }
        for text in
            ["18446744073709551616", "99999999999999999999", "000000000000000000001", "1x", "١"]
        {
            assert!(text.parse::<Id<marker::User>>().is_err(), "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn ids_come_back_from_text_and_json(value in 1..=u64::MAX) {
            let id = Id::<marker::User>::new(value).unwrap();
            proptest::prop_assert_eq!(id.to_string().parse(), Ok(id));
            let json = serde_json::to_string(&id).unwrap();
            proptest::prop_assert_eq!(&json, &format!("\"{value}\""));
            proptest::prop_assert_eq!(serde_json::from_str::<Id<marker::User>>(&json).unwrap(), id);
            let number = value.to_string();
            proptest::prop_assert_eq!(serde_json::from_str::<Id<marker::User>>(&number).unwrap(), id);
        }

        #[test]
        fn a_text_is_an_id_where_it_is_a_number_of_digits(text in "[0-9]{0,19}[0-9+x/:@é]?[0-9]{0,8}") {
            let number = text.parse::<u64>().ok();
            let expected = number.filter(|_| !text.starts_with('+')).and_then(Id::<marker::User>::new);
            // More digits than an id can have are an error, even if they are zeros.
            let expected = expected.filter(|_| text.len() <= 20);
            proptest::prop_assert_eq!(text.parse().ok(), expected);
        }
    }

    #[test]
    fn a_number_is_an_id_unless_it_is_zero() {
        assert_eq!(Id::<marker::User>::try_from(5), Ok(Id::new(5).unwrap()));
        assert_eq!(Id::<marker::User>::try_from(0), Err(ParseIdError));
    }

    #[test]
    fn ids_that_the_docs_say_are_the_same() {
        let number = 613_425_648_685_547_541;
        let application = Id::<marker::Application>::new(number).unwrap();
        assert_eq!(application.webhook().get(), number);
        assert_eq!(Id::<marker::Guild>::new(number).unwrap().everyone_role().get(), number);
        assert_eq!(Id::<marker::Message>::new(number).unwrap().thread().get(), number);
    }

    #[test]
    fn the_shard_of_a_guild_follows_the_formula() {
        let guild = Id::<marker::Guild>::new(197_038_439_483_310_086).unwrap();
        let shards = NonZeroU32::new(16).unwrap();
        assert_eq!(u64::from(guild.shard(shards)), (197_038_439_483_310_086_u64 >> 22) % 16);
    }
}
