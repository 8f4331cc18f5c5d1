//! The macro for enums that Discord may extend, and functions that read one from a value of any type.

/// Declares an *open* enum: known values have names, and unknown values are kept unchanged.
///
/// `open_enum! { /// docs pub enum Name: i32 { /// docs Variant = 1, } }` for integers, and
/// `pub enum Name: str { Variant = "text", }` for strings. Both read and write the bare value.
macro_rules! open_enum {
    ($(#[$meta:meta])* $vis:vis enum $name:ident: str {
        $($(#[$vmeta:meta])* $variant:ident = $text:literal,)*
    }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        $vis enum $name {
            $($(#[$vmeta])* $variant,)*
            /// A value that this version does not know, kept unchanged; if it is not a string, its JSON text.
            Unknown(Box<str>),
        }

        impl $name {
            /// All values that this version knows.
            pub const KNOWN: &'static [Self] = &[$(Self::$variant,)*];

            /// The value, as Discord writes it.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::Unknown(text) => text,
                }
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                match text {
                    $($text => Self::$variant,)*
                    other => Self::Unknown(other.into()),
                }
            }
        }

        /// The value, as Discord writes it.
        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        /// Never fails: a text that this version does not know is kept.
        impl ::std::str::FromStr for $name {
            type Err = ::std::convert::Infallible;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Ok(Self::from(text))
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                crate::json::deserialize(deserializer)
            }
        }

        impl crate::json::Read for $name {
            fn read(reader: &mut crate::json::Reader<'_>) -> Result<Self, crate::json::NotRead> {
                Ok(Self::from(&*crate::macros::open_enum::read_text(reader)?))
            }
        }

        impl crate::macros::open_enum::OpenEnum for $name {
            fn unknown() -> Self {
                Self::Unknown(Box::default())
            }
        }

        impl crate::json::ReadKey for $name {
            fn read_key(name: &str) -> Option<Self> {
                Some(Self::from(name))
            }
        }
    };
    ($(#[$meta:meta])* $vis:vis enum $name:ident: $int:ty {
        $($(#[$vmeta:meta])* $variant:ident = $number:literal,)*
    }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        $vis enum $name {
            $($(#[$vmeta])* $variant,)*
            /// A value that this version does not know, kept unchanged. The largest number also represents a value that
            /// is not a number, such as a text.
            Unknown($int),
        }

        impl $name {
            /// All values that this version knows.
            pub const KNOWN: &'static [Self] = &[$(Self::$variant,)*];

            /// The value, as Discord writes it.
            #[must_use]
            pub const fn get(self) -> $int {
                match self {
                    $(Self::$variant => $number,)*
                    Self::Unknown(number) => number,
                }
            }
        }

        impl From<$int> for $name {
            fn from(number: $int) -> Self {
                match number {
                    $($number => Self::$variant,)*
                    other => Self::Unknown(other),
                }
            }
        }

        impl From<$name> for $int {
            fn from(value: $name) -> Self {
                value.get()
            }
        }

        /// Writes the number as Discord does; `Debug` shows the name.
        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Display::fmt(&self.get(), f)
            }
        }

        /// Parses a number; one that this version does not know is kept.
        impl ::std::str::FromStr for $name {
            type Err = ::std::num::ParseIntError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse::<$int>().map(Self::from)
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.get().serialize(serializer)
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                crate::json::deserialize(deserializer)
            }
        }

        impl crate::json::Read for $name {
            #[inline]
            fn read(reader: &mut crate::json::Reader<'_>) -> Result<Self, crate::json::NotRead> {
                let number = crate::macros::open_enum::read_number(reader)?;
                Ok(Self::from(<$int>::try_from(number).unwrap_or(<$int>::MAX)))
            }
        }

        impl crate::macros::open_enum::OpenEnum for $name {
            fn unknown() -> Self {
                Self::Unknown(<$int>::MAX)
            }
        }
    };
}

use std::borrow::Cow;

use crate::json::{NotRead, Reader};

pub(crate) use open_enum;

/// An enum that Discord may extend.
pub(crate) trait OpenEnum {
    /// Returns the value that represents a missing or unreadable one.
    fn unknown() -> Self;
}

/// Reads the number of an open enum, which may be in a string. A value of another type is read as the largest number
/// and recorded; null is a missing value and an error.
#[inline]
pub(crate) fn read_number(reader: &mut Reader<'_>) -> Result<i32, NotRead> {
    match reader.byte() {
        b'-' | b'0'..=b'9' => {
            let start = reader.at;
            match reader.whole_number()? {
                Some(number) => Ok(number),
                None => odd_number(reader, start),
            }
        }
        _ => number_of_another_type(reader),
    }
}

#[cold]
fn number_of_another_type(reader: &mut Reader<'_>) -> Result<i32, NotRead> {
    let start = reader.at;
    if reader.byte() == b'"' {
        let text = reader.string()?;
        // Signs and spaces, which `parse` partly accepts, are not allowed.
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        return match text.parse() {
            Ok(number) if digits => Ok(number),
            _ => odd_number(reader, start),
        };
    }
    if reader.byte() == b'n' {
        return Err(reader.wrong(start, "null, expected a number"));
    }
    reader.skip()?;
    odd_number(reader, start)
}

#[cold]
fn odd_number(reader: &mut Reader<'_>, start: usize) -> Result<i32, NotRead> {
    reader.note(start, "not a number of 32 bits, so it is read as unknown")?;
    Ok(i32::MAX)
}

/// Reads the text of an open enum. A value of another type is read as its JSON text and recorded; null is a missing
/// value and an error.
#[inline]
pub(crate) fn read_text<'de>(reader: &mut Reader<'de>) -> Result<Cow<'de, str>, NotRead> {
    if reader.byte() == b'"' { reader.string() } else { text_of_another_type(reader) }
}

#[cold]
fn text_of_another_type<'de>(reader: &mut Reader<'de>) -> Result<Cow<'de, str>, NotRead> {
    let start = reader.at;
    if reader.byte() == b'n' {
        return Err(reader.wrong(start, "null, expected a text"));
    }
    reader.skip()?;
    let text = reader.since(start);
    reader.note(start, "not a text, so it is read as unknown")?;
    Ok(Cow::Borrowed(text))
}
