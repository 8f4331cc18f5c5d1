//! The settings of a router, which apply to its handlers and to those of merged routers.

use std::sync::Arc;

use super::cooldown::{Cooldown, Uses};
use super::handler::{AfterHook, BeforeHook, Check, ErrorHandler};
use crate::answer::Defer;

/// The settings of a group of handlers.
#[derive(Clone, Default)]
pub(super) struct Scope {
    pub(super) checks: Vec<Arc<dyn Check>>,
    pub(super) cooldowns: Vec<Arc<Uses>>,
    pub(super) before: Vec<Arc<dyn BeforeHook>>,
    pub(super) after: Vec<Arc<dyn AfterHook>>,
    pub(super) on_error: Option<Arc<dyn ErrorHandler>>,
    pub(super) defer: Option<Defer>,
}

impl Scope {
    pub(super) fn cooldown(&mut self, cooldown: Cooldown) {
        self.cooldowns.push(Arc::new(Uses::of(cooldown)));
    }

    /// Returns the settings of a router that is merged into this one: these come first, and for settings with a single
    /// value the inner one counts.
    pub(super) fn inner(&self, inner: Self) -> Self {
        let mut both = self.clone();
        both.checks.extend(inner.checks);
        both.cooldowns.extend(inner.cooldowns);
        both.before.extend(inner.before);
        both.after.extend(inner.after);
        both.on_error = inner.on_error.or(both.on_error);
        both.defer = inner.defer.or(both.defer);
        both
    }
}
