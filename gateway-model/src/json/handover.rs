//! Types of this crate that lie in a type of somebody else, or come from another deserializer.

use std::fmt;

use serde::de::value::BorrowedStrDeserializer;
use serde::de::{Deserialize, Deserializer, EnumAccess, Error, Visitor};
use serde_json::Value;

use super::oddity::OF_ANOTHER_TYPE;
use super::reader::Reader;
use super::reason::{self, REACHED};
use super::{JsonError, NotRead, Read, whole};

/// The name by which the reader knows a type of this crate. Any other deserializer takes it for a newtype.
pub(super) const OWN: &str = "$gateway_model::own";

/// What `Deserialize` does for a type of this crate.
///
/// From the reader of this crate it is read in its place. From any other deserializer it is kept as JSON
/// text first, so that the reading of the type is compiled once and not for each deserializer.
pub(crate) fn deserialize<'de, T: Read, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    let mut slot = None::<T>;
    deserializer.deserialize_newtype_struct(OWN, Own(&mut slot))?;
    slot.ok_or_else(|| D::Error::custom("nothing was read"))
}

/// Where a value goes; without its type, so that what fills it is compiled once.
trait Slot {
    fn read_from(&mut self, reader: &mut Reader<'_>) -> Result<(), NotRead>;
}

impl<T: Read> Slot for Option<T> {
    fn read_from(&mut self, reader: &mut Reader<'_>) -> Result<(), NotRead> {
        *self = Some(T::read(reader)?);
        Ok(())
    }
}

struct Own<'a>(&'a mut dyn Slot);

impl<'de> Visitor<'de> for Own<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value of the API")
    }

    /// From the reader of this crate: the name of the variant is the text from here on.
    fn visit_enum<A: EnumAccess<'de>>(self, place: A) -> Result<(), A::Error> {
        let (text, _) = place.variant::<&str>()?;
        read_part(self.0, text).map_err(|NotRead| {
            // Said again, as an error of this type.
            A::Error::custom(reason::take().as_deref().unwrap_or(OF_ANOTHER_TYPE))
        })
    }

    /// From any other deserializer.
    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        let value = Value::deserialize(deserializer)?;
        read_whole(self.0, &value.to_string()).map_err(D::Error::custom)
    }

    /// From one that holds a text and nothing else, such as that of a key.
    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        read_whole(self.0, &Value::from(text).to_string()).map_err(E::custom)
    }
}

/// Reads the value at the beginning of a text, and keeps how far it was read.
fn read_part(slot: &mut dyn Slot, text: &str) -> Result<(), NotRead> {
    let mut reader = if reason::is_heard() { Reader::lenient(text) } else { Reader::new(text) };
    let read = slot.read_from(&mut reader);
    REACHED.set(reader.at);
    if let Some(passed_over) = reader.passed_over.filter(|passed_over| !passed_over.is_empty()) {
        reason::hand_on(passed_over);
    }
    read
}

/// Reads a whole text, of which nothing may be left out.
fn read_whole(slot: &mut dyn Slot, text: &str) -> Result<(), JsonError> {
    whole(text.as_bytes(), &mut |reader| slot.read_from(reader))
}

impl<'de> Reader<'de> {
    /// A type of this crate is wanted by one that is not: it is handed the text from here on.
    #[inline]
    pub(super) fn hand_over<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, NotRead> {
        let start = self.at;
        let text = self.text.get(start..).ok_or(NotRead)?;
        let read = visitor.visit_enum(BorrowedStrDeserializer::new(text));
        self.at = start + REACHED.replace(0);
        if let Some(passed_over) = &mut self.passed_over {
            passed_over.extend(reason::take_handed_on().into_iter().map(|odd| odd.moved(start)));
        }
        read
    }
}
