//! Which handler runs for an interaction: handlers, state, checks, cooldowns, hooks, errors.

mod states;

pub use states::State;

use std::sync::Arc;

use crate::waiting::Waits;
use states::States;

/// What all interactions of a bot share.
#[derive(Debug, Default)]
pub(crate) struct Shared {
    pub(crate) states: States,
    pub(crate) waits: Arc<Waits>,
}
