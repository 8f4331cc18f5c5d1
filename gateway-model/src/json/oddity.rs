//! Values that were skipped.
//!
//! One pass is enough, however many values are invalid: a value that cannot be read is skipped from its start, by the
//! innermost list or field that is useful without it.

use super::NotRead;
use super::reader::Reader;
use super::reason;

/// The reason if nothing more specific is known.
pub(super) const OF_ANOTHER_TYPE: &str = "not a value of the type that belongs here";

/// A skipped value.
#[derive(Debug)]
pub(crate) struct Oddity {
    /// Where the skipped value begins, in bytes.
    pub(super) start: usize,
    /// Where reading stopped: at the invalid value, at its end, or at the end of an object that lacks a field.
    pub(crate) at: usize,
    /// What is wrong, if it is known.
    reason: Option<String>,
    /// Whether the value was left out, and not read as unknown.
    pub(crate) left_out: bool,
}

impl Oddity {
    /// Creates the record of a value that begins at `start`; reading stopped at `at`.
    pub(super) fn unread(start: usize, at: usize) -> Self {
        Self { start, at, reason: reason::take(), left_out: true }
    }

    /// Creates the record of a text that is not UTF-8 from here on.
    pub(super) fn of_invalid_text(at: usize) -> Self {
        Self { start: 0, at, reason: Some("not UTF-8".to_owned()), left_out: true }
    }

    /// What is wrong.
    pub(crate) fn text(self) -> String {
        self.reason.unwrap_or_else(|| OF_ANOTHER_TYPE.to_owned())
    }

    /// Adjusts the positions for a text in which the original text begins at `offset` bytes.
    pub(super) fn moved(self, offset: usize) -> Self {
        Self { start: self.start + offset, at: self.at + offset, ..self }
    }
}

impl Reader<'_> {
    /// Skips the value that begins at `start` and could not be read, if this reader is lenient.
    #[cold]
    #[inline(never)]
    pub(crate) fn leave_out(&mut self, start: usize, depth: u8) -> Result<(), NotRead> {
        self.pass_by(start, depth, true)
    }

    /// Like [`leave_out`](Self::leave_out), for a value whose type Discord does not promise.
    #[cold]
    pub(super) fn ignore(&mut self, start: usize, depth: u8) -> Result<(), NotRead> {
        self.pass_by(start, depth, false)
    }

    fn pass_by(&mut self, start: usize, depth: u8, left_out: bool) -> Result<(), NotRead> {
        let Some(passed_over) = &mut self.passed_over else { return Err(NotRead) };
        // Records of values inside it are removed too.
        let outside = passed_over.iter().rposition(|oddity| oddity.start < start);
        passed_over.truncate(outside.map_or(0, |index| index + 1));
        passed_over.push(Oddity { left_out, ..Oddity::unread(start, self.at) });
        self.at = start;
        self.depth = depth;
        self.skip()
    }

    /// Records a value that begins at `start` and was read although it is invalid.
    ///
    /// # Errors
    ///
    /// Returns an error if this reader is strict.
    #[cold]
    pub(crate) fn note(&mut self, start: usize, reason: &str) -> Result<(), NotRead> {
        let Some(passed_over) = &mut self.passed_over else { return Err(NotRead) };
        let reason = Some(reason.to_owned());
        passed_over.push(Oddity { start, at: start, reason, left_out: false });
        Ok(())
    }
}
