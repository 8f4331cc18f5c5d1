//! The trait of types that the reader reads, and its implementations for basic types.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::NotRead;
use super::number::Number;
use super::reader::Reader;

/// A type that the reader reads.
pub(crate) trait Read: Sized {
    /// Reads one value, which begins here.
    ///
    /// # Errors
    ///
    /// Returns an error if the value does not have this type. The reader is then at the position of the error.
    fn read(reader: &mut Reader<'_>) -> Result<Self, NotRead>;

    /// Reads an optional value. Null is `None`. A value that cannot be read is `None` and recorded.
    #[inline]
    fn read_optional(reader: &mut Reader<'_>) -> Result<Option<Self>, NotRead> {
        if reader.null()? { Ok(None) } else { reader.attempt() }
    }

    /// Returns the value of a missing field.
    #[inline]
    fn missing() -> Option<Self> {
        None
    }
}

impl Reader<'_> {
    /// Reads a value, or leaves it out.
    #[inline]
    pub(crate) fn attempt<T: Read>(&mut self) -> Result<Option<T>, NotRead> {
        self.read_or(Self::leave_out)
    }

    /// Reads a value, or skips it with `pass`, which gets its start and depth.
    #[inline]
    pub(crate) fn read_or<T: Read>(
        &mut self,
        pass: impl FnOnce(&mut Self, usize, u8) -> Result<(), NotRead>,
    ) -> Result<Option<T>, NotRead> {
        let (start, depth) = (self.at, self.depth);
        match T::read(self) {
            Ok(value) => Ok(Some(value)),
            Err(NotRead) => pass(self, start, depth).map(|()| None),
        }
    }

    /// Returns the value of a required field.
    #[inline]
    pub(crate) fn required<T: Read>(&mut self, value: Option<T>, name: &str) -> Result<T, NotRead> {
        match value.or_else(T::missing) {
            Some(value) => Ok(value),
            None => Err(self.missing(name)),
        }
    }

    #[cold]
    pub(crate) fn missing(&mut self, name: &str) -> NotRead {
        self.wrong(self.at, format_args!("missing field `{name}`"))
    }
}

impl<T: Read> Read for Option<T> {
    #[inline]
    fn read(reader: &mut Reader<'_>) -> Result<Self, NotRead> {
        T::read_optional(reader)
    }

    #[inline]
    fn missing() -> Option<Self> {
        Some(None)
    }
}

impl<T: Read> Read for Box<T> {
    #[inline]
    fn read(reader: &mut Reader<'_>) -> Result<Self, NotRead> {
        T::read(reader).map(Self::new)
    }
}

impl Read for bool {
    #[inline]
    fn read(reader: &mut Reader<'_>) -> Result<Self, NotRead> {
        match reader.byte() {
            b't' => reader.literal("true").map(|()| true),
            b'f' => reader.literal("false").map(|()| false),
            _ => Err(NotRead::unexpected()),
        }
    }
}

macro_rules! integers {
    ($($integer:ty)*) => {$(
        impl Read for $integer {
            #[inline]
            fn read(reader: &mut Reader<'_>) -> Result<Self, NotRead> {
                let start = reader.at;
                reader.number()?.whole().ok_or_else(|| reader.wrong(start, format_args!(
                    "not a whole number from {} to {}", Self::MIN, Self::MAX,
                )))
            }
        }
    )*};
}

integers! { u8 u16 u32 u64 i8 i16 i32 i64 }

impl Read for f64 {
    fn read(reader: &mut Reader<'_>) -> Result<Self, NotRead> {
        reader.number().map(Number::float)
    }
}

impl Read for String {
    #[inline]
    fn read(reader: &mut Reader<'_>) -> Result<Self, NotRead> {
        reader.string().map(Cow::into_owned)
    }
}

impl Read for Box<str> {
    #[inline]
    fn read(reader: &mut Reader<'_>) -> Result<Self, NotRead> {
        Ok(match reader.string()? {
            Cow::Borrowed(text) => text.into(),
            Cow::Owned(text) => text.into(),
        })
    }
}

/// Implements the trait for types that are read with `Deserialize`.
macro_rules! read_by_serde {
    ($($ty:ty)*) => {$(
        impl $crate::json::Read for $ty {
            fn read(reader: &mut $crate::json::Reader<'_>) -> Result<Self, $crate::json::NotRead> {
                ::serde::Deserialize::deserialize(reader)
            }
        }
    )*};
}

pub(crate) use read_by_serde;

read_by_serde! { Value Map<String, Value> serde_json::Number }
