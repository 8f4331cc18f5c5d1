//! The macro behind every set of flags.

/// Makes a set of flags that keeps bits it does not know, and reads and writes an integer.
macro_rules! flags {
    ($(#[$meta:meta])* pub struct $name:ident {
        $($(#[$($flag_meta:tt)*])* const $flag:ident = $bit:literal;)*
    }) => {
        ::bitflags::bitflags! {
            $(#[$meta])*
            #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
            pub struct $name: u64 {
                $($(#[$($flag_meta)*])* const $flag = 1 << $bit;)*
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_u64(self.bits())
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                crate::flags::read_bits(deserializer).map(Self::from_bits_retain)
            }
        }
    };
}

use std::fmt;

use serde::de::{self, Deserializer, Visitor};

pub(crate) use flags;

/// Reads a bit set, which Discord writes as an integer or as a string of digits.
pub(crate) fn read_bits<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
    deserializer.deserialize_any(Bits)
}

struct Bits;

impl Visitor<'_> for Bits {
    type Value = u64;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a bit set as an integer or a string of digits")
    }

    fn visit_u64<E: de::Error>(self, bits: u64) -> Result<u64, E> {
        Ok(bits)
    }

    fn visit_i64<E: de::Error>(self, bits: i64) -> Result<u64, E> {
        u64::try_from(bits).map_err(|_| E::invalid_value(de::Unexpected::Signed(bits), &self))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<u64, E> {
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        let bits = if digits { text.parse().ok() } else { None };
        bits.ok_or_else(|| E::invalid_value(de::Unexpected::Str(text), &self))
    }
}
