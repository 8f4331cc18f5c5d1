//! Enums whose variant is named by a field `type` of the JSON object.

use std::fmt;
use std::marker::PhantomData;
use std::vec;

use serde::de::value::MapAccessDeserializer;
use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error, IntoDeserializer, MapAccess, Visitor,
};
use serde_json::{Map, Value};

use crate::open_enum::KindNumber;

/// Makes an enum whose variant is chosen by the number in the field `type`.
///
/// `tagged_enum! { pub enum Name: Kind { Variant, } }` where `Kind` is an open enum with a variant of the
/// same name for each, and a type of that name holds the other fields. An object of another type is kept
/// as it came.
macro_rules! tagged_enum {
    ($(#[$meta:meta])* pub enum $name:ident: $kind:ident {
        $($(#[$variant_meta:meta])* $variant:ident($content:ty),)*
    }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$variant_meta])* $variant($content),)*
            /// One of a type this version does not know, with all its fields, `type` included.
            Unknown(::serde_json::Map<String, ::serde_json::Value>),
        }

        impl $name {
            /// The number in the field `type`.
            #[must_use]
            pub fn kind(&self) -> $kind {
                match self {
                    $(Self::$variant(_) => $kind::$variant,)*
                    Self::Unknown(fields) => $kind::from(crate::tagged::number(fields)),
                }
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                #[derive(::serde::Serialize)]
                struct Fields<'a, T> {
                    r#type: $kind,
                    #[serde(flatten)]
                    content: &'a T,
                }
                match self {
                    $(Self::$variant(content) => {
                        Fields { r#type: $kind::$variant, content }.serialize(serializer)
                    })*
                    Self::Unknown(fields) => fields.serialize(serializer),
                }
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                crate::tagged::read(deserializer)
            }
        }

        impl crate::tagged::Tagged for $name {
            fn read<'de, A: ::serde::de::MapAccess<'de>>(
                number: u16, rest: crate::tagged::Rest<'_, A>,
            ) -> Result<Self, A::Error> {
                match $kind::from(number) {
                    $($kind::$variant => rest.read().map(Self::$variant),)*
                    #[allow(unreachable_patterns, reason = "not for an enum with all kinds")]
                    _ => rest.read_unknown(number).map(Self::Unknown),
                }
            }
        }
    };
}

pub(crate) use tagged_enum;

/// The number in the field `type` of an object that is kept as it came.
pub(crate) fn number(fields: &Map<String, Value>) -> u16 {
    fields
        .get("type")
        .and_then(Value::as_u64)
        .and_then(|number| u16::try_from(number).ok())
        .unwrap_or(u16::MAX)
}

/// An enum whose variant is chosen by the field `type`.
pub(crate) trait Tagged: Sized {
    /// Reads the fields beside `type`.
    fn read<'de, A: MapAccess<'de>>(number: u16, rest: Rest<'_, A>) -> Result<Self, A::Error>;
}

/// Reads a tagged enum. Where `type` comes first, as Discord writes it, nothing is buffered.
pub(crate) fn read<'de, T: Tagged, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    struct Object<T>(PhantomData<T>);

    impl<'de, T: Tagged> Visitor<'de> for Object<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object with a field 'type'")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
            let mut earlier = Vec::new();
            loop {
                match map.next_key::<Key>()? {
                    Some(Key::Type) => break,
                    Some(Key::Other(name)) => earlier.push((name, map.next_value::<Value>()?)),
                    None => return Err(A::Error::missing_field("type")),
                }
            }
            let KindNumber(number) = map.next_value()?;
            T::read(number, Rest { earlier: earlier.into_iter(), value: None, map: &mut map })
        }
    }

    deserializer.deserialize_map(Object(PhantomData))
}

/// A key that is `type`, or another one.
enum Key {
    Type,
    Other(String),
}

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Name;
        impl Visitor<'_> for Name {
            type Value = Key;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a field name")
            }

            fn visit_str<E: Error>(self, name: &str) -> Result<Key, E> {
                Ok(if name == "type" { Key::Type } else { Key::Other(name.to_owned()) })
            }
        }
        deserializer.deserialize_identifier(Name)
    }
}

/// The fields beside `type`: those that came before it, then those still to be read.
pub(crate) struct Rest<'a, A> {
    earlier: vec::IntoIter<(String, Value)>,
    value: Option<Value>,
    map: &'a mut A,
}

impl<'de, A: MapAccess<'de>> Rest<'_, A> {
    /// Reads the fields as a variant's content.
    pub(crate) fn read<T: Deserialize<'de>>(self) -> Result<T, A::Error> {
        T::deserialize(MapAccessDeserializer::new(self))
    }

    /// Keeps the fields as they came, `type` first; one that is no number is the largest.
    pub(crate) fn read_unknown(mut self, number: u16) -> Result<Map<String, Value>, A::Error> {
        let mut fields = Map::new();
        fields.insert("type".to_owned(), number.into());
        while let Some((name, value)) = self.next_entry()? {
            fields.insert(name, value);
        }
        Ok(fields)
    }
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Rest<'_, A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, A::Error> {
        match self.earlier.next() {
            Some((name, value)) => {
                self.value = Some(value);
                seed.deserialize(name.into_deserializer()).map(Some)
            }
            None => self.map.next_key_seed(seed),
        }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        match self.value.take() {
            Some(value) => seed.deserialize(value).map_err(|error| {
                let kept = A::Error::custom(&error);
                crate::json::note_of_kept_value(&error);
                kept
            }),
            None => self.map.next_value_seed(seed),
        }
    }
}
