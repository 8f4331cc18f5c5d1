//! The errors of building and reading a modal.

use std::fmt;

use gateway_model::LimitError;

use crate::command::{NOT_A_MEMBER, OptionProblem};
use crate::component::CustomIdError;

/// A modal that cannot be built, or a submitted one that does not match its type.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ModalError {
    /// Its custom id cannot be encoded, or its type did not encode it.
    #[error(transparent)]
    CustomId(#[from] CustomIdError),
    /// Discord would refuse it, with all problems.
    #[error("Discord would refuse the modal: {}", Lines(.0))]
    Limits(Box<[FieldLimit]>),
    /// [`Form::value`](super::Form::value) was given a field that the modal does not have, or one that cannot have an
    /// initial value.
    #[error("the field `{0}` cannot have an initial value")]
    NoValue(String),
    /// A field does not match the type.
    #[error("field `{field}`: {problem}")]
    Field {
        /// Its name.
        field: &'static str,
        /// What is wrong with it.
        problem: FieldProblem,
    },
}

/// A limit that a modal exceeds.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FieldLimit {
    /// The field; `None` for the modal as a whole.
    pub field: Option<&'static str>,
    /// The exceeded limit, with the path within the modal.
    pub error: LimitError,
}

impl fmt::Display for FieldLimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.field {
            Some(field) => write!(f, "field `{field}`: {}", self.error),
            None => self.error.fmt(f),
        }
    }
}

struct Lines<'a>(&'a [FieldLimit]);

impl fmt::Display for Lines<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, limit) in self.0.iter().enumerate() {
            write!(f, "{}{limit}", if place == 0 { "" } else { "\n" })?;
        }
        Ok(())
    }
}

/// What is wrong with a field.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FieldProblem {
    /// Nothing was entered.
    #[error("missing")]
    Missing,
    /// The component is of another kind than the type of the field requires.
    #[error("another kind of component")]
    Kind,
    /// The text is not a number.
    #[error("`{0}` is not a number")]
    NotANumber(String),
    /// A text has too few or too many characters, or there are too few or too many values.
    #[error("found {found}, but {min} to {max} are allowed")]
    Count {
        /// How many there are.
        found: usize,
        /// The fewest.
        min: usize,
        /// The most.
        max: usize,
    },
    /// A value is not of the field's type.
    #[error(transparent)]
    Value(#[from] OptionProblem),
}

impl ModalError {
    /// Returns the message for the user. It asks for another value if the entered one is not a number or not a member.
    pub(crate) fn user_text(&self) -> String {
        match self {
            Self::Field { field, problem: problem @ FieldProblem::NotANumber(_) } => {
                format!("{field}: {problem}.")
            }
            Self::Field { problem: FieldProblem::Value(OptionProblem::NotAMember), .. } => {
                NOT_A_MEMBER.to_owned()
            }
            _ => "This form has changed. Open it again.".to_owned(),
        }
    }
}

impl FieldProblem {
    /// Adds the name of the field.
    pub(super) const fn of(self, field: &'static str) -> ModalError {
        ModalError::Field { field, problem: self }
    }
}
