//! Lists and maps. Items that cannot be read are left out, unless a list is read as a [`Whole`].

use std::collections::BTreeMap;

use super::reader::Reader;
use super::{NotRead, Read};

impl Reader<'_> {
    /// Reads a list; null is an empty list. `item` reads an item, or leaves it out.
    fn list<T>(
        &mut self,
        mut item: impl FnMut(&mut Self) -> Result<Option<T>, NotRead>,
    ) -> Result<Vec<T>, NotRead> {
        let mut items = Vec::new();
        if self.null()? {
            return Ok(items);
        }
        self.open(b'[')?;
        let mut first = true;
        while self.next_item(&mut first, b']')? {
            if let Some(item) = item(self)? {
                items.push(item);
            }
        }
        self.close(b']')?;
        Ok(items)
    }
}

impl<T: Read> Read for Vec<T> {
    /// Null is an empty list. Items that cannot be read are left out.
    fn read(reader: &mut Reader<'_>) -> Result<Self, NotRead> {
        reader.list(Reader::attempt)
    }
}

impl<T: Read> Read for Box<[T]> {
    #[inline]
    fn read(reader: &mut Reader<'_>) -> Result<Self, NotRead> {
        Vec::read(reader).map(Into::into)
    }
}

/// A list that is read whole or not at all, because a missing item would change its meaning, for example a list of
/// permissions.
pub(crate) trait Whole: Sized {
    /// Reads the list; null is an empty list.
    fn read_whole(reader: &mut Reader<'_>) -> Result<Self, NotRead>;
}

impl<T: Read> Whole for Vec<T> {
    fn read_whole(reader: &mut Reader<'_>) -> Result<Self, NotRead> {
        reader.list(|reader| T::read(reader).map(Some))
    }
}

impl<T: Read> Whole for Box<[T]> {
    fn read_whole(reader: &mut Reader<'_>) -> Result<Self, NotRead> {
        Vec::read_whole(reader).map(Into::into)
    }
}

impl<L: Whole> Whole for Option<L> {
    fn read_whole(reader: &mut Reader<'_>) -> Result<Self, NotRead> {
        if reader.null()? { Ok(None) } else { L::read_whole(reader).map(Some) }
    }
}

impl<T: Read> Read for (T, T) {
    fn read(reader: &mut Reader<'_>) -> Result<Self, NotRead> {
        let start = reader.at;
        match <[T; 2]>::try_from(Vec::read_whole(reader)?) {
            Ok([first, second]) => Ok((first, second)),
            Err(_) => Err(reader.wrong(start, "not a list of two")),
        }
    }
}

/// The key of a map.
pub(crate) trait ReadKey: Ord + Sized {
    /// Parses a name as a key.
    fn read_key(name: &str) -> Option<Self>;
}

impl ReadKey for Box<str> {
    fn read_key(name: &str) -> Option<Self> {
        Some(name.into())
    }
}

impl ReadKey for String {
    fn read_key(name: &str) -> Option<Self> {
        Some(name.to_owned())
    }
}

impl<K: ReadKey, T: Read> Read for BTreeMap<K, T> {
    /// Null is an empty map; entries that cannot be read are left out.
    fn read(reader: &mut Reader<'_>) -> Result<Self, NotRead> {
        let mut entries = Self::new();
        if reader.null()? {
            return Ok(entries);
        }
        reader.open(b'{')?;
        let mut first = true;
        while reader.next_item(&mut first, b'}')? {
            let key = K::read_key(&reader.string()?);
            reader.colon()?;
            let (start, depth) = (reader.at, reader.depth);
            match key {
                Some(key) => {
                    if let Some(value) = reader.attempt()? {
                        entries.insert(key, value);
                    }
                }
                None => {
                    reader.wrong(start, "under a name that does not belong here");
                    reader.leave_out(start, depth)?;
                }
            }
        }
        reader.close(b'}')?;
        Ok(entries)
    }
}
