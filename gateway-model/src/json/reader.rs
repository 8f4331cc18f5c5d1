//! A position in JSON text: white space, brackets, literals, and skipping of values.
//!
//! White space before a value is skipped by what precedes it: the start of the text, a colon, a comma or a bracket. A
//! method that reads a value begins at its first byte.

use std::fmt;

use super::NotRead;
use super::oddity::Oddity;
use super::reason;

/// The maximum nesting depth, as in `serde_json`.
const MAX_DEPTH: u8 = 127;

/// A position in JSON text.
pub(crate) struct Reader<'de> {
    pub(super) text: &'de str,
    pub(crate) at: usize,
    pub(crate) depth: u8,
    /// The skipped values; `None` if the reader is strict.
    pub(super) passed_over: Option<Vec<Oddity>>,
}

impl<'de> Reader<'de> {
    pub(super) const fn new(text: &'de str) -> Self {
        Self { text, at: 0, depth: MAX_DEPTH, passed_over: None }
    }

    /// Creates a lenient reader, which skips invalid values.
    pub(super) const fn lenient(text: &'de str) -> Self {
        Self { text, at: 0, depth: MAX_DEPTH, passed_over: Some(Vec::new()) }
    }

    /// Returns the error that the value at `start` is invalid for this reason.
    #[cold]
    pub(crate) fn wrong(&mut self, start: usize, reason: impl fmt::Display) -> NotRead {
        self.at = start;
        reason::note(reason);
        NotRead
    }

    /// Returns the text from a position up to this one.
    #[inline]
    pub(crate) fn since(&self, start: usize) -> &'de str {
        self.text.get(start..self.at).unwrap_or_default()
    }

    /// Skips a null. Does not consume anything else.
    #[inline]
    pub(crate) fn null(&mut self) -> Result<bool, NotRead> {
        let is_null = self.byte() == b'n';
        if is_null {
            self.literal("null")?;
        }
        Ok(is_null)
    }

    /// Returns the byte here; zero at the end, because no JSON text contains it.
    #[inline]
    pub(crate) fn byte(&self) -> u8 {
        self.text.as_bytes().get(self.at).copied().unwrap_or(0)
    }

    /// Returns the next byte that is not white space, without consuming it.
    #[inline]
    pub(crate) fn peek(&mut self) -> u8 {
        let byte = self.byte();
        if byte > b' ' { byte } else { self.peek_after_space() }
    }

    #[cold]
    fn peek_after_space(&mut self) -> u8 {
        while matches!(self.byte(), b' ' | b'\t' | b'\n' | b'\r') {
            self.at += 1;
        }
        self.byte()
    }

    /// Skips this byte, and white space before it.
    #[inline]
    pub(crate) fn expect(&mut self, byte: u8) -> Result<(), NotRead> {
        if self.peek() != byte {
            return Err(NotRead::unexpected());
        }
        self.at += 1;
        Ok(())
    }

    /// Skips the colon after a name, up to the value.
    #[inline]
    pub(super) fn colon(&mut self) -> Result<(), NotRead> {
        self.expect(b':')?;
        self.peek();
        Ok(())
    }

    /// Skips a literal that begins here.
    #[inline]
    pub(crate) fn literal(&mut self, literal: &str) -> Result<(), NotRead> {
        let rest = self.text.as_bytes().get(self.at..).ok_or(NotRead)?;
        if !rest.starts_with(literal.as_bytes()) {
            return Err(NotRead::unexpected());
        }
        self.at += literal.len();
        Ok(())
    }

    /// Checks that only white space is left, and that every bracket was closed.
    pub(super) fn end(&mut self) -> Result<(), NotRead> {
        self.peek();
        if self.at < self.text.len() || self.depth != MAX_DEPTH { Err(NotRead) } else { Ok(()) }
    }

    /// Skips an opening bracket.
    #[inline]
    pub(crate) fn open(&mut self, bracket: u8) -> Result<(), NotRead> {
        self.expect(bracket)?;
        self.depth = self.depth.checked_sub(1).ok_or(NotRead)?;
        Ok(())
    }

    /// Skips a closing bracket.
    #[inline]
    pub(crate) fn close(&mut self, bracket: u8) -> Result<(), NotRead> {
        self.expect(bracket)?;
        self.depth += 1;
        Ok(())
    }

    /// Returns whether there is another item before this bracket. Moves to the item or past the bracket.
    #[inline]
    pub(crate) fn next_item(&mut self, first: &mut bool, end: u8) -> Result<bool, NotRead> {
        match self.peek() {
            b',' if !*first => {
                self.at += 1;
                self.peek();
                Ok(true)
            }
            byte if byte == end => Ok(false),
            _ if std::mem::take(first) => Ok(true),
            _ => Err(NotRead),
        }
    }

    /// Skips one value of any kind and checks that it is valid.
    pub(crate) fn skip(&mut self) -> Result<(), NotRead> {
        match self.byte() {
            b'"' => self.skip_string(),
            b'{' => {
                self.open(b'{')?;
                let mut first = true;
                while self.next_item(&mut first, b'}')? {
                    self.skip_string()?;
                    self.colon()?;
                    self.skip()?;
                }
                self.close(b'}')
            }
            b'[' => {
                self.open(b'[')?;
                let mut first = true;
                while self.next_item(&mut first, b']')? {
                    self.skip()?;
                }
                self.close(b']')
            }
            b'n' => self.literal("null"),
            b't' => self.literal("true"),
            b'f' => self.literal("false"),
            _ => self.skip_number(),
        }
    }
}
