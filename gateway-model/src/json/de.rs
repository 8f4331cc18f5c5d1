//! Implements `Deserializer` for the reader.

use serde::de::value::{BorrowedStrDeserializer, StrDeserializer};
use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor,
};

use super::NotRead;
use super::handover::OWN;
use super::key::Key;
use super::number::Number;
use super::raw;
use super::reader::Reader;
use super::variant::Variant;

impl<'de> Deserializer<'de> for &mut Reader<'de> {
    type Error = NotRead;

    #[inline]
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotRead> {
        match self.byte() {
            b'"' => self.deserialize_str(visitor),
            b'{' => self.deserialize_map(visitor),
            b'[' => self.deserialize_seq(visitor),
            b'n' => self.deserialize_unit(visitor),
            b't' | b'f' => self.deserialize_bool(visitor),
            _ => self.deserialize_u64(visitor),
        }
    }

    #[inline]
    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotRead> {
        match self.byte() {
            b't' => self.literal("true").and_then(|()| visitor.visit_bool(true)),
            b'f' => self.literal("false").and_then(|()| visitor.visit_bool(false)),
            _ => Err(NotRead::unexpected()),
        }
    }

    #[inline]
    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotRead> {
        match self.number()? {
            Number::Positive(value) => visitor.visit_u64(value),
            Number::Negative(value) => visitor.visit_i64(value),
            Number::Float(value) => visitor.visit_f64(value),
        }
    }

    fn deserialize_i8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotRead> {
        self.deserialize_u64(visitor)
    }

    fn deserialize_i16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotRead> {
        self.deserialize_u64(visitor)
    }

    fn deserialize_i32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotRead> {
        self.deserialize_u64(visitor)
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotRead> {
        self.deserialize_u64(visitor)
    }

    fn deserialize_u8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotRead> {
        self.deserialize_u64(visitor)
    }

    fn deserialize_u16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotRead> {
        self.deserialize_u64(visitor)
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotRead> {
        self.deserialize_u64(visitor)
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotRead> {
        self.deserialize_u64(visitor)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotRead> {
        self.deserialize_u64(visitor)
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotRead> {
        self.deserialize_str(visitor)
    }

    #[inline]
    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotRead> {
        match self.plain_string() {
            Some(text) => visitor.visit_borrowed_str(text),
            None => visitor.visit_string(self.escaped_string()?),
        }
    }

    #[inline]
    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotRead> {
        self.deserialize_str(visitor)
    }

    #[inline]
    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotRead> {
        self.deserialize_str(visitor)
    }

    #[inline]
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotRead> {
        if self.byte() == b'n' {
            self.literal("null")?;
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotRead> {
        self.literal("null")?;
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, NotRead> {
        self.deserialize_unit(visitor)
    }

    #[inline]
    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, NotRead> {
        if name == OWN {
            self.hand_over(visitor)
        } else if Some(name) == raw::name() {
            self.raw_value(name, visitor)
        } else {
            visitor.visit_newtype_struct(self)
        }
    }

    #[inline]
    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotRead> {
        self.items(true, visitor)
    }

    /// If an item were left out, the others would be in the wrong positions.
    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, NotRead> {
        self.items(false, visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, NotRead> {
        self.items(false, visitor)
    }

    #[inline]
    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotRead> {
        self.open(b'{')?;
        // The closing bracket is consumed by `Entries`: consuming it here, after the value exists, would move the
        // value, and most are large. A visitor that stops before it is detected at the end of the text.
        visitor.visit_map(Entries { reader: self, first: true, closed: false })
    }

    #[inline]
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, NotRead> {
        self.deserialize_map(visitor)
    }

    /// A text is the name of a variant without data; an object contains the name of a variant and its data.
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, NotRead> {
        if self.byte() == b'{' {
            self.open(b'{')?;
            self.peek();
            let value = visitor.visit_enum(Variant(&mut *self))?;
            return self.close(b'}').map(|()| value);
        }
        match self.plain_string() {
            Some(text) => visitor.visit_enum(BorrowedStrDeserializer::new(text)),
            None => visitor.visit_enum(StrDeserializer::new(&self.escaped_string()?)),
        }
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotRead> {
        if self.byte() == b'[' {
            return self.deserialize_seq(visitor);
        }
        match self.plain_string() {
            Some(text) => visitor.visit_borrowed_bytes(text.as_bytes()),
            None => visitor.visit_bytes(self.escaped_string()?.as_bytes()),
        }
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotRead> {
        self.deserialize_bytes(visitor)
    }

    #[inline]
    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotRead> {
        self.skip()?;
        visitor.visit_unit()
    }
}

impl<'de> Reader<'de> {
    #[inline]
    fn items<V: Visitor<'de>>(
        &mut self,
        may_lose_items: bool,
        visitor: V,
    ) -> Result<V::Value, NotRead> {
        self.open(b'[')?;
        let (start, depth) = (self.at - 1, self.depth);
        let (mut first, mut ended) = (true, false);
        let items =
            Items { reader: self, first: &mut first, ended: &mut ended, may_lose_items, depth };
        let read = visitor.visit_seq(items);
        // If no item was requested, or if there are too few or too many, the error is at the list.
        if (first || ended) && read.is_err() {
            self.at = start;
        }
        let value = read?;
        if self.close(b']').is_err() {
            self.at = start;
            return Err(NotRead);
        }
        Ok(value)
    }
}

/// The items of a list.
struct Items<'a, 'de> {
    reader: &'a mut Reader<'de>,
    first: &'a mut bool,
    ended: &'a mut bool,
    /// Whether items may be left out of the list.
    may_lose_items: bool,
    /// The remaining depth inside the list.
    depth: u8,
}

impl<'de> SeqAccess<'de> for Items<'_, 'de> {
    type Error = NotRead;

    #[inline]
    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, NotRead> {
        if self.reader.next_item(self.first, b']')? {
            seed.deserialize(&mut *self.reader).map(Some)
        } else {
            *self.ended = true;
            Ok(None)
        }
    }

    /// Returns the next item that can be read, if others may be left out.
    #[inline]
    fn next_element<T: Deserialize<'de>>(&mut self) -> Result<Option<T>, NotRead> {
        while self.reader.next_item(self.first, b']')? {
            let start = self.reader.at;
            match T::deserialize(&mut *self.reader) {
                Ok(item) => return Ok(Some(item)),
                Err(error) if !self.may_lose_items => return Err(error),
                Err(_) => self.reader.leave_out(start, self.depth)?,
            }
        }
        *self.ended = true;
        Ok(None)
    }
}

/// The entries of an object.
struct Entries<'a, 'de> {
    reader: &'a mut Reader<'de>,
    first: bool,
    closed: bool,
}

impl<'de> MapAccess<'de> for Entries<'_, 'de> {
    type Error = NotRead;

    #[inline]
    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, NotRead> {
        if self.closed {
            return Ok(None);
        }
        if self.reader.next_item(&mut self.first, b'}')? {
            return seed.deserialize(Key(&mut *self.reader)).map(Some);
        }
        self.closed = true;
        self.reader.close(b'}')?;
        Ok(None)
    }

    #[inline]
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, NotRead> {
        self.reader.colon()?;
        seed.deserialize(&mut *self.reader)
    }

    /// Returns the next entry that can be read. Only maps are read in this way, not the fields of objects.
    fn next_entry<K, V>(&mut self) -> Result<Option<(K, V)>, NotRead>
    where
        K: Deserialize<'de>,
        V: Deserialize<'de>,
    {
        let depth = self.reader.depth;
        while !self.closed && self.reader.next_item(&mut self.first, b'}')? {
            let start = self.reader.at;
            let key = K::deserialize(Key(&mut *self.reader));
            if key.is_err() {
                self.reader.at = start;
                self.reader.skip_string()?;
            }
            self.reader.colon()?;
            let start = self.reader.at;
            match key.and_then(|key| Ok((key, V::deserialize(&mut *self.reader)?))) {
                Ok(entry) => return Ok(Some(entry)),
                Err(NotRead) => self.reader.leave_out(start, depth)?,
            }
        }
        // Consumes the bracket.
        self.next_key::<IgnoredAny>().map(|_| None)
    }
}
