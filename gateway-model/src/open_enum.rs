//! The macro behind every enum that Discord may extend, and how one is read from a value of any type.

/// Makes an *open* enum: known values by name, any other kept as it came.
///
/// `open_enum! { /// docs pub enum Name: u8 { /// docs Variant = 1, } }` for integers, and
/// `pub enum Name: str { Variant = "text", }` for strings. Both read and write the bare value.
macro_rules! open_enum {
    ($(#[$meta:meta])* $vis:vis enum $name:ident: str {
        $($(#[$vmeta:meta])* $variant:ident = $text:literal,)*
    }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        $vis enum $name {
            $($(#[$vmeta])* $variant,)*
            /// A value this version does not know, kept as it came; one that is no text as its JSON text.
            Unknown(Box<str>),
        }

        impl $name {
            /// All values this version knows.
            pub const KNOWN: &'static [Self] = &[$(Self::$variant,)*];

            /// The value as Discord writes it.
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

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                crate::open_enum::read_text(deserializer)
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
            /// A value this version does not know, kept as it came. The largest number also stands for a
            /// value that is no number, such as a text.
            Unknown($int),
        }

        impl $name {
            /// All values this version knows.
            pub const KNOWN: &'static [Self] = &[$(Self::$variant,)*];

            /// The value as Discord writes it.
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

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.get().serialize(serializer)
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                match crate::open_enum::read_number(deserializer)? {
                    None => Ok(Self::Unknown(<$int>::MAX)),
                    Some(number) => match <$int>::try_from(number) {
                        Ok(number) => Ok(Self::from(number)),
                        Err(_) => Err(crate::open_enum::too_large(number)),
                    },
                }
            }
        }
    };
}

use std::fmt;
use std::marker::PhantomData;

use serde::de::{
    Deserialize, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Unexpected, Visitor,
};

use crate::json::note_odd_value;

pub(crate) use open_enum;

/// The name by which the reader of this crate knows an open enum of numbers. Data of events that hold another
/// type there are read leniently, so that it is told; any other deserializer takes it for a newtype.
pub(crate) const OPEN_NUMBER: &str = "$gateway_model::open_number";
/// The same for an open enum of texts.
pub(crate) const OPEN_TEXT: &str = "$gateway_model::open_text";

/// Reads the number of an open enum; `None` is a value of another type.
pub(crate) fn read_number<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<u64>, D::Error> {
    deserializer.deserialize_newtype_struct(OPEN_NUMBER, OpenNumber)
}

/// The number of an open enum; the largest one stands for a value of another type.
pub(crate) struct KindNumber(pub(crate) u16);

impl<'de> Deserialize<'de> for KindNumber {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = read_number(deserializer)?.unwrap_or(u16::MAX.into());
        u16::try_from(number).map(Self).map_err(|_| too_large(number))
    }
}

/// A number that the enum's integer does not hold.
pub(crate) fn too_large<E: Error>(number: u64) -> E {
    E::invalid_value(Unexpected::Unsigned(number), &"a number of 16 bits")
}

/// Reads an open enum of texts.
pub(crate) fn read_text<'de, T: for<'a> From<&'a str>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    deserializer.deserialize_newtype_struct(OPEN_TEXT, OpenText(PhantomData))
}

struct OpenNumber;

impl<'de> Visitor<'de> for OpenNumber {
    type Value = Option<u64>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number")
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Self::Value, E> {
        Ok(Some(number))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Self::Value, E> {
        let positive = u64::try_from(number);
        positive.map(Some).map_err(|_| E::invalid_value(Unexpected::Signed(number), &self))
    }

    /// A number written as a text is that number.
    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        let number = if digits { text.parse().ok() } else { None };
        if number.is_none() {
            note_odd_value();
        }
        Ok(number)
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Self::Value, E> {
        note_odd_value();
        Ok(None)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        note_odd_value();
        Ok(None)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        note_odd_value();
        Ok(None)
    }
}

struct OpenText<T>(PhantomData<T>);

impl<'de, T: for<'a> From<&'a str>> Visitor<'de> for OpenText<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        Ok(T::from(text))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<T, E> {
        Ok(odd_text(&number.to_string()))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<T, E> {
        Ok(odd_text(&number.to_string()))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<T, E> {
        Ok(odd_text(&number.to_string()))
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<T, E> {
        Ok(odd_text(if value { "true" } else { "false" }))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<T, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element::<serde_json::Value>()? {
            items.push(item);
        }
        Ok(odd_text(&serde_json::Value::from(items).to_string()))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
        let mut fields = serde_json::Map::new();
        while let Some((name, value)) = map.next_entry()? {
            fields.insert(name, value);
        }
        Ok(odd_text(&serde_json::Value::from(fields).to_string()))
    }
}

/// What stands for a value that is no text.
fn odd_text<T: for<'a> From<&'a str>>(json: &str) -> T {
    note_odd_value();
    T::from(json)
}
