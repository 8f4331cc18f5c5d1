//! What was passed over in reading.
//!
//! One pass does it however much is odd: a value that cannot be read is stepped over from its own
//! beginning, by the innermost list or field that is of use without it.

use super::NotRead;
use super::reader::Reader;
use super::reason;

/// What is said of a value of which nothing more is known.
pub(super) const OF_ANOTHER_TYPE: &str = "not a value of the type that belongs here";

/// Something that was passed over.
#[derive(Debug)]
pub(crate) struct Oddity {
    /// Where what was passed over begins, in bytes.
    pub(super) start: usize,
    /// Where reading stopped: at the value that is odd, at its end, or at the end of an object that lacks a
    /// field.
    pub(crate) at: usize,
    /// What is wrong, if it is known.
    reason: Option<String>,
    /// Whether something was left out, rather than a value read as unknown.
    pub(crate) left_out: bool,
}

impl Oddity {
    /// What could not be read: it begins at `start`, and reading stopped at `at`.
    pub(super) fn unread(start: usize, at: usize) -> Self {
        Self { start, at, reason: reason::take(), left_out: true }
    }

    /// The text is not UTF-8 from here on.
    pub(super) fn of_invalid_text(at: usize) -> Self {
        Self { start: 0, at, reason: Some("not UTF-8".to_owned()), left_out: true }
    }

    /// What is wrong.
    pub(crate) fn text(self) -> String {
        self.reason.unwrap_or_else(|| OF_ANOTHER_TYPE.to_owned())
    }

    /// The same in a text in which the one it was found in begins `offset` bytes later.
    pub(super) fn moved(self, offset: usize) -> Self {
        Self { start: self.start + offset, at: self.at + offset, ..self }
    }
}

impl Reader<'_> {
    /// The value that begins at `start` could not be read: steps over it, if this is a reader that passes
    /// over such.
    #[cold]
    #[inline(never)]
    pub(crate) fn leave_out(&mut self, start: usize, depth: u8) -> Result<(), NotRead> {
        self.pass_by(start, depth, true)
    }

    /// As [`leave_out`](Self::leave_out), for a value that is no loss.
    #[cold]
    pub(super) fn ignore(&mut self, start: usize, depth: u8) -> Result<(), NotRead> {
        self.pass_by(start, depth, false)
    }

    fn pass_by(&mut self, start: usize, depth: u8, left_out: bool) -> Result<(), NotRead> {
        let Some(passed_over) = &mut self.passed_over else { return Err(NotRead) };
        // What was passed over within the value goes with it.
        let outside = passed_over.iter().rposition(|oddity| oddity.start < start);
        passed_over.truncate(outside.map_or(0, |index| index + 1));
        passed_over.push(Oddity { left_out, ..Oddity::unread(start, self.at) });
        self.at = start;
        self.depth = depth;
        self.skip()
    }

    /// Notes a value that begins at `start` and is read, though it is odd.
    ///
    /// # Errors
    ///
    /// Returns an error if this is a reader that takes nothing odd.
    #[cold]
    pub(crate) fn note(&mut self, start: usize, reason: &str) -> Result<(), NotRead> {
        let Some(passed_over) = &mut self.passed_over else { return Err(NotRead) };
        let reason = Some(reason.to_owned());
        passed_over.push(Oddity { start, at: start, reason, left_out: false });
        Ok(())
    }
}
