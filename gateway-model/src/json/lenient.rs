//! Reading on where a value is odd: broken items of lists are left out, open enums take values of any type.
//!
//! It is the same reader with a list of what it passed over, so nothing is compiled twice, and the way of
//! sound text is the same. One pass does it however many items are broken: an item is stepped over from its
//! own beginning, by the innermost list that may lose it.

use serde::de::{Deserializer, Visitor};

use super::NotRead;
use super::reader::Reader;
use super::reason::{self, Reason};

/// Something that was passed over.
#[derive(Debug)]
pub(crate) struct Oddity {
    /// Where what was passed over begins, in bytes.
    start: usize,
    /// Where reading stopped: at the value that is odd, at its end, or at the end of an object that lacks a
    /// field.
    pub(crate) at: usize,
    /// What is wrong, where it is known.
    pub(crate) reason: Option<String>,
    /// Whether an item was left out, rather than a value read as unknown.
    pub(crate) left_out: bool,
}

impl Oddity {
    /// What could not be read: it begins at `start`, and reading stopped at `at`.
    pub(super) fn unread(start: usize, at: usize) -> Self {
        let Reason { text, of_kept_value } = reason::take();
        let at = if of_kept_value { start } else { at };
        Self { start, at, reason: text, left_out: true }
    }
}

impl<'de> Reader<'de> {
    /// An item of a list that begins at `start` could not be read: steps over it, if this is a reader that
    /// passes over such.
    #[cold]
    #[inline(never)]
    pub(super) fn leave_out(&mut self, start: usize, depth: u8) -> Result<(), NotRead> {
        let Some(passed_over) = &mut self.passed_over else { return Err(NotRead) };
        // What was passed over within the item goes with it.
        let outside = passed_over.iter().rposition(|oddity| oddity.start < start);
        passed_over.truncate(outside.map_or(0, |index| index + 1));
        passed_over.push(Oddity::unread(start, self.at));
        self.at = start;
        self.depth = depth;
        self.skip()
    }

    /// A value of an open enum of numbers that is none.
    #[cold]
    pub(super) fn odd_number<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, NotRead> {
        let digits =
            |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let start = self.at;
        let is_number = self.plain_string().is_some_and(digits);
        self.at = start;
        if is_number {
            return self.deserialize_any(visitor);
        }
        self.pass_over("not a number, so it is read as unknown")?;
        let value = self.deserialize_any(visitor);
        // It is noted above, with its place.
        reason::take_odd_value();
        value
    }

    /// A value of an open enum of texts that is none: the JSON text stands for it.
    #[cold]
    pub(super) fn odd_text<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, NotRead> {
        let start = self.at;
        self.pass_over("not a text, so it is read as unknown")?;
        self.skip()?;
        let raw = self.text.get(start..self.at).ok_or(NotRead)?;
        visitor.visit_borrowed_str(raw)
    }

    /// Notes what was read as unknown within a value that was kept first, and that begins at `start`.
    #[cold]
    pub(super) fn note_odd_value(&mut self, start: usize) {
        if let Some(passed_over) = &mut self.passed_over
            && reason::take_odd_value()
        {
            let reason =
                Some("a value of another type within it, which is read as unknown".to_owned());
            passed_over.push(Oddity { start, at: start, reason, left_out: false });
        }
    }

    /// Notes a value that is read though it is odd. A null is a missing value, not one of another type.
    fn pass_over(&mut self, reason: &str) -> Result<(), NotRead> {
        let at = self.at;
        match &mut self.passed_over {
            Some(passed_over) if self.text.as_bytes().get(at) != Some(&b'n') => {
                let reason = Some(reason.to_owned());
                passed_over.push(Oddity { start: at, at, reason, left_out: false });
                Ok(())
            }
            _ => Err(NotRead::unexpected()),
        }
    }
}
