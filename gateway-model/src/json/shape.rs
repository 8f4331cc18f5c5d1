//! Values whose fields say what they are, such as the data of an interaction.
//!
//! Such a value is read in its place as what it is, without a copy of it in between, so that what is odd in
//! it is left out as anywhere else.

use serde::de::value::BorrowedStrDeserializer;
use serde::de::{DeserializeSeed, Deserializer, EnumAccess, VariantAccess, Visitor};

use super::NotRead;
use super::reader::Reader;

/// The name by which the reader knows a type that is read in this way. Its visitor is given an enum whose
/// variant is the JSON text of the value and whose content is the value. Any other deserializer takes the
/// type for a newtype.
pub(crate) const BY_SHAPE: &str = "$gateway_model::by_shape";

impl<'de> Reader<'de> {
    pub(super) fn by_shape<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, NotRead> {
        self.peek();
        let start = self.at;
        self.skip()?;
        let text = self.text.get(start..self.at).ok_or(NotRead)?;
        self.at = start;
        visitor.visit_enum(ByShape { text, reader: self })
    }
}

/// A value, and its text.
struct ByShape<'a, 'de> {
    text: &'de str,
    reader: &'a mut Reader<'de>,
}

impl<'a, 'de> EnumAccess<'de> for ByShape<'a, 'de> {
    type Error = NotRead;
    type Variant = Content<'a, 'de>;

    fn variant_seed<S: DeserializeSeed<'de>>(
        self,
        seed: S,
    ) -> Result<(S::Value, Content<'a, 'de>), NotRead> {
        let shape = seed.deserialize(BorrowedStrDeserializer::new(self.text))?;
        Ok((shape, Content(self.reader)))
    }
}

/// The value.
struct Content<'a, 'de>(&'a mut Reader<'de>);

impl<'de> VariantAccess<'de> for Content<'_, 'de> {
    type Error = NotRead;

    fn unit_variant(self) -> Result<(), NotRead> {
        self.0.skip()
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, NotRead> {
        seed.deserialize(self.0)
    }

    fn tuple_variant<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value, NotRead> {
        self.0.deserialize_tuple(len, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, NotRead> {
        self.0.deserialize_map(visitor)
    }
}
