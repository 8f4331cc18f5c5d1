//! Values that are kept as JSON text: `serde_json`'s `RawValue`.

use serde::de::{Deserialize, Deserializer, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::value::RawValue;

use super::NotRead;
use super::reader::Reader;

/// The name with which `RawValue` requests text from a deserializer. It is a private agreement with the deserializer of
/// `serde_json`, so the name is found by asking the type.
#[inline]
pub(super) fn name() -> Option<&'static str> {
    let mut asked = Asked(None);
    // This returns an error, because there is no text.
    let _ = <&RawValue>::deserialize(&mut asked);
    asked.0
}

/// A deserializer without a value, which records the name of the requested type.
struct Asked(Option<&'static str>);

impl<'de> Deserializer<'de> for &mut Asked {
    type Error = NotRead;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, NotRead> {
        Err(NotRead)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        _: V,
    ) -> Result<V::Value, NotRead> {
        self.0 = Some(name);
        Err(NotRead)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

impl<'de> Reader<'de> {
    /// Reads a `RawValue`: passes the text of the value to `serde_json`.
    pub(super) fn raw_value<V: Visitor<'de>>(
        &mut self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, NotRead> {
        let start = self.at;
        self.skip()?;
        let value = self.text.get(start..self.at).ok_or(NotRead)?;
        serde_json::Deserializer::from_str(value)
            .deserialize_newtype_struct(name, visitor)
            .map_err(|_| NotRead)
    }
}
