//! Enums whose variant is named by a field `type` of the JSON object.

use serde_json::{Map, Value};

use crate::json::{NotRead, Read, Reader};
use crate::macros::open_enum::read_number;

/// Declares an enum whose variant is determined by the number in the field `type`.
///
/// `tagged_enum! { pub enum Name: Kind { Variant, } }`: `Kind` is an open enum with a variant of the same name for
/// each, and a type with that name has the other fields. An object of another type is kept unchanged.
macro_rules! tagged_enum {
    ($(#[$meta:meta])* pub enum $name:ident: $kind:ident {
        $($(#[$variant_meta:meta])* $variant:ident($content:ty),)*
    }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$variant_meta])* $variant($content),)*
            /// An object whose type this version does not know, with all its fields, including `type`.
            Unknown(::serde_json::Map<String, ::serde_json::Value>),
        }

        impl $name {
            /// The number in the field `type`.
            #[must_use]
            pub fn kind(&self) -> $kind {
                match self {
                    $(Self::$variant(_) => $kind::$variant,)*
                    Self::Unknown(fields) => $kind::from(crate::macros::tagged::number(fields)),
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

        crate::macros::object::deserialize_own! { $name }

        impl crate::json::Read for $name {
            fn read(reader: &mut crate::json::Reader<'_>) -> Result<Self, crate::json::NotRead> {
                match $kind::from(crate::macros::tagged::kind(reader)?) {
                    $($kind::$variant => crate::json::Read::read(reader).map(Self::$variant),)*
                    #[allow(unreachable_patterns, reason = "not for an enum with all kinds")]
                    kind => crate::macros::tagged::read_unknown(reader, kind.get()).map(Self::Unknown),
                }
            }
        }
    };
}

pub(crate) use tagged_enum;

/// The number in the field `type` of an object that is kept unchanged.
pub(crate) fn number(fields: &Map<String, Value>) -> i32 {
    fields
        .get("type")
        .and_then(Value::as_i64)
        .and_then(|number| i32::try_from(number).ok())
        .unwrap_or(i32::MAX)
}

/// Returns the number in the field `type` of the object that begins here; the largest number represents a value that is
/// not a valid number. Discord writes this field first, so no other field is read.
pub(crate) fn kind(reader: &mut Reader<'_>) -> Result<i32, NotRead> {
    let kind =
        reader.look_ahead(
            |name, reader| {
                if name == "type" { read_number(reader).map(Some) } else { Ok(None) }
            },
        )?;
    match kind {
        Some(kind) => Ok(kind),
        None => {
            // The error is at the object's end, as for any missing field.
            reader.skip()?;
            Err(reader.missing("type"))
        }
    }
}

/// Keeps the fields unchanged, except a `type` that is not a number.
pub(crate) fn read_unknown(
    reader: &mut Reader<'_>,
    kind: i32,
) -> Result<Map<String, Value>, NotRead> {
    let mut fields = Map::read(reader)?;
    fields.insert("type".to_owned(), kind.into());
    Ok(fields)
}
