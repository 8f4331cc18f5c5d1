//! Discord's punishments in one place, so that a test can assert that there were none.

use serde::Serialize;

use crate::core::TokenReset;
use crate::rest::EdgeBan;

/// What a bot was punished for, and who did it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Punishments {
    /// Token resets, each with the Identifies that used up the session starts.
    pub token_resets: Vec<TokenReset>,
    /// Addresses that were shut out by the edge, each with the routes of its invalid requests.
    pub edge_bans: Vec<EdgeBan>,
}

impl Punishments {
    /// Whether nothing was punished.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.token_resets.is_empty() && self.edge_bans.is_empty()
    }
}
