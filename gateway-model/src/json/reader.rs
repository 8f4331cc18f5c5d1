//! A place in JSON text: white space, brackets, literals, values to step over.
//!
//! White space is stepped over by what comes before a value: the start of the text, a colon, a comma or a bracket. What
//! reads a value begins at its first byte.

use std::fmt;

use super::NotRead;
use super::oddity::Oddity;
use super::reason;

/// How deep objects and lists may lie in each other; as in `serde_json`.
const MAX_DEPTH: u8 = 127;

/// A place in JSON text.
pub(crate) struct Reader<'de> {
    pub(super) text: &'de str,
    pub(crate) at: usize,
    pub(crate) depth: u8,
    /// What was passed over; `None` if nothing is.
    pub(super) passed_over: Option<Vec<Oddity>>,
}

impl<'de> Reader<'de> {
    pub(super) const fn new(text: &'de str) -> Self {
        Self { text, at: 0, depth: MAX_DEPTH, passed_over: None }
    }

    /// One that passes over what is odd.
    pub(super) const fn lenient(text: &'de str) -> Self {
        Self { text, at: 0, depth: MAX_DEPTH, passed_over: Some(Vec::new()) }
    }

    /// The value that begins at `start` is not what is wanted, for this reason.
    #[cold]
    pub(crate) fn wrong(&mut self, start: usize, reason: impl fmt::Display) -> NotRead {
        self.at = start;
        reason::note(reason);
        NotRead
    }

    /// The text from a place up to this one.
    #[inline]
    pub(crate) fn since(&self, start: usize) -> &'de str {
        self.text.get(start..self.at).unwrap_or_default()
    }

    /// Steps over a null. Anything else is left in place.
    #[inline]
    pub(crate) fn null(&mut self) -> Result<bool, NotRead> {
        let is_null = self.byte() == b'n';
        if is_null {
            self.literal("null")?;
        }
        Ok(is_null)
    }

    /// The byte here; zero at the end, which is in no JSON text.
    #[inline]
    pub(crate) fn byte(&self) -> u8 {
        self.text.as_bytes().get(self.at).copied().unwrap_or(0)
    }

    /// The next byte that is not white space, left in place.
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

    /// Steps over this byte, with white space before it.
    #[inline]
    pub(crate) fn expect(&mut self, byte: u8) -> Result<(), NotRead> {
        if self.peek() != byte {
            return Err(NotRead::unexpected());
        }
        self.at += 1;
        Ok(())
    }

    /// Steps over the colon after a name, up to the value.
    #[inline]
    pub(super) fn colon(&mut self) -> Result<(), NotRead> {
        self.expect(b':')?;
        self.peek();
        Ok(())
    }

    /// Steps over a literal that begins here.
    #[inline]
    pub(crate) fn literal(&mut self, literal: &str) -> Result<(), NotRead> {
        let rest = self.text.as_bytes().get(self.at..).ok_or(NotRead)?;
        if !rest.starts_with(literal.as_bytes()) {
            return Err(NotRead::unexpected());
        }
        self.at += literal.len();
        Ok(())
    }

    /// Nothing but white space is left, and every bracket was closed.
    pub(super) fn end(&mut self) -> Result<(), NotRead> {
        self.peek();
        if self.at < self.text.len() || self.depth != MAX_DEPTH { Err(NotRead) } else { Ok(()) }
    }

    /// Steps over a bracket that opens.
    #[inline]
    pub(crate) fn open(&mut self, bracket: u8) -> Result<(), NotRead> {
        self.expect(bracket)?;
        self.depth = self.depth.checked_sub(1).ok_or(NotRead)?;
        Ok(())
    }

    /// Steps over a bracket that closes.
    #[inline]
    pub(crate) fn close(&mut self, bracket: u8) -> Result<(), NotRead> {
        self.expect(bracket)?;
        self.depth += 1;
        Ok(())
    }

    /// Whether there is a next item before this bracket. Steps up to the item or the bracket.
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

    /// Steps over one value of any kind and checks that it is valid.
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
