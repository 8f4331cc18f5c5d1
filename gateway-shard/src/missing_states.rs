//! Listeners that take a state which the bot does not have.

use std::fmt;

use gateway_handler::MissingState;

/// Listeners of a bot take states that it does not have. All of them are told at once.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct MissingStates {
    /// Each of them, in the order in which the listeners were added.
    pub listeners: Vec<MissingListenerState>,
}

/// A listener takes a state that the bot does not have.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the listener `{listener}`: {error}")]
#[non_exhaustive]
pub struct MissingListenerState {
    /// The path of its function.
    pub listener: &'static str,
    /// The state.
    pub error: MissingState,
}

impl fmt::Display for MissingStates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, listener) in self.listeners.iter().enumerate() {
            write!(f, "{}{listener}", if index == 0 { "" } else { "; " })?;
        }
        Ok(())
    }
}

impl std::error::Error for MissingStates {}
