//! Where commands are registered.

use gateway_model::id::{Id, marker};

/// Where commands are registered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// For all guilds and users. Contexts and installations count.
    Global,
    /// For one guild; seen at once, so it is for trying things out.
    Guild(Id<marker::Guild>),
}
