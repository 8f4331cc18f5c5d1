//! The problems of a router.

use std::fmt;

use gateway_handler::MissingState;
use gateway_model::LimitError;
use gateway_model::command::CommandKind;

/// All problems of a router, found when it is built.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("the router cannot be built: {}", Lines(problems))]
#[non_exhaustive]
pub struct RouterError {
    /// The problems.
    pub problems: Vec<RouterProblem>,
}

/// A problem of a router.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum RouterProblem {
    /// Discord would refuse a command. Each exceeded limit is a problem of its own.
    #[error("command `{name}`: {error}")]
    Command {
        /// Its name.
        name: String,
        /// The cause.
        error: LimitError,
    },
    /// The same command, component or modal was added twice.
    #[error("{what} `{name}` was added twice")]
    Twice {
        /// `the command`, `the component` or `the modal`.
        what: &'static str,
        /// Its name.
        name: String,
    },
    /// There are more commands of a kind than Discord accepts.
    #[error("there are {found} commands of the kind {kind:?}, but at most {most} are allowed")]
    TooMany {
        /// The kind.
        kind: CommandKind,
        /// How many there are.
        found: usize,
        /// How many are allowed.
        most: usize,
    },
    /// The name of a component or modal is empty or has a colon.
    #[error("`{name}` cannot be the name of a component or modal: it is empty, or has a colon")]
    Name {
        /// The name.
        name: String,
    },
    /// A handler needs state that the router does not have.
    #[error("the handler of `{name}`: {error}")]
    State {
        /// The command, component or modal.
        name: String,
        /// The missing state.
        error: MissingState,
    },
}

struct Lines<'a>(&'a [RouterProblem]);

impl fmt::Display for Lines<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, problem) in self.0.iter().enumerate() {
            write!(f, "{}{problem}", if place == 0 { "" } else { "; " })?;
        }
        Ok(())
    }
}
