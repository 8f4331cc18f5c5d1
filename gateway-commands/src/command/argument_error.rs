//! Options of a used command that are not what its type says.

use std::fmt;

use gateway_model::command::CommandOptionKind;

/// What the user is told who chose somebody else than a member.
pub(crate) const NOT_A_MEMBER: &str = "This user is no member of this server.";

/// A used command that is not what its type says. Discord checks most of it, so the command is mostly one that was
/// registered by another version of the bot.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ArgumentError {
    /// The type has no such subcommand.
    #[error("there is no subcommand `{0}`")]
    UnknownSubcommand(String),
    /// No subcommand was given.
    #[error("no subcommand was given")]
    NoSubcommand,
    /// An option is not what the type says.
    #[error("option `{name}`: {problem}")]
    Option {
        /// Its name.
        name: String,
        /// What is wrong with it.
        problem: OptionProblem,
    },
    /// The user or message that the command was used on is not what the type says.
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
    /// Discord sent the id and not what it stands for.
    #[error("Discord did not send what the id stands for")]
    NotResolved,
    /// The user is no member of the guild.
    #[error("the user is no member of this server")]
    NotAMember,
}

impl ArgumentError {
    /// The text for the user.
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
