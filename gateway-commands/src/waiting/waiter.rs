//! One wait, as what comes sees it.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use super::error::WaitError;
use super::mailbox::Mailbox;
use super::source::{Happening, Source};

/// The user's own condition.
pub(super) type Filter<T> = Box<dyn Fn(&T) -> bool + Send + Sync>;

/// One wait, of whatever type.
pub(super) trait Waiter: Send + Sync {
    /// Whether the wait has taken it.
    fn offer(&self, what: &mut Happening<'_, '_>) -> bool;

    /// Nothing more comes.
    fn end(&self, error: WaitError);
}

/// One wait of a type.
pub(super) struct Waiting<S: Source> {
    pub(super) source: S,
    pub(super) filter: Option<Filter<S::Seen>>,
    pub(super) mailbox: Arc<Mailbox<S::Item>>,
}

impl<S: Source> Waiter for Waiting<S> {
    fn offer(&self, what: &mut Happening<'_, '_>) -> bool {
        if !self.mailbox.is_open() {
            return false;
        }
        let Some(item) = self.source.read(what) else { return false };
        if let Some(filter) = &self.filter {
            // It may be called in the loop that reads the gateway, which must not end by it.
            match std::panic::catch_unwind(AssertUnwindSafe(|| filter(S::seen(&item)))) {
                Ok(true) => {}
                Ok(false) => return false,
                Err(_) => {
                    self.mailbox.end(WaitError::FilterPanicked);
                    return false;
                }
            }
        }
        self.mailbox.put(item).is_ok()
    }

    fn end(&self, error: WaitError) {
        self.mailbox.end(error);
    }
}

impl std::fmt::Debug for dyn Waiter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Waiter")
    }
}
