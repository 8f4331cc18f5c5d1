//! What all kinds of rows share, and the macro that lists the fields of a row.

use gateway_model::id::{Id, marker};
use serde::de::DeserializeOwned;

use crate::change::{Change, Changed};
use crate::pack::Input;

/// An object that is stored as a row.
pub(crate) trait Row: Clone + PartialEq + Sized + Send + Sync + 'static {
    /// Its field groups.
    type Fields: Copy + Send + Sync + std::fmt::Debug;

    /// Appends the fields of these groups.
    fn pack(&self, fields: Self::Fields, out: &mut Vec<u8>);

    /// Reads the fields of these groups. All other fields are as if they were missing.
    fn unpack(place: Keyed, fields: Self::Fields, row: &mut Input<'_>) -> Self;

    /// Wraps a change of this kind.
    fn changed(change: Changed<Self>) -> Change;
}

/// Identifies a row: its guild and its key.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Keyed {
    pub(crate) guild: Id<marker::Guild>,
    pub(crate) id: Id<marker::Generic>,
}

/// Returns an object with only the required fields of its type, into which a row is read.
pub(super) fn template<T: DeserializeOwned>(json: &str) -> T {
    serde_json::from_str(json).expect("a template of its type")
}

/// Lists the fields of a row by group: those in `[]` are always kept.
///
/// A field's name may be followed by its encoding, if it is not `Pack`: `json`, or `fixed` for an id that always takes
/// eight bytes. Fields that are rarely set come last, because trailing zeros of a row are not stored.
macro_rules! row {
    ($type:ty, $fields:ty, $change:ident, $template:literal, |$object:ident, $place:ident| $name:block,
        $([$($group:ident)?] $($field:ident $($how:ident)?),+;)*) => {
        impl crate::kind::row::Row for $type {
            type Fields = $fields;

            #[allow(unused_variables, reason = "some have no groups")]
            fn pack(&self, fields: $fields, out: &mut Vec<u8>) {
                $(if crate::kind::row::row!(@has fields $($group)?) {
                    $(crate::kind::row::row!(@put self.$field, out, $($how)?);)+
                })*
            }

            #[allow(unused_variables, reason = "some have no groups")]
            fn unpack(place: crate::kind::row::Keyed, fields: $fields, row: &mut crate::pack::Input<'_>) -> Self {
                static TEMPLATE: std::sync::LazyLock<$type> =
                    std::sync::LazyLock::new(|| crate::kind::row::template($template));
                let mut object = TEMPLATE.clone();
                let ($object, $place) = (&mut object, place);
                $name
                $(if crate::kind::row::row!(@has fields $($group)?) {
                    $(object.$field = crate::kind::row::row!(@take row, $($how)?);)+
                })*
                object
            }

            fn changed(change: crate::change::Changed<Self>) -> crate::change::Change {
                crate::change::Change::$change(Box::new(change))
            }
        }
    };
    (@has $fields:ident) => { true };
    (@has $fields:ident $group:ident) => { $fields.contains(<Self as crate::kind::row::Row>::Fields::$group) };
    (@put $value:expr, $out:ident,) => { crate::pack::Pack::pack(&$value, $out) };
    (@put $value:expr, $out:ident, json) => { crate::pack::json::put(&$value, $out) };
    (@put $value:expr, $out:ident, fixed) => {
        $out.extend_from_slice(&$value.map_or(0, gateway_model::Id::get).to_le_bytes())
    };
    (@put $value:expr, $out:ident, reference) => { crate::kind::message::put_reference(&$value, $out) };
    (@take $row:ident,) => { crate::pack::Pack::unpack($row) };
    (@take $row:ident, json) => { crate::pack::json::take($row) };
    (@take $row:ident, fixed) => { gateway_model::Id::new(u64::from_le_bytes($row.array())) };
    (@take $row:ident, reference) => { crate::kind::message::take_reference($row) };
}

pub(super) use row;

/// Packs an object with all its fields, and reads it back as a row is read: without trailing zeros.
#[cfg(test)]
pub(super) fn come_back<T: Row>(object: &T, id: u64, fields: T::Fields) -> T {
    let mut row = Vec::new();
    object.pack(fields, &mut row);
    row.truncate(row.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1));
    let place = Keyed { guild: Id::new(5).unwrap(), id: Id::new(id).unwrap() };
    T::unpack(place, fields, &mut Input::new(&row))
}
