//! Messages of clients that Discord accepts although its docs forbid them.

use gateway_model::gateway::CloseCode;

use super::refusal::{Refusal, refuse};
use super::state::Core;

/// The number of different warnings that are kept.
const MOST: usize = 1000;

impl Core {
    /// Counts a message that Discord accepts although its docs forbid it. Returns false in strict mode, in which it has to be
    /// refused.
    pub(crate) fn tolerates(&mut self, what: &str) -> bool {
        tracing::warn!(what, "a client sent something that the docs do not allow");
        if let Some(count) = self.warnings.get_mut(what) {
            *count += 1;
        } else if self.warnings.len() < MOST {
            self.warnings.insert(what.to_owned(), 1);
        }
        !self.config.strict
    }

    /// The same for the gateway: strict mode closes the connection.
    pub(super) fn tolerate(&mut self, code: CloseCode, what: &str) -> Result<(), Refusal> {
        if self.tolerates(what) { Ok(()) } else { refuse(code, what) }
    }
}
