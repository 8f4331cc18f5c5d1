//! An error and its sources in one line.

use std::error::Error;
use std::fmt;

/// Displays an error and all of its sources in one line, with `: ` between them.
///
/// An error's own text says what failed, and the text of each source says why. Use this wherever an error is shown to a
/// person or written to a log.
///
/// ```
/// use gateway_dial::Report;
///
/// let error = std::io::Error::other("no such host");
/// assert_eq!(Report::new(&error).to_string(), "no such host");
/// ```
#[derive(Clone, Copy)]
pub struct Report<'a>(&'a (dyn Error + 'static));

impl<'a> Report<'a> {
    /// Wraps an error.
    #[must_use]
    pub fn new(error: &'a (dyn Error + 'static)) -> Self {
        Self(error)
    }
}

impl fmt::Display for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = self.0.to_string();
        f.write_str(&text)?;
        let mut source = self.0.source();
        while let Some(error) = source {
            let next = error.to_string();
            // Some errors repeat their source in their own text.
            if !text.ends_with(&next) {
                write!(f, ": {next}")?;
                text = next;
            }
            source = error.source();
        }
        Ok(())
    }
}

impl fmt::Debug for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
