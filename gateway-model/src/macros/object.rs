//! The macros for objects, and for events that add fields to an object.

/// Declares an object with the notation of Discord's docs.
///
/// A mark after a field's name defines how the field is read:
///
/// | notation | type | missing or null | cannot be read |
/// | --- | --- | --- | --- |
/// | `name: T` | `T` | an error, unless `T` is an option; a null list is empty | an error |
/// | `name?: T` | `Option<T>`, not written if it is `None` | `None` | `None`, and reported |
/// | `name[]: T` | `Box<[T]>`, not written if it is empty | empty | empty, and reported; an invalid item is left out |
/// | `name[whole]: T` | the same | empty | an error, for an item too |
/// | `name {default}: T` | `T` | its default | its default, and reported |
/// | `name {whole}: T` | a list | missing is an error, null is empty | an error, for an item too |
/// | `name {default whole}: T` | a list | empty | an error, for an item too |
/// | `name {loose}: Option<T>` | an option | `None` | `None`, and reported, but not an error for a strict reader |
/// | `name {unknown}: T` | an open enum | unknown | unknown, and reported |
/// | `name {strict}: Option<T>` | an option | `None` | an error |
/// | `name {with f}: T` | `T`, which `f` reads | an error | an error |
/// | `name {default with f}: T` | the same | its default | an error |
///
/// *Reported* means that the path of the value is in `Decoded::skipped`. An error of a field is an error of the object,
/// which is left out if the value that contains it allows that. So give a field no mark only if the object is useless
/// without it. `as "name"` after the field's name sets its name in JSON.
///
/// Objects are `non_exhaustive`, because Discord may add fields at any time. Lists and strings that are only received
/// are boxed, without spare capacity; those that users build are `String` and `Vec`.
macro_rules! object {
    ($(#[$meta:meta])* pub struct $name:ident {
        $($(#[$field_meta:meta])*
        pub $field:ident $(as $json:literal)?
            $(? : $optional:ty)? $([] : $item:ty)? $([whole] : $whole:ty)?
            $({$($mark:tt)+} : $marked:ty)? $(: $ty:ty)?,)*
    }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, ::serde::Serialize)]
        #[non_exhaustive]
        pub struct $name {
            $($(#[$field_meta])*
            $(#[serde(rename = $json)])?
            $(#[serde(skip_serializing_if = "Option::is_none")] pub $field: Option<$optional>,)?
            $(#[serde(skip_serializing_if = "crate::macros::object::is_empty")] pub $field: Box<[$item]>,)?
            $(#[serde(skip_serializing_if = "crate::macros::object::is_empty")] pub $field: Box<[$whole]>,)?
            $(pub $field: $marked,)?
            $(pub $field: $ty,)?)*
        }

        crate::macros::object::read_fields! { $name {
            $($field ($($json)?) $(? $optional)? $([] $item)? $([whole] $whole)? $({$($mark)+} $marked)? $(= $ty)?,)*
        } }
        crate::macros::object::deserialize_own! { $name }
    };
}

/// Declares a type with an object and additional fields in the same JSON object.
///
/// The first field is the object; the others are read from the same JSON object in one pass, without the buffering of
/// `#[serde(flatten)]`. The marks are those of [`object!`].
macro_rules! extended_object {
    ($(#[$meta:meta])* pub struct $name:ident: $base_ty:ty {
        $(#[$base_meta:meta])*
        pub $base:ident,
        $($(#[$field_meta:meta])*
        pub $field:ident $(as $json:literal)?
            $(? : $optional:ty)? $([] : $item:ty)? $([whole] : $whole:ty)?
            $({$($mark:tt)+} : $marked:ty)? $(: $ty:ty)?,)*
    }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, ::serde::Serialize)]
        #[non_exhaustive]
        pub struct $name {
            $(#[$base_meta])*
            #[serde(flatten)]
            pub $base: $base_ty,
            $($(#[$field_meta])*
            $(#[serde(rename = $json)])?
            $(#[serde(skip_serializing_if = "Option::is_none")] pub $field: Option<$optional>,)?
            $(#[serde(skip_serializing_if = "crate::macros::object::is_empty")] pub $field: Box<[$item]>,)?
            $(#[serde(skip_serializing_if = "crate::macros::object::is_empty")] pub $field: Box<[$whole]>,)?
            $(pub $field: $marked,)?
            $(pub $field: $ty,)?)*
        }

        impl ::std::ops::Deref for $name {
            type Target = $base_ty;

            fn deref(&self) -> &$base_ty {
                &self.$base
            }
        }

        crate::macros::object::read_fields! { $name: $base $base_ty {
            $($field ($($json)?) $(? $optional)? $([] $item)? $([whole] $whole)? $({$($mark)+} $marked)? $(= $ty)?,)*
        } }
        crate::macros::object::deserialize_own! { $name }
    };
}

/// Implements reading the fields of an object, in the order in which they arrive.
macro_rules! read_fields {
    ($name:ident $(: $base:ident $base_ty:ty)? {
        $($field:ident ($($json:literal)?)
            $(? $optional:ty)? $([] $item:ty)? $([whole] $whole:ty)?
            $({$($mark:tt)+} $marked:ty)? $(= $ty:ty)?,)*
    }) => {
        const _: () = {
            #[derive(Default)]
            #[allow(clippy::option_option, reason = "the outer one is for a field not yet seen")]
            pub(crate) struct Fields {
                $(pub(crate) $base: <$base_ty as crate::json::Object>::Fields,)?
                $($(pub(crate) $field: Option<$optional>,)?
                $(pub(crate) $field: Option<Box<[$item]>>,)?
                $(pub(crate) $field: Option<Box<[$whole]>>,)?
                $(pub(crate) $field: Option<$marked>,)?
                $(pub(crate) $field: Option<$ty>,)?)*
            }

            impl crate::json::Object for $name {
                type Fields = Fields;
            }

            impl crate::json::Fields for Fields {
                type Object = $name;

                #[inline]
                fn read(
                    &mut self,
                    name: &str,
                    reader: &mut crate::json::Reader<'_>,
                ) -> Result<bool, crate::json::NotRead> {
                    match name {
                        $(crate::macros::object::json_name!($field $($json)?) => {
                            $(reader.optional::<$optional>(&mut self.$field))?
                            $(reader.optional::<Box<[$item]>>(&mut self.$field))?
                            $(reader.whole::<Box<[$whole]>>(&mut self.$field))?
                            $(crate::macros::object::read_marked!(reader $marked: self.$field; $($mark)+))?
                            $(reader.field::<$ty>(&mut self.$field))?
                        })*
                        $(_ => crate::json::Fields::read(&mut self.$base, name, reader),)?
                        #[allow(unreachable_patterns, reason = "the object has others")]
                        _ => Ok(false),
                    }
                }

                #[inline]
                #[allow(unused_variables, reason = "where nothing has to be there")]
                fn finish(
                    self,
                    reader: &mut crate::json::Reader<'_>,
                ) -> Result<$name, crate::json::NotRead> {
                    Ok($name {
                        $($base: crate::json::Fields::finish(self.$base, reader)?,)?
                        $($field: {
                            let name = crate::macros::object::json_name!($field $($json)?);
                            $({ let value: Option<$optional> = self.$field; value })?
                            $({ let value: Option<Box<[$item]>> = self.$field; value.unwrap_or_default() })?
                            $({ let value: Option<Box<[$whole]>> = self.$field; value.unwrap_or_default() })?
                            $(crate::macros::object::finish_marked!(reader self.$field, $marked, name; $($mark)+))?
                            $(reader.required::<$ty>(self.$field, name)?)?
                        },)*
                    })
                }
            }

            impl crate::json::Read for $name {
                fn read(reader: &mut crate::json::Reader<'_>) -> Result<Self, crate::json::NotRead> {
                    crate::json::read_object::<Fields>(reader)
                }
            }
        };
    };
}

/// The name of a field in JSON.
macro_rules! json_name {
    ($field:ident) => {
        stringify!($field)
    };
    ($field:ident $json:literal) => {
        $json
    };
}

/// Reads the value of a field with a mark into its place.
macro_rules! read_marked {
    ($reader:ident $ty:ty: $place:expr; default) => {
        $reader.optional::<$ty>(&mut $place)
    };
    ($reader:ident $ty:ty: $place:expr; unknown) => {
        $reader.optional::<$ty>(&mut $place)
    };
    ($reader:ident $ty:ty: $place:expr; $(default)? whole) => {
        $reader.whole::<$ty>(&mut $place)
    };
    ($reader:ident $ty:ty: $place:expr; loose) => {
        $reader.loose(&mut $place)
    };
    ($reader:ident $ty:ty: $place:expr; strict) => {
        $reader.strict(&mut $place)
    };
    ($reader:ident $ty:ty: $place:expr; $(default)? with $read:path) => {
        $reader.field_by(&mut $place, $read)
    };
}

/// Returns the value of a field with a mark, after the object was read.
macro_rules! finish_marked {
    ($reader:ident $value:expr, $ty:ty, $name:ident; unknown) => {{
        let value: Option<$ty> = $value;
        value.unwrap_or_else(crate::macros::open_enum::OpenEnum::unknown)
    }};
    ($reader:ident $value:expr, $ty:ty, $name:ident; whole) => {
        $value.ok_or_else(|| $reader.missing($name))?
    };
    ($reader:ident $value:expr, $ty:ty, $name:ident; with $read:path) => {
        $value.ok_or_else(|| $reader.missing($name))?
    };
    // `loose` and `strict` are for options, whose default is `None`.
    ($reader:ident $value:expr, $ty:ty, $name:ident; $($mark:tt)+) => {{
        let value: Option<$ty> = $value;
        value.unwrap_or_default()
    }};
}

/// Implements `Deserialize` for a type of this crate.
macro_rules! deserialize_own {
    ($name:ident) => {
        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                crate::json::deserialize(deserializer)
            }
        }
    };
}

pub(crate) use {
    deserialize_own, extended_object, finish_marked, json_name, object, read_fields, read_marked,
};

/// Returns whether a list is empty and can be left out.
pub(crate) const fn is_empty<T>(list: &[T]) -> bool {
    list.is_empty()
}
