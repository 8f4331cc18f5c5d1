//! What is wrong with a router, all of it.

use std::fmt;

use gateway_handler::MissingState;
use gateway_model::LimitError;
use gateway_model::command::CommandKind;

/// What is wrong with a router: all of it, found at the start.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("the router cannot be built: {}", Lines(problems))]
#[non_exhaustive]
pub struct RouterError {
    /// Each problem.
    pub problems: Vec<RouterProblem>,
}

/// One thing that is wrong with a router.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum RouterProblem {
    /// Discord would refuse a command. There is one such problem for each limit that is not kept.
    #[error("command `{name}`: {error}")]
    Command {
        /// Its name.
        name: String,
        /// Why.
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
    /// There are more commands of a kind than Discord takes.
    #[error("{found} commands of the kind {kind:?}, {most} are allowed")]
    TooMany {
        /// The kind.
        kind: CommandKind,
        /// How many there are.
        found: usize,
        /// How many there may be.
        most: usize,
    },
    /// The name of a component or modal is empty or has a colon.
    #[error("`{name}` cannot be the name of a component or modal: it is empty, or has a colon")]
    Name {
        /// The name.
        name: String,
    },
    /// A handler asks for state that there is none of.
    #[error("the handler of `{name}`: {error}")]
    State {
        /// The command, component or modal.
        name: String,
        /// The state.
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
