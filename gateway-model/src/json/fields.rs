//! Objects, field by field.

use super::NotRead;
use super::reader::Reader;

/// The fields of an object while it is read.
pub(crate) trait Fields: Default {
    /// The object.
    type Object;

    /// Reads the value of the field of this name; false, and nothing read, if the object has none.
    fn read(&mut self, name: &str, reader: &mut Reader<'_>) -> Result<bool, NotRead>;

    /// The object, if all that it needs was there.
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
    reader.fields(|name, reader| fields.read(name, reader))?;
    fields.finish(reader)
}

impl Reader<'_> {
    /// Reads the fields of an object; those that `read` does not know are stepped over.
    #[inline]
    pub(crate) fn fields(
        &mut self,
        mut read: impl FnMut(&str, &mut Self) -> Result<bool, NotRead>,
    ) -> Result<(), NotRead> {
        self.open(b'{')?;
        let mut first = true;
        while self.next_item(&mut first, b'}')? {
            let name = self.string()?;
            self.expect(b':')?;
            let known = read(&name, self)?;
            if !known {
                self.skip()?;
            }
        }
        self.close(b'}')
    }

    /// Looks at the fields of the object that begins here, without reading it: `look` is called with the
    /// reader at the value of each, until it finds something.
    pub(crate) fn look_ahead<T>(
        &mut self,
        mut look: impl FnMut(&str, &mut Self) -> Result<Option<T>, NotRead>,
    ) -> Result<Option<T>, NotRead> {
        self.peek();
        let (start, depth) = (self.at, self.depth);
        self.open(b'{')?;
        let (mut first, mut found) = (true, None);
        while found.is_none() && self.next_item(&mut first, b'}')? {
            let name = self.string()?;
            self.expect(b':')?;
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
