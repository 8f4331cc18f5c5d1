//! One wait, as seen by the events.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use super::error::WaitError;
use super::mailbox::Mailbox;
use super::source::{Happening, Source};

/// The filter of the user.
pub(super) type Filter<T> = Box<dyn Fn(&T) -> bool + Send + Sync>;

/// A wait of any type.
pub(super) trait Waiter: Send + Sync {
    /// Offers an item; returns whether the wait accepts it.
    fn offer(&self, what: &mut Happening<'_, '_>) -> bool;

    /// Ends the wait.
    fn end(&self, error: WaitError);
}

/// A wait of one type.
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
            // It may be called in the loop that reads the gateway, which must not end because of it.
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
