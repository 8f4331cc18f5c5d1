//! The macro for sets of flags.

/// Declares a set of flags that keeps unknown bits, and that is an integer in JSON.
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

        crate::macros::object::deserialize_own! { $name }

        impl crate::json::Read for $name {
            #[inline]
            fn read(reader: &mut crate::json::Reader<'_>) -> Result<Self, crate::json::NotRead> {
                crate::macros::flags::read_bits(reader).map(Self::from_bits_retain)
            }
        }
    };
}

pub(crate) use flags;

use crate::json::{NotRead, Reader};
use crate::scan::digits;

/// Reads a bit set, which Discord writes as an integer or as a string of digits.
#[inline]
pub(crate) fn read_bits(reader: &mut Reader<'_>) -> Result<u64, NotRead> {
    if let Some(bits) = reader.short_number() {
        return Ok(bits);
    }
    let start = reader.at;
    let bits = read_wide_bits(reader)?;
    if let Ok(bits) = u64::try_from(bits) {
        return Ok(bits);
    }
    reader.note(start, "more than 64 bits, of which the lower ones are kept")?;
    #[allow(clippy::cast_possible_truncation, reason = "the lower bits are wanted")]
    Ok(bits as u64)
}

/// Reads a bit set that may grow beyond 64 bits.
pub(crate) fn read_wide_bits(reader: &mut Reader<'_>) -> Result<u128, NotRead> {
    let is_text = reader.byte() == b'"';
    let start = reader.at;
    let text = if is_text { reader.string()? } else { reader.digits() };
    let bits = digits::only(text.as_bytes()).map(u128::from).or_else(|| wide(&text));
    bits.ok_or_else(|| reader.wrong(start, "not a bit set as an integer or a string of digits"))
}

#[cold]
fn wide(text: &str) -> Option<u128> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    if digits { text.parse().ok() } else { None }
}
