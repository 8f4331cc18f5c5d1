//! Options of a used command that do not match its type.

use std::fmt;

use gateway_model::command::CommandOptionKind;

/// The message for a user who chose a user that is not a member.
pub(crate) const NOT_A_MEMBER: &str = "This user is not a member of this server.";

/// A used command that does not match its type. Discord checks most options, so the usual cause is that another version
/// of the bot registered the command.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ArgumentError {
    /// The type has no such subcommand.
    #[error("there is no subcommand `{0}`")]
    UnknownSubcommand(String),
    /// No subcommand was given.
    #[error("no subcommand was given")]
    NoSubcommand,
    /// An option does not match the type.
    #[error("option `{name}`: {problem}")]
    Option {
        /// Its name.
        name: String,
        /// What is wrong with it.
        problem: OptionProblem,
    },
    /// The user or message that the command was used on does not match the type.
    #[error("target: {0}")]
    Target(OptionProblem),
}

/// What is wrong with an option.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OptionProblem {
    /// It was not given.
    #[error("missing")]
    Missing,
    /// It has another type.
    #[error("not of the type {0:?}")]
    Type(CommandOptionKind),
    /// The number is too small or too large, or the text too short or too long.
    #[error("out of range")]
    OutOfRange,
    /// The value is none of the choices.
    #[error("no such choice")]
    UnknownChoice,
    /// Discord sent the id without the object.
    #[error("Discord did not send the object with this id")]
    NotResolved,
    /// The user is not a member of the guild.
    #[error("the user is not a member of this server")]
    NotAMember,
}

impl ArgumentError {
    /// Returns the message for the user.
    pub(crate) fn user_text(&self) -> String {
        match self {
            Self::Option { problem: OptionProblem::NotAMember, .. }
            | Self::Target(OptionProblem::NotAMember) => NOT_A_MEMBER.to_owned(),
            _ => "This command has changed. Try again in a minute.".to_owned(),
        }
    }

    pub(super) fn option(name: impl fmt::Display, problem: OptionProblem) -> Self {
        Self::Option { name: name.to_string(), problem }
    }
}
