//! The errors of a configuration.

use std::fmt;

/// All errors of a configuration that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigErrors {
    /// Where the configuration was read from: the path of a file, or `the configuration` if it comes from several
    /// places.
    pub place: String,
    /// Each error, with the name of its setting.
    pub errors: Vec<String>,
}

impl fmt::Display for ConfigErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.errors.len() {
            1 => write!(f, "one error in {}:", self.place)?,
            many => write!(f, "{many} errors in {}:", self.place)?,
        }
        self.errors.iter().try_for_each(|error| write!(f, "\n  {error}"))
    }
}

impl std::error::Error for ConfigErrors {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_error_has_a_line() {
        let shown = |errors: &[&str]| {
            let errors = errors.iter().map(ToString::to_string).collect();
            ConfigErrors { place: "f.toml".to_owned(), errors }.to_string()
        };
        assert_eq!(shown(&["a: bad"]), "one error in f.toml:\n  a: bad");
        assert_eq!(shown(&["a", "b"]), "2 errors in f.toml:\n  a\n  b");
    }
}
