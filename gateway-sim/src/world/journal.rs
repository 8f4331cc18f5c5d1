//! The changes of the current request so far.

use std::collections::BTreeSet;

use gateway_model::Id;
use gateway_model::id::marker;

use super::change::Change;

/// What is remembered for one request.
#[derive(Debug, Default)]
pub(super) struct Journal {
    /// Guilds that remember their earlier state.
    pub(super) guilds: BTreeSet<Id<marker::Guild>>,
    /// Changes outside of the lists of a guild.
    pub(super) notes: Vec<Change>,
}
