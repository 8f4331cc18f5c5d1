//! Reads objects field by field.

use super::list::Whole;
use super::reader::Reader;
use super::{NotRead, Read};

/// The fields of an object that is being read.
pub(crate) trait Fields: Default {
    /// The object.
    type Object;

    /// Reads the value of the field with this name. Returns false, and reads nothing, if the object has no such field.
    fn read(&mut self, name: &str, reader: &mut Reader<'_>) -> Result<bool, NotRead>;

    /// Returns the object, if all required fields were read.
    fn finish(self, reader: &mut Reader<'_>) -> Result<Self::Object, NotRead>;
}

/// An object that has fields.
pub(crate) trait Object {
    /// Its fields.
    type Fields: Fields<Object = Self>;
}

/// Reads an object.
#[inline]
pub(crate) fn read_object<F: Fields>(reader: &mut Reader<'_>) -> Result<F::Object, NotRead> {
    let mut fields = F::default();
    reader.fields(&mut |name, reader| fields.read(name, reader))?;
    fields.finish(reader)
}

/// Methods that read the value of a field into its variable. Each returns that the object has this field.
impl Reader<'_> {
    /// Reads a required value.
    pub(crate) fn field<T: Read>(&mut self, place: &mut Option<T>) -> Result<bool, NotRead> {
        self.field_by(place, T::read)
    }

    /// Reads a required value with this function.
    pub(crate) fn field_by<T>(
        &mut self,
        place: &mut Option<T>,
        read: impl FnOnce(&mut Self) -> Result<T, NotRead>,
    ) -> Result<bool, NotRead> {
        *place = Some(read(self)?);
        Ok(true)
    }

    /// Reads an optional value. Null is `None`. A value that cannot be read is `None` and recorded.
    pub(crate) fn optional<T: Read>(&mut self, place: &mut Option<T>) -> Result<bool, NotRead> {
        *place = T::read_optional(self)?;
        Ok(true)
    }

    /// Reads a list of which no item may be left out.
    pub(crate) fn whole<T: Whole>(&mut self, place: &mut Option<T>) -> Result<bool, NotRead> {
        self.field_by(place, T::read_whole)
    }

    /// Reads an optional value, which must be valid if it is present.
    pub(crate) fn strict<T: Read>(
        &mut self,
        place: &mut Option<Option<T>>,
    ) -> Result<bool, NotRead> {
        *place = Some(if self.null()? { None } else { Some(T::read(self)?) });
        Ok(true)
    }

    /// Reads an optional value whose type Discord does not promise: one that cannot be read is `None`, and not an
    /// error.
    pub(crate) fn loose<T: Read>(
        &mut self,
        place: &mut Option<Option<T>>,
    ) -> Result<bool, NotRead> {
        *place = Some(if self.null()? { None } else { self.read_or(Self::ignore)? });
        Ok(true)
    }
}

impl Reader<'_> {
    /// Reads the fields of an object; those that `read` does not know are skipped. It is compiled once and not for each
    /// object.
    pub(crate) fn fields(
        &mut self,
        read: &mut dyn FnMut(&str, &mut Self) -> Result<bool, NotRead>,
    ) -> Result<(), NotRead> {
        self.open(b'{')?;
        let mut first = true;
        while self.next_item(&mut first, b'}')? {
            let known = match self.short_string() {
                Some(name) => self.colon().and_then(|()| read(name, self))?,
                None => {
                    let name = self.escaped_string()?;
                    self.colon()?;
                    read(&name, self)?
                }
            };
            if !known {
                self.skip()?;
            }
        }
        self.close(b'}')
    }

    /// Inspects the fields of the object that begins here, without consuming it: `look` is called with the reader at
    /// the value of each field, until it returns a result.
    pub(crate) fn look_ahead<T>(
        &mut self,
        mut look: impl FnMut(&str, &mut Self) -> Result<Option<T>, NotRead>,
    ) -> Result<Option<T>, NotRead> {
        let (start, depth) = (self.at, self.depth);
        self.open(b'{')?;
        let (mut first, mut found) = (true, None);
        while found.is_none() && self.next_item(&mut first, b'}')? {
            let name = self.string()?;
            self.colon()?;
            let value = self.at;
            found = look(&name, self)?;
            if found.is_none() {
                self.at = value;
                self.skip()?;
            }
        }
        (self.at, self.depth) = (start, depth);
        Ok(found)
    }
}
