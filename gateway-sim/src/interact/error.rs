//! The errors of users' actions.

/// A user cannot cause this interaction.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InteractError {
    /// The bot has no such command here.
    #[error("there is no command {name:?} here")]
    UnknownCommand {
        /// The name, with subcommands.
        name: String,
    },
    /// The user may not use the command here.
    #[error("the user may not use the command {name:?} here")]
    NotAllowed {
        /// The name.
        name: String,
    },
    /// The command has subcommands, one of which has to be named.
    #[error("{name:?} alone cannot be used; it has subcommands: {known}")]
    Incomplete {
        /// The name so far.
        name: String,
        /// The existing subcommands.
        known: String,
    },
    /// An option, or a component of a modal, cannot have this value.
    #[error("{name}: {problem}")]
    Value {
        /// Its name or `custom_id`.
        name: String,
        /// The mistake.
        problem: String,
    },
    /// There is no such message, or the user does not see it.
    #[error("there is no message {0} that the user sees")]
    UnknownMessage(u64),
    /// The message has no such component.
    #[error("message {message} has no {what} with custom_id {custom_id:?} that can be used")]
    UnknownComponent {
        /// The message.
        message: u64,
        /// What was looked for.
        what: &'static str,
        /// Its `custom_id`.
        custom_id: String,
    },
    /// There is no such interaction, or it was not answered with a modal.
    #[error("interaction {0} did not open a modal")]
    NoModal(u64),
}

impl InteractError {
    pub(super) fn value(name: &str, problem: impl Into<String>) -> Self {
        Self::Value { name: name.to_owned(), problem: problem.into() }
    }
}
