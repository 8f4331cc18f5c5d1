//! Keys of the maps of other crates.

use serde::de::{Deserializer, Visitor};
use serde::forward_to_deserialize_any;

use super::NotRead;
use super::handover::OWN;
use super::reader::Reader;

/// The key of an entry: a string, or a number in a string.
pub(super) struct Key<'a, 'de>(pub(super) &'a mut Reader<'de>);

macro_rules! numbers_as_keys {
    ($($method:ident $visit:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotRead> {
            let text = self.0.string()?;
            visitor.$visit(text.parse().map_err(|_| NotRead::unexpected())?)
        }
    )*};
}

impl<'de> Deserializer<'de> for Key<'_, 'de> {
    type Error = NotRead;

    #[inline]
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotRead> {
        self.0.deserialize_str(visitor)
    }

    numbers_as_keys! {
        deserialize_i8 visit_i8
        deserialize_i16 visit_i16
        deserialize_i32 visit_i32
        deserialize_i64 visit_i64
        deserialize_u8 visit_u8
        deserialize_u16 visit_u16
        deserialize_u32 visit_u32
        deserialize_u64 visit_u64
        deserialize_bool visit_bool
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, NotRead> {
        if name == OWN { self.0.hand_over(visitor) } else { visitor.visit_newtype_struct(self) }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotRead> {
        visitor.visit_some(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, NotRead> {
        self.0.deserialize_enum(name, variants, visitor)
    }

    forward_to_deserialize_any! {
        i128 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple tuple_struct map struct
        identifier ignored_any
    }
}
