//! The error of all `check` methods, and the comparison of limits.

use std::ops::RangeInclusive;

/// A value that Discord would refuse: which part of it, and why.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{path}{}{limit}", if path.is_empty() { "" } else { ": " })]
#[non_exhaustive]
pub struct LimitError {
    /// The path: names of Discord's fields and indices, separated by dots, such as `embeds.0.fields.2.name`, as in
    /// Discord's own errors. Empty for the whole value.
    pub path: String,
    /// The limit that is exceeded.
    pub limit: Limit,
}

/// All errors of a value that Discord would refuse, in the order of its parts. There is at least one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LimitErrors(Box<[LimitError]>);

impl std::ops::Deref for LimitErrors {
    type Target = [LimitError];

    fn deref(&self) -> &[LimitError] {
        &self.0
    }
}

/// Writes one error per line.
impl std::fmt::Display for LimitErrors {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (place, error) in self.0.iter().enumerate() {
            write!(f, "{}{error}", if place == 0 { "" } else { "\n" })?;
        }
        Ok(())
    }
}

impl std::error::Error for LimitErrors {}

/// A limit of the docs.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Limit {
    /// A text is too long or too short.
    #[error("{found} characters, {} to {} are allowed", allowed.start(), allowed.end())]
    Characters {
        /// Its number of characters.
        found: usize,
        /// The allowed number.
        allowed: RangeInclusive<usize>,
    },
    /// A list has too many or too few items.
    #[error("{found} items, {} to {} are allowed", allowed.start(), allowed.end())]
    Items {
        /// Its number of items.
        found: usize,
        /// The allowed number.
        allowed: RangeInclusive<usize>,
    },
    /// A number is too large or too small.
    #[error("{found} is not in {} to {}", allowed.start(), allowed.end())]
    Value {
        /// The number.
        found: i64,
        /// The allowed range.
        allowed: RangeInclusive<i64>,
    },
    /// A required field is not set.
    #[error("missing")]
    Missing,
    /// A value is not allowed here; the text states the rule.
    #[error("not allowed: {0}")]
    NotAllowed(&'static str),
    /// A value that must be unique was used before.
    #[error("used more than once")]
    Repeated,
}

/// The result of checking one limit.
pub(crate) type Checked = Result<(), LimitError>;

/// Returns the error of a field.
pub(crate) fn fail(path: impl Into<String>, limit: Limit) -> Checked {
    Err(LimitError { path: path.into(), limit })
}

/// Checks a number of characters.
pub(crate) fn characters(field: &str, found: usize, allowed: RangeInclusive<usize>) -> Checked {
    if allowed.contains(&found) {
        return Ok(());
    }
    fail(field, Limit::Characters { found, allowed })
}

/// Checks the length of a text, if there is one.
pub(crate) fn text<'a>(
    field: &str,
    text: impl Into<Option<&'a str>>,
    allowed: RangeInclusive<usize>,
) -> Checked {
    text.into().map_or(Ok(()), |text| characters(field, text.chars().count(), allowed))
}

/// Checks a number of items.
pub(crate) fn items(field: &str, found: usize, allowed: RangeInclusive<usize>) -> Checked {
    if allowed.contains(&found) {
        return Ok(());
    }
    fail(field, Limit::Items { found, allowed })
}

/// Checks a number, if there is one.
pub(crate) fn value(
    field: &str,
    number: Option<impl Into<i64>>,
    allowed: RangeInclusive<i64>,
) -> Checked {
    match number.map(Into::into) {
        Some(found) if !allowed.contains(&found) => fail(field, Limit::Value { found, allowed }),
        _ => Ok(()),
    }
}

/// Fails if a forbidden field is set.
pub(crate) fn forbid(field: &str, is_set: bool, rule: &'static str) -> Checked {
    if is_set { fail(field, Limit::NotAllowed(rule)) } else { Ok(()) }
}

/// Fails if a required field is not set.
pub(crate) fn need(field: &str, is_set: bool) -> Checked {
    if is_set { Ok(()) } else { fail(field, Limit::Missing) }
}

/// Adds a field's name to the path of its check's error.
pub(crate) fn inside(field: impl std::fmt::Display, checked: Checked) -> Checked {
    checked.map_err(|LimitError { path, limit }| {
        let path = if path.is_empty() { field.to_string() } else { format!("{field}.{path}") };
        LimitError { path, limit }
    })
}

/// Checks each item of a list.
pub(crate) fn each<T>(field: &str, items: &[T], check: impl Fn(&T) -> Checked) -> Checked {
    let mut items = items.iter().enumerate();
    items.try_for_each(|(place, item)| inside(field, inside(place, check(item))))
}

/// Collects the errors of a value, part by part.
#[derive(Default)]
pub(crate) struct Findings(Vec<LimitError>);

impl Findings {
    /// Runs a check of several limits.
    pub(crate) fn of(find: impl FnOnce(&mut Self)) -> Self {
        let mut found = Self::default();
        find(&mut found);
        found
    }

    pub(crate) fn add(&mut self, checked: Checked) {
        self.0.extend(checked.err());
    }

    /// Adds a field's name to the paths of its check's errors.
    pub(crate) fn inside(&mut self, field: impl std::fmt::Display, find: impl FnOnce(&mut Self)) {
        let of_field = Self::of(find).0;
        self.0.extend(of_field.into_iter().filter_map(|error| inside(&field, Err(error)).err()));
    }

    /// Checks each item of a list.
    pub(crate) fn each<T>(&mut self, field: &str, items: &[T], find: impl Fn(&mut Self, &T)) {
        self.inside(field, |found| {
            for (place, item) in items.iter().enumerate() {
                found.inside(place, |found| find(found, item));
            }
        });
    }

    /// Returns only the first error.
    pub(crate) fn first(self) -> Checked {
        self.0.into_iter().next().map_or(Ok(()), Err)
    }

    /// Returns all errors.
    pub(crate) fn all(self) -> Result<(), LimitErrors> {
        if self.0.is_empty() { Ok(()) } else { Err(LimitErrors(self.0.into_boxed_slice())) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_grows_outwards() {
        let texts = ["a", "bcd"];
        let list = each("answers", &texts, |one| text("text", *one, 1..=2));
        let error = inside("poll", list).unwrap_err();
        assert_eq!(error.path, "poll.answers.1.text");
        assert_eq!(error.limit, Limit::Characters { found: 3, allowed: 1..=2 });
        assert_eq!(error.to_string(), "poll.answers.1.text: 3 characters, 1 to 2 are allowed");
        let whole = characters("", 9, 0..=8).unwrap_err();
        assert_eq!(whole.to_string(), "9 characters, 0 to 8 are allowed");
    }

    #[test]
    fn all_errors_are_collected_each_with_its_path() {
        let found = || {
            Findings::of(|found| {
                found.add(text("title", "", 1..=2));
                found.each("rows", &["ok", "abc", "abcd"], |found, one| {
                    found.add(text("name", *one, 0..=2));
                });
            })
        };
        let errors = found().all().unwrap_err();
        let paths: Vec<&str> = errors.iter().map(|error| &*error.path).collect();
        assert_eq!(paths, ["title", "rows.1.name", "rows.2.name"]);
        assert_eq!(errors.to_string().lines().count(), 3);
        assert_eq!(found().first().unwrap_err(), errors[0]);
        assert_eq!(Findings::default().all(), Ok(()));
    }
}
