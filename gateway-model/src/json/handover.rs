//! Types of this crate inside types of other crates, or read by another deserializer.

use std::fmt;

use serde::de::value::BorrowedStrDeserializer;
use serde::de::{Deserialize, Deserializer, EnumAccess, Error, Visitor};
use serde_json::Value;

use super::oddity::OF_ANOTHER_TYPE;
use super::reader::Reader;
use super::reason::{self, REACHED};
use super::{JsonError, NotRead, Read, whole};

/// The name by which the reader recognizes a type of this crate. Other deserializers treat it as a newtype.
pub(super) const OWN: &str = "$gateway_model::own";

/// Implements `Deserialize` for a type of this crate.
///
/// With the reader of this crate, the value is read directly. With any other deserializer, it is kept as JSON text
/// first, so that the code that reads the type is compiled once and not for each deserializer.
pub(crate) fn deserialize<'de, T: Read, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    let mut slot = None::<T>;
    deserializer.deserialize_newtype_struct(OWN, Own(&mut slot))?;
    slot.ok_or_else(|| D::Error::custom("nothing was read"))
}

/// The destination of a value, without its type, so that the code that fills it is compiled once.
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

    /// Called by the reader of this crate: the name of the variant is the remaining text.
    fn visit_enum<A: EnumAccess<'de>>(self, place: A) -> Result<(), A::Error> {
        let (text, _) = place.variant::<&str>()?;
        read_part(self.0, text).map_err(|NotRead| {
            // The error is repeated with the other type.
            A::Error::custom(reason::take().as_deref().unwrap_or(OF_ANOTHER_TYPE))
        })
    }

    /// Called by other deserializers.
    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        let value = Value::deserialize(deserializer)?;
        read_whole(self.0, &value.to_string()).map_err(D::Error::custom)
    }

    /// Called by deserializers that only have a text, such as that of a key.
    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        read_whole(self.0, &Value::from(text).to_string()).map_err(E::custom)
    }
}

/// Reads the value at the start of a text, and records the position of its end.
fn read_part(slot: &mut dyn Slot, text: &str) -> Result<(), NotRead> {
    let mut reader = if reason::is_heard() { Reader::lenient(text) } else { Reader::new(text) };
    let read = slot.read_from(&mut reader);
    REACHED.set(reader.at);
    if let Some(passed_over) = reader.passed_over.filter(|passed_over| !passed_over.is_empty()) {
        reason::hand_on(passed_over);
    }
    read
}

/// Reads a whole text, in which nothing may be left out.
fn read_whole(slot: &mut dyn Slot, text: &str) -> Result<(), JsonError> {
    whole(text.as_bytes(), &mut |reader| slot.read_from(reader))
}

impl<'de> Reader<'de> {
    /// Reads a type of this crate inside a type of another crate: it gets the remaining text.
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
