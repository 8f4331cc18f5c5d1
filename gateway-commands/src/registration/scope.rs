//! Where commands are registered.

use gateway_model::id::{Id, marker};

/// Where commands are registered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// For all guilds and users. Only here contexts and installation contexts apply.
    Global,
    /// For one guild. Changes are visible immediately, so it is useful for testing.
    Guild(Id<marker::Guild>),
}
