//! The macro behind every object, and how an event that adds fields to an object is read.

/// Declares an object with the notation of Discord's docs.
///
/// A question mark after a field's name marks a field that may be missing: it becomes an `Option` that
/// is left out when it is `None`. Brackets after the name mark a list that may be missing: it becomes a
/// boxed slice, empty by default and left out when empty. A field without a mark is always written; its
/// `Option` is written as `null`.
///
/// Objects are `non_exhaustive`, as Discord adds fields at any time. Lists and strings that are only
/// received are boxed, without spare capacity; those that users build are `String` and `Vec`.
macro_rules! object {
    ($(#[$meta:meta])* pub struct $name:ident {
        $($(#[$field_meta:meta])*
        pub $field:ident $(? : $optional:ty)? $([] : $item:ty)? $(: $ty:ty)?,)*
    }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, ::serde::Serialize, ::serde::Deserialize)]
        #[non_exhaustive]
        pub struct $name {
            $($(#[$field_meta])*
            $(#[serde(skip_serializing_if = "Option::is_none")] pub $field: Option<$optional>,)?
            $(#[serde(default, deserialize_with = "crate::object::list", skip_serializing_if = "crate::object::is_empty")]
            pub $field: Box<[$item]>,)?
            $(pub $field: $ty,)?)*
        }
    };
}

/// Declares an object together with fields that come beside its own in the same JSON object.
///
/// The first field holds the object, the others are read from the same keys in one pass: nothing is
/// buffered, as `#[serde(flatten)]` would do. The marks are those of [`object!`].
macro_rules! extended_object {
    ($(#[$meta:meta])* pub struct $name:ident: $base_ty:ty {
        $(#[$base_meta:meta])*
        pub $base:ident,
        $($(#[$field_meta:meta])*
        pub $field:ident $(? : $optional:ty)? $([] : $item:ty)? $(: $ty:ty)?,)*
    }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, ::serde::Serialize)]
        #[non_exhaustive]
        pub struct $name {
            $(#[$base_meta])*
            #[serde(flatten)]
            pub $base: $base_ty,
            $($(#[$field_meta])*
            $(#[serde(skip_serializing_if = "Option::is_none")] pub $field: Option<$optional>,)?
            $(#[serde(skip_serializing_if = "crate::object::is_empty")] pub $field: Box<[$item]>,)?
            $(pub $field: $ty,)?)*
        }

        impl ::std::ops::Deref for $name {
            type Target = $base_ty;

            fn deref(&self) -> &$base_ty {
                &self.$base
            }
        }

        const _: () = {
            /// The additional fields while they are collected.
            #[derive(Default)]
            struct Extra {
                $($(#[allow(clippy::option_option, reason = "the outer one is for a field not yet seen")]
                $field: Option<Option<$optional>>,)?
                $($field: Option<Box<[$item]>>,)?
                $($field: Option<$ty>,)?)*
            }

            #[allow(non_camel_case_types, reason = "named as the fields")]
            enum Key { $($field),* }

            impl crate::object::ExtraFields for Extra {
                type Key = Key;

                fn key(name: &str) -> Option<Key> {
                    match name {
                        $(stringify!($field) => Some(Key::$field),)*
                        _ => None,
                    }
                }

                fn read<'de, A: ::serde::de::MapAccess<'de>>(
                    &mut self, key: Key, map: &mut A,
                ) -> Result<(), A::Error> {
                    match key {
                        $(Key::$field => self.$field = Some(map.next_value()?),)*
                    }
                    Ok(())
                }
            }

            impl<'de> ::serde::Deserialize<'de> for $name {
                fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    let (base, extra) = crate::object::read_extended::<$base_ty, Extra, D>(deserializer)?;
                    Ok(Self {
                        $base: base,
                        $($(
                            $field: { let value: Option<Option<$optional>> = extra.$field; value.flatten() },
                        )?
                        $(
                            $field: { let value: Option<Box<[$item]>> = extra.$field; value.unwrap_or_default() },
                        )?
                        $(
                            $field: {
                                let value: Option<$ty> = extra.$field;
                                crate::object::required(value, stringify!($field))?
                            },
                        )?)*
                    })
                }
            }
        };
    };
}

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::{
    BorrowedStrDeserializer, MapAccessDeserializer, StrDeserializer, UnitDeserializer,
};
use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

pub(crate) use {extended_object, object};

/// Whether a list is empty and can be left out.
pub(crate) const fn is_empty<T>(list: &[T]) -> bool {
    list.is_empty()
}

/// A list that may be missing, and that is null at times.
pub(crate) fn list<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Box<[T]>, D::Error> {
    Option::<Box<[T]>>::deserialize(deserializer).map(Option::unwrap_or_default)
}

/// A list that is read whole or not at all, even where broken items of other lists are left out: without one
/// of its items it would say something else, such as what a member may do.
pub(crate) trait WholeList<'de>: Sized {
    /// Reads the list.
    fn read<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;
}

/// For `deserialize_with`.
pub(crate) fn whole<'de, L: WholeList<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<L, D::Error> {
    L::read(deserializer)
}

/// As [`whole`], for a list that is null at times.
pub(crate) fn whole_or_null<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Box<[T]>, D::Error> {
    Option::<Box<[T]>>::read(deserializer).map(Option::unwrap_or_default)
}

impl<'de, T: Deserialize<'de>> WholeList<'de> for Vec<T> {
    fn read<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // The reader of this crate leaves items out of sequences only.
        deserializer.deserialize_tuple_struct("list", 0, AllItems(PhantomData))
    }
}

impl<'de, T: Deserialize<'de>> WholeList<'de> for Box<[T]> {
    fn read<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::read(deserializer).map(Into::into)
    }
}

impl<'de, L: WholeList<'de>> WholeList<'de> for Option<L> {
    fn read<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Optional<L>(PhantomData<L>);

        impl<'de, L: WholeList<'de>> Visitor<'de> for Optional<L> {
            type Value = Option<L>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list or null")
            }

            fn visit_none<E: Error>(self) -> Result<Option<L>, E> {
                Ok(None)
            }

            fn visit_unit<E: Error>(self) -> Result<Option<L>, E> {
                Ok(None)
            }

            fn visit_some<D: Deserializer<'de>>(self, list: D) -> Result<Option<L>, D::Error> {
                L::read(list).map(Some)
            }
        }

        deserializer.deserialize_option(Optional(PhantomData))
    }
}

struct AllItems<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for AllItems<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a sequence")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Vec<T>, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(items)
    }
}

/// Fields read beside those of an object, from the same JSON object.
pub(crate) trait ExtraFields: Default {
    /// Which of the fields.
    type Key;

    /// The field of this name, if it is one of them.
    fn key(name: &str) -> Option<Self::Key>;

    /// Reads the value of a field.
    fn read<'de, A: MapAccess<'de>>(&mut self, key: Self::Key, map: &mut A)
    -> Result<(), A::Error>;
}

/// The value of a field, which may be missing only where its type also takes null.
pub(crate) fn required<'de, T, E>(value: Option<T>, name: &'static str) -> Result<T, E>
where
    T: Deserialize<'de>,
    E: Error,
{
    match value {
        Some(value) => Ok(value),
        None => T::deserialize(UnitDeserializer::<E>::new()).map_err(|_| E::missing_field(name)),
    }
}

/// Reads an object and the fields beside it in one pass over a map.
pub(crate) fn read_extended<'de, B: Deserialize<'de>, X: ExtraFields, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<(B, X), D::Error> {
    deserializer.deserialize_map(Extended(PhantomData))
}

struct Extended<B, X>(PhantomData<(B, X)>);

impl<'de, B: Deserialize<'de>, X: ExtraFields> Visitor<'de> for Extended<B, X> {
    type Value = (B, X);

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(B, X), A::Error> {
        let mut extra = X::default();
        let rest = Rest { map: &mut map, extra: &mut extra };
        let base = B::deserialize(MapAccessDeserializer::new(rest))?;
        Ok((base, extra))
    }
}

/// The entries of a map without the extra fields, which it reads as they pass by.
struct Rest<'a, A, X> {
    map: &'a mut A,
    extra: &'a mut X,
}

impl<'de, A: MapAccess<'de>, X: ExtraFields> MapAccess<'de> for Rest<'_, A, X> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        mut seed: K,
    ) -> Result<Option<K::Value>, A::Error> {
        loop {
            match self.map.next_key_seed(KeySeed::<K, X> { seed, extra: PhantomData })? {
                None => return Ok(None),
                Some(Either::Base(key)) => return Ok(Some(key)),
                Some(Either::Extra(key, unused)) => {
                    self.extra.read(key, self.map)?;
                    seed = unused;
                }
            }
        }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        self.map.next_value_seed(seed)
    }
}

/// A key is one of the extra fields, or belongs to the object.
enum Either<K, V, S> {
    Extra(K, S),
    Base(V),
}

struct KeySeed<K, X> {
    seed: K,
    extra: PhantomData<X>,
}

impl<'de, K: DeserializeSeed<'de>, X: ExtraFields> DeserializeSeed<'de> for KeySeed<K, X> {
    type Value = Either<X::Key, K::Value, K>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl<'de, K: DeserializeSeed<'de>, X: ExtraFields> Visitor<'de> for KeySeed<K, X> {
    type Value = Either<X::Key, K::Value, K>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a field name")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Self::Value, E> {
        match X::key(name) {
            Some(key) => Ok(Either::Extra(key, self.seed)),
            None => self.seed.deserialize(StrDeserializer::new(name)).map(Either::Base),
        }
    }

    fn visit_borrowed_str<E: Error>(self, name: &'de str) -> Result<Self::Value, E> {
        match X::key(name) {
            Some(key) => Ok(Either::Extra(key, self.seed)),
            None => self.seed.deserialize(BorrowedStrDeserializer::new(name)).map(Either::Base),
        }
    }
}
