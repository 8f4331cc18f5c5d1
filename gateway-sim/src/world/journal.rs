//! What the request that is carried out has changed so far.

use std::collections::BTreeSet;

use gateway_model::Id;
use gateway_model::id::marker;

use super::change::Change;

/// What is remembered for one request.
#[derive(Debug, Default)]
pub(super) struct Journal {
    /// Guilds that remember what they were.
    pub(super) guilds: BTreeSet<Id<marker::Guild>>,
    /// What was changed outside of the lists of a guild.
    pub(super) notes: Vec<Change>,
}
