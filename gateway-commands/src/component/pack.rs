//! The text that fields are encoded to and decoded from.

use data_encoding::BASE64URL_NOPAD;

/// The digits of base 64 that need no escaping anywhere.
const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// A value that can be part of a custom id. `#[derive(CustomId)]` implements it for structs and enums of such values.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be part of a custom id",
    note = "parts are ids, integers up to 64 bits, bool, char, String, Option and tuples of these, and types that derive CustomId"
)]
pub trait Packed: Sized {
    /// The largest number of characters of a value; `None` if it is not bounded.
    const MAX: Option<usize>;

    /// Encodes the value.
    fn pack(&self, out: &mut Packer);

    /// Decodes the value.
    ///
    /// # Errors
    ///
    /// Returns an error if the text is not a value of the type.
    fn unpack(from: &mut Unpacker<'_>) -> Result<Self, Unreadable>;
}

/// A writer for the fields of a custom id.
#[derive(Debug)]
pub struct Packer {
    text: String,
    /// The longest field so far, in characters.
    longest: (&'static str, usize),
    depth: u8,
}

impl Packer {
    pub(super) const fn new(text: String) -> Self {
        Self { text, longest: ("", 0), depth: 0 }
    }

    pub(super) fn finish(self) -> (String, (&'static str, usize)) {
        (self.text, self.longest)
    }

    /// Writes a field.
    pub fn field(&mut self, name: &'static str, value: &impl Packed) {
        let start = self.text.len();
        self.depth += 1;
        value.pack(self);
        self.depth -= 1;
        let length = self.text[start..].chars().count();
        // Among nested fields, the outer one is reported.
        if self.depth == 0 && length > self.longest.1 {
            self.longest = (name, length);
        }
    }

    /// Writes a digit, 0 to 63. A larger number is written as 63.
    pub fn digit(&mut self, value: u8) {
        self.text.push(char::from(DIGITS[usize::from(value & 63)]));
    }

    /// Writes bytes: 4 characters for 3 of them.
    pub fn bytes(&mut self, bytes: &[u8]) {
        BASE64URL_NOPAD.encode_append(bytes, &mut self.text);
    }

    /// Writes text unchanged.
    pub fn text(&mut self, text: &str) {
        self.text.push_str(text);
    }
}

/// A reader for the fields of a custom id.
#[derive(Clone, Debug)]
pub struct Unpacker<'a> {
    rest: &'a str,
}

impl<'a> Unpacker<'a> {
    pub(super) const fn new(rest: &'a str) -> Self {
        Self { rest }
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// Removes this many bytes from the end and returns them.
    pub(super) fn cut_last(&mut self, bytes: usize) -> Option<&'a str> {
        let (rest, last) = self.rest.split_at_checked(self.rest.len().checked_sub(bytes)?)?;
        self.rest = rest;
        Some(last)
    }

    /// Reads a field.
    ///
    /// # Errors
    ///
    /// Returns an error with the name of the field if the text is not a value of its type.
    pub fn field<T: Packed>(&mut self, name: &'static str) -> Result<T, Unreadable> {
        T::unpack(self).map_err(|error| error.within(name))
    }

    /// Reads a digit, 0 to 63.
    ///
    /// # Errors
    ///
    /// Returns an error if the next character is not a digit.
    pub fn digit(&mut self) -> Result<u8, Unreadable> {
        let digit = self.text(1)?;
        let value = DIGITS.iter().position(|known| [*known] == *digit.as_bytes());
        value.and_then(|value| u8::try_from(value).ok()).ok_or_else(Unreadable::new)
    }

    /// Reads as many bytes as the array has.
    ///
    /// # Errors
    ///
    /// Returns an error if they were not written with [`Packer::bytes`].
    pub fn bytes<const N: usize>(&mut self) -> Result<[u8; N], Unreadable> {
        let text = self.text(BASE64URL_NOPAD.encode_len(N))?;
        let bytes = BASE64URL_NOPAD.decode(text.as_bytes()).ok();
        bytes.and_then(|bytes| bytes.try_into().ok()).ok_or_else(Unreadable::new)
    }

    /// Reads this many characters.
    ///
    /// # Errors
    ///
    /// Returns an error if there are fewer.
    pub fn text(&mut self, characters: usize) -> Result<&'a str, Unreadable> {
        let mut ends = self.rest.char_indices().map(|(start, char)| start + char.len_utf8());
        let end = match characters.checked_sub(1) {
            Some(last) => ends.nth(last).ok_or_else(Unreadable::new)?,
            None => 0,
        };
        let (text, rest) = self.rest.split_at(end);
        self.rest = rest;
        Ok(text)
    }
}

/// A text that is not a value of the type, with the name of the field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unreadable {
    /// Names from the inside out.
    names: Vec<&'static str>,
}

impl Unreadable {
    /// Returns the error for a value that is not valid.
    #[must_use]
    pub const fn new() -> Self {
        Self { names: Vec::new() }
    }

    fn within(mut self, name: &'static str) -> Self {
        self.names.push(name);
        self
    }

    pub(super) fn path(mut self) -> String {
        self.names.reverse();
        self.names.join(".")
    }
}
