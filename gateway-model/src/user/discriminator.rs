//! The discriminator of old usernames.

use std::fmt;

use serde::ser::{Serialize, Serializer};

use crate::json::{NotRead, Read, Reader};
use crate::macros::object::deserialize_own;

/// The number after the `#` of a Discord tag, `0001` to `9999`; `0` for accounts with a unique username.
///
/// It is written with as many digits as it was read with, because webhooks have `0000`.
///
/// Docs: [User, User Object](https://docs.discord.com/developers/resources/user#user-object-user-structure).
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Discriminator {
    number: u16,
    digits: Digits,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Digits {
    One = 1,
    Two = 2,
    Three = 3,
    Four = 4,
}

impl Discriminator {
    /// The number, 0 to 9999.
    #[must_use]
    pub const fn get(self) -> u16 {
        self.number
    }

    /// Returns whether the account has a unique username, so that it has no discriminator.
    #[must_use]
    pub const fn is_migrated(self) -> bool {
        self.number == 0
    }

    fn parse(text: &str) -> Option<Self> {
        let digits = match text.len() {
            1 => Digits::One,
            2 => Digits::Two,
            3 => Digits::Three,
            4 => Digits::Four,
            _ => return None,
        };
        let number = text.bytes().try_fold(0_u16, |number, byte| {
            byte.is_ascii_digit().then(|| number * 10 + u16::from(byte - b'0'))
        })?;
        Some(Self { number, digits })
    }
}

impl fmt::Display for Discriminator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:0width$}", self.number, width = self.digits as usize)
    }
}

impl fmt::Debug for Discriminator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Discriminator {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

deserialize_own! { Discriminator }

impl Read for Discriminator {
    #[inline]
    fn read(reader: &mut Reader<'_>) -> Result<Self, NotRead> {
        let start = reader.at;
        let text = reader.string()?;
        Self::parse(&text).ok_or_else(|| {
            reader.wrong(start, format_args!("string {text:?}, expected one to four digits"))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_come_back_as_they_were() {
        for text in ["0", "0000", "0001", "1337", "42"] {
            assert_eq!(Discriminator::parse(text).unwrap().to_string(), text);
        }
        for text in ["", "12345", "-1", "a", "١"] {
            assert!(Discriminator::parse(text).is_none(), "{text}");
        }
    }
}
