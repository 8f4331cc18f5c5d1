//! Texts, image hashes, and open enums that Discord writes as texts.

use std::fmt::{self, Write as _};
use std::sync::LazyLock;

use gateway_model::ImageHash;
use gateway_model::guild::GuildFeature;
use gateway_model::locale::Locale;
use gateway_model::presence::Status;
use gateway_model::user::Discriminator;

use super::{Input, Pack, numbers};

impl Pack for Box<str> {
    fn pack(&self, out: &mut Vec<u8>) {
        put(self, out);
    }

    fn unpack(input: &mut Input<'_>) -> Self {
        take(input).into()
    }

    /// Writes the length plus one; zero means no text.
    fn pack_option(value: Option<&Self>, out: &mut Vec<u8>) {
        match value {
            None => out.push(0),
            Some(text) => {
                numbers::put(text.len() as u64 + 1, out);
                out.extend_from_slice(text.as_bytes());
            }
        }
    }

    fn unpack_option(input: &mut Input<'_>) -> Option<Self> {
        let length = numbers::take(input).checked_sub(1)?;
        Some(text(input, length).into())
    }
}

fn put(text: &str, out: &mut Vec<u8>) {
    numbers::put(text.len() as u64, out);
    out.extend_from_slice(text.as_bytes());
}

fn take<'a>(input: &mut Input<'a>) -> &'a str {
    let length = numbers::take(input);
    text(input, length)
}

fn text<'a>(input: &mut Input<'a>, length: u64) -> &'a str {
    let bytes = input.bytes(usize::try_from(length).unwrap_or(usize::MAX));
    std::str::from_utf8(bytes).unwrap_or_default()
}

/// A short text on the stack. Text that does not fit is a formatting error.
struct Short<const N: usize> {
    bytes: [u8; N],
    len: usize,
}

impl<const N: usize> Short<N> {
    fn of(value: &impl fmt::Display) -> Option<Self> {
        let mut short = Self { bytes: [0; N], len: 0 };
        write!(short, "{value}").ok().map(|()| short)
    }

    fn bytes(&self) -> &[u8] {
        &self.bytes[..self.len]
    }
}

impl<const N: usize> fmt::Write for Short<N> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let place = self.bytes.get_mut(self.len..self.len + text.len()).ok_or(fmt::Error)?;
        place.copy_from_slice(text.as_bytes());
        self.len += text.len();
        Ok(())
    }

    /// A hash writes its digits one by one.
    fn write_char(&mut self, char: char) -> fmt::Result {
        let (Some(place), Ok(byte)) = (self.bytes.get_mut(self.len), u8::try_from(char)) else {
            return Err(fmt::Error);
        };
        if !byte.is_ascii() {
            return Err(fmt::Error);
        }
        *place = byte;
        self.len += 1;
        Ok(())
    }
}

/// The prefix of a hexadecimal hash. Zero means none, as in every option.
const HEX: u8 = 1;
const ANIMATED_HEX: u8 = 2;
const OTHER: u8 = 3;

/// Nearly all are 32 hexadecimal digits, some with the prefix `a_`: they take 17 bytes.
impl Pack for ImageHash {
    fn pack(&self, out: &mut Vec<u8>) {
        let text = Short::<34>::of(self);
        let digits = text.as_ref().map(|text| match text.bytes() {
            [b'a', b'_', digits @ ..] => (ANIMATED_HEX, digits),
            digits => (HEX, digits),
        });
        match digits.and_then(|(form, digits)| Some((form, hex(digits)?))) {
            Some((form, bytes)) => {
                out.push(form);
                out.extend_from_slice(&bytes);
            }
            None => {
                out.push(OTHER);
                put(&self.to_string(), out);
            }
        }
    }

    fn unpack(input: &mut Input<'_>) -> Self {
        let mut text = String::with_capacity(34);
        match input.byte() {
            form @ (HEX | ANIMATED_HEX) => {
                if form == ANIMATED_HEX {
                    text.push_str("a_");
                }
                let digit = |four: u8| char::from_digit(four.into(), 16).unwrap_or('0');
                for byte in input.array::<16>() {
                    text.extend([digit(byte >> 4), digit(byte & 15)]);
                }
                Self::from(&*text)
            }
            OTHER => Self::from(take(input)),
            _ => Self::from(""),
        }
    }

    fn pack_option(value: Option<&Self>, out: &mut Vec<u8>) {
        match value {
            None => out.push(0),
            Some(hash) => hash.pack(out),
        }
    }

    fn unpack_option(input: &mut Input<'_>) -> Option<Self> {
        match input.clone().byte() {
            0 => {
                input.byte();
                None
            }
            _ => Some(Self::unpack(input)),
        }
    }
}

/// Converts 32 lower-case hexadecimal digits to sixteen bytes.
fn hex(digits: &[u8]) -> Option<[u8; 16]> {
    if digits.len() != 32 {
        return None;
    }
    let four = |digit: u8| match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    };
    let mut bytes = [0; 16];
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        *byte = four(pair[0])? << 4 | four(pair[1])?;
    }
    Some(bytes)
}

/// The discriminator of an account with a unique username, which nearly all accounts have.
static MIGRATED: LazyLock<Option<Discriminator>> =
    LazyLock::new(|| serde_json::from_str("\"0\"").ok());

/// `0` takes one byte; others are stored as text.
impl Pack for Discriminator {
    fn pack(&self, out: &mut Vec<u8>) {
        match Short::<4>::of(self) {
            Some(text) if text.bytes() != b"0" => {
                out.push(2);
                out.extend_from_slice(&text.bytes);
                #[allow(clippy::cast_possible_truncation, reason = "at most 4")]
                out.push(text.len as u8);
            }
            _ => out.push(1),
        }
    }

    fn unpack(input: &mut Input<'_>) -> Self {
        if input.byte() == 2 {
            let (digits, len) = (input.array::<4>(), input.byte());
            let digits = digits.get(..usize::from(len)).unwrap_or_default();
            let text = std::str::from_utf8(digits).unwrap_or_default();
            if let Ok(tag) = serde_json::from_str(&format!("\"{text}\"")) {
                return tag;
            }
        }
        (*MIGRATED).expect("0 is a discriminator")
    }

    fn pack_option(value: Option<&Self>, out: &mut Vec<u8>) {
        match value {
            None => out.push(0),
            Some(tag) => tag.pack(out),
        }
    }

    fn unpack_option(input: &mut Input<'_>) -> Option<Self> {
        if input.clone().byte() == 0 {
            input.byte();
            return None;
        }
        Some(Self::unpack(input))
    }
}

/// Known values take one byte: their position plus one. Zero and a text is a value that this version does not know.
macro_rules! named {
    ($($ty:ty),*) => {$(
        impl Pack for $ty {
            fn pack(&self, out: &mut Vec<u8>) {
                let place = Self::KNOWN.iter().position(|known| known == self);
                match place.and_then(|place| u8::try_from(place + 1).ok()) {
                    Some(byte) => out.push(byte),
                    None => {
                        out.push(0);
                        put(self.as_str(), out);
                    }
                }
            }

            fn unpack(input: &mut Input<'_>) -> Self {
                let place = usize::from(input.byte()).checked_sub(1);
                match place.and_then(|place| Self::KNOWN.get(place)) {
                    Some(known) => known.clone(),
                    None => Self::from(take(input)),
                }
            }
        }
    )*};
}

named!(GuildFeature, Locale, Status);

#[cfg(test)]
mod tests {
    use super::super::round_trip;
    use super::*;

    #[test]
    fn texts_come_back() {
        for text in ["", "a", "käse 🧀"] {
            assert_eq!(*round_trip(&Box::<str>::from(text)), *text);
            assert_eq!(round_trip(&Some(Box::<str>::from(text))).as_deref(), Some(text));
        }
        assert_eq!(round_trip(&None::<Box<str>>), None);
    }

    #[test]
    fn hashes_come_back_and_take_17_bytes() {
        for text in [
            "8342729096ea3675442027381ff50dfe",
            "a_1269e74af4df7417b13759eae50c83dc",
            "A_1269E74AF4DF7417B13759EAE50C83DC",
            "",
            "clan/badge",
            "8342729096ea3675442027381ff50dfg",
            "00000000000000000000000000000000",
        ] {
            let hash = ImageHash::from(text);
            assert_eq!(round_trip(&hash), hash, "{text}");
            assert_eq!(round_trip(&Some(hash.clone())), Some(hash), "{text}");
        }
        assert_eq!(round_trip(&None::<ImageHash>), None);
        let mut row = Vec::new();
        ImageHash::from("8342729096ea3675442027381ff50dfe").pack(&mut row);
        assert_eq!(row.len(), 17);
    }

    #[test]
    fn discriminators_come_back_with_their_digits() {
        for text in ["0", "0000", "0001", "9999", "12"] {
            let tag: Discriminator = serde_json::from_str(&format!("\"{text}\"")).unwrap();
            assert_eq!(round_trip(&Some(tag)), Some(tag), "{text}");
        }
        assert_eq!(round_trip(&None::<Discriminator>), None);
    }

    #[test]
    fn unknown_names_come_back() {
        for status in [Status::Online, Status::Offline, Status::from("new")] {
            assert_eq!(round_trip(&status), status);
            assert_eq!(round_trip(&Some(status.clone())), Some(status));
        }
    }
}
