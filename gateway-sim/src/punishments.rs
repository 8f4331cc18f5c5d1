//! Discord's punishments in one place, so that a test can assert that there were none.

use serde::Serialize;

use crate::core::TokenReset;
use crate::rest::EdgeBan;

/// Discord's punishments of a bot, with their causes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Punishments {
    /// Token resets, each with the Identifies that used up the session starts.
    pub token_resets: Vec<TokenReset>,
    /// Banned addresses, each with the routes of its invalid requests.
    pub edge_bans: Vec<EdgeBan>,
}

impl Punishments {
    /// Returns whether there were no punishments.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.token_resets.is_empty() && self.edge_bans.is_empty()
    }
}
