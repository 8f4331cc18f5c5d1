//! Hashes that name an image on Discord's CDN.

use std::fmt::{self, Write};
use std::str::FromStr;

use serde::ser::{Serialize, Serializer};

use crate::json::{NotRead, Read, Reader};
use crate::macros::object::deserialize_own;

/// The hash of an avatar, icon, banner or other image.
///
/// Docs: [Reference, Image Formatting](https://docs.discord.com/developers/reference#image-formatting).
///
/// Nearly all hashes are 32 hexadecimal digits, with the prefix `a_` if the image is animated; these need no
/// allocation. Any other text is kept unchanged.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct ImageHash(Form);

#[derive(Clone, PartialEq, Eq, Hash)]
enum Form {
    Hex { animated: bool, bytes: [u8; 16] },
    Other(Box<str>),
}

impl ImageHash {
    /// Returns whether there is an animated form of the image: the hash then starts with `a_`.
    #[must_use]
    pub fn is_animated(&self) -> bool {
        match &self.0 {
            Form::Hex { animated, .. } => *animated,
            Form::Other(text) => text.starts_with("a_"),
        }
    }
}

impl From<&str> for ImageHash {
    fn from(text: &str) -> Self {
        let (animated, digits) = match text.strip_prefix("a_") {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        match hex(digits.as_bytes()) {
            Some(bytes) => Self(Form::Hex { animated, bytes }),
            None => Self(Form::Other(text.into())),
        }
    }
}

impl FromStr for ImageHash {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self::from(text))
    }
}

/// Converts 32 lower-case hexadecimal digits to sixteen bytes. It has no branch for each digit, so that the compiler
/// can vectorize it.
fn hex(digits: &[u8]) -> Option<[u8; 16]> {
    let digits: &[u8; 32] = digits.try_into().ok()?;
    let mut all_valid = true;
    let nibbles = digits.map(|digit| {
        let (decimal, letter) = (digit.wrapping_sub(b'0'), digit.wrapping_sub(b'a'));
        all_valid &= (decimal < 10) | (letter < 6);
        if letter < 6 { letter + 10 } else { decimal }
    });
    let (pairs, _) = nibbles.as_chunks::<2>();
    let mut bytes = [0; 16];
    for (byte, [high, low]) in bytes.iter_mut().zip(pairs) {
        *byte = high << 4 | low;
    }
    all_valid.then_some(bytes)
}

impl fmt::Display for ImageHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Form::Other(text) => f.write_str(text),
            Form::Hex { animated, bytes } => {
                if *animated {
                    f.write_str("a_")?;
                }
                for byte in bytes {
                    for nibble in [byte >> 4, byte & 15] {
                        f.write_char(char::from_digit(u32::from(nibble), 16).unwrap_or('0'))?;
                    }
                }
                Ok(())
            }
        }
    }
}

impl fmt::Debug for ImageHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for ImageHash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            Form::Other(text) => serializer.serialize_str(text),
            Form::Hex { .. } => serializer.collect_str(self),
        }
    }
}

deserialize_own! { ImageHash }

impl Read for ImageHash {
    #[inline]
    fn read(reader: &mut Reader<'_>) -> Result<Self, NotRead> {
        Ok(Self::from(&*reader.string()?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_comes_back_as_it_was() {
        for text in [
            "8342729096ea3675442027381ff50dfe",
            "a_1269e74af4df7417b13759eae50c83dc",
            "A_1269E74AF4DF7417B13759EAE50C83DC",
            "a_",
            "",
            "clan/badge",
            "8342729096ea3675442027381ff50df",
            "8342729096ea3675442027381ff50dfg",
            "8342729096ea367544202738`ff50dfe",
            "/342729096ea3675442027381ff50dfe",
            "834272909:ea3675442027381ff50dfe",
            "8342729096Ea3675442027381ff50dfe",
        ] {
            assert_eq!(ImageHash::from(text).to_string(), text);
        }
    }

    #[test]
    fn the_usual_form_is_not_allocated() {
        assert!(matches!(ImageHash::from("8342729096ea3675442027381ff50dfe").0, Form::Hex { .. }));
        assert_eq!(size_of::<Option<ImageHash>>(), 24);
    }

    #[test]
    fn animated_hashes_are_known_by_their_prefix() {
        assert!(ImageHash::from("a_1269e74af4df7417b13759eae50c83dc").is_animated());
        assert!(!ImageHash::from("1269e74af4df7417b13759eae50c83dc").is_animated());
    }
}
