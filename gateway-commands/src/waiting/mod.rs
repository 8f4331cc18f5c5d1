//! Waiting for events, components and modals.

use crate::answer::Context;

/// Who waits for what. Every interaction and event passes it before the router.
#[derive(Debug, Default)]
pub struct Waits {}

impl Waits {
    /// Hands an interaction to who waits for it, and returns it if nobody does.
    pub(crate) fn offer(&self, ctx: Context) -> Option<Context> {
        Some(ctx)
    }
}
