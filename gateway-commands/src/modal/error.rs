//! Why a modal cannot be built or read.

use std::fmt;

use gateway_model::LimitError;

use crate::command::{NOT_A_MEMBER, OptionProblem};
use crate::component::CustomIdError;

/// A modal that cannot be built, or a submitted one that is not what its type says.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ModalError {
    /// Its custom id cannot be written, or its type has not written it.
    #[error(transparent)]
    CustomId(#[from] CustomIdError),
    /// Discord would refuse it; everything that is wrong.
    #[error("Discord would refuse the modal: {}", Lines(.0))]
    Limits(Box<[FieldLimit]>),
    /// [`Form::value`](super::Form::value) was given a field that the modal does not have, or one that no value can stand in
    /// from the start.
    #[error("no value can be put into `{0}`")]
    NoValue(String),
    /// A field is not what the type says.
    #[error("field `{field}`: {problem}")]
    Field {
        /// Its name.
        field: &'static str,
        /// What is wrong with it.
        problem: FieldProblem,
    },
}

/// A limit that a modal does not keep.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FieldLimit {
    /// The field it is of; `None` for the modal as a whole.
    pub field: Option<&'static str>,
    /// The limit, with the path within the modal.
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
    /// The component is of another kind than the type of the field makes.
    #[error("another kind of component")]
    Kind,
    /// The text is no number.
    #[error("`{0}` is no number")]
    NotANumber(String),
    /// A text has too few or too many characters, or there are too few or too many values.
    #[error("{found}, {min} to {max} are allowed")]
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
    /// The text for the user, who may enter something else if it is a number or a member.
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
    /// Says which field it is about.
    pub(super) const fn of(self, field: &'static str) -> ModalError {
        ModalError::Field { field, problem: self }
    }
}
