//! Reads secrets from the environment or from a file. They are never in the configuration itself.

use std::fmt;
use std::path::Path;

/// A text that `Debug` does not show.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Hides a text.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// Returns the text.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

/// Reads a secret from the file if one is named, and otherwise from the environment variable.
pub(super) fn read(
    file: Option<&str>,
    variable: &str,
    environment: &dyn Fn(&str) -> Option<String>,
) -> Result<Secret, String> {
    let text = match file {
        Some(file) => {
            std::fs::read_to_string(Path::new(file)).map_err(|error| format!("{file}: {error}"))?
        }
        None => environment(variable).ok_or_else(|| {
            format!("environment variable {variable} is not set, and no file is configured")
        })?,
    };
    let text = text.trim();
    if text.is_empty() {
        let place = file.map_or_else(|| format!("environment variable {variable}"), str::to_owned);
        return Err(format!("{place} is empty"));
    }
    Ok(Secret::new(text))
}
