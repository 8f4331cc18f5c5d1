//! Encodes values as bytes, for the rows of the cache.
//!
//! Rows are written and read by one process, so the format has no version. Numbers have variable length, an absent
//! value is one zero byte, and trailing zeros of a row are not stored: reading past the end returns zeros. So reading
//! never fails and never panics; for bytes that `pack` did not write, it returns some value.

pub(crate) mod json;
mod numbers;
mod texts;
mod values;

/// A value that can be stored in a row.
pub(crate) trait Pack: Sized {
    /// Writes the value.
    fn pack(&self, out: &mut Vec<u8>);

    /// Reads the value.
    fn unpack(input: &mut Input<'_>) -> Self;

    /// Writes the value or its absence, which is one zero byte.
    fn pack_option(value: Option<&Self>, out: &mut Vec<u8>) {
        match value {
            None => out.push(0),
            Some(value) => {
                out.push(1);
                value.pack(out);
            }
        }
    }

    /// Reads what [`pack_option`](Self::pack_option) wrote.
    fn unpack_option(input: &mut Input<'_>) -> Option<Self> {
        (input.byte() != 0).then(|| Self::unpack(input))
    }
}

/// The unread part of a row.
#[derive(Clone, Debug)]
pub(crate) struct Input<'a>(&'a [u8]);

impl<'a> Input<'a> {
    pub(crate) const fn new(row: &'a [u8]) -> Self {
        Self(row)
    }

    /// Returns the next byte; zero at the end.
    pub(crate) const fn byte(&mut self) -> u8 {
        match self.0 {
            [first, rest @ ..] => {
                self.0 = rest;
                *first
            }
            [] => 0,
        }
    }

    /// Returns the next bytes; fewer at the end.
    pub(crate) fn bytes(&mut self, count: usize) -> &'a [u8] {
        let (taken, rest) = self.0.split_at(count.min(self.0.len()));
        self.0 = rest;
        taken
    }

    /// Returns the next bytes, filled with zeros at the end.
    pub(crate) fn array<const N: usize>(&mut self) -> [u8; N] {
        let mut array = [0; N];
        let taken = self.bytes(N);
        array[..taken.len()].copy_from_slice(taken);
        array
    }

    pub(crate) const fn len(&self) -> usize {
        self.0.len()
    }
}

impl<T: Pack> Pack for Option<T> {
    fn pack(&self, out: &mut Vec<u8>) {
        T::pack_option(self.as_ref(), out);
    }

    fn unpack(input: &mut Input<'_>) -> Self {
        T::unpack_option(input)
    }
}

impl<T: Pack> Pack for Box<T> {
    fn pack(&self, out: &mut Vec<u8>) {
        T::pack(self, out);
    }

    fn unpack(input: &mut Input<'_>) -> Self {
        Self::new(T::unpack(input))
    }

    fn pack_option(value: Option<&Self>, out: &mut Vec<u8>) {
        T::pack_option(value.map(|value| &**value), out);
    }

    fn unpack_option(input: &mut Input<'_>) -> Option<Self> {
        T::unpack_option(input).map(Self::new)
    }
}

impl<T: Pack> Pack for Box<[T]> {
    fn pack(&self, out: &mut Vec<u8>) {
        numbers::put(self.len() as u64, out);
        for item in self {
            item.pack(out);
        }
    }

    fn unpack(input: &mut Input<'_>) -> Self {
        let count = usize::try_from(numbers::take(input)).unwrap_or(0).min(input.len());
        (0..count).map(|_| T::unpack(input)).collect()
    }
}

#[cfg(test)]
pub(crate) fn round_trip<T: Pack>(value: &T) -> T {
    let mut row = Vec::new();
    value.pack(&mut row);
    // Nearly every row continues after the value.
    row.push(7);
    let mut input = Input::new(&row);
    let read = T::unpack(&mut input);
    assert_eq!(input.byte(), 7, "all was read, and nothing more");
    read
}
