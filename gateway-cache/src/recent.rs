//! The changes of events whose listeners are still running.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use foldhash::fast::RandomState;
use gateway_shard::EventKey;

use crate::change::Change;

/// The changes of events, until their listeners have ended.
#[derive(Debug, Default)]
pub(crate) struct RecentChanges(Mutex<HashMap<EventKey, Arc<[Change]>, RandomState>>);

impl RecentChanges {
    fn lock(&self) -> MutexGuard<'_, HashMap<EventKey, Arc<[Change]>, RandomState>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn keep(&self, event: EventKey, changes: Vec<Change>) {
        if !changes.is_empty() {
            self.lock().insert(event, changes.into());
        }
    }

    pub(crate) fn of(&self, event: &EventKey) -> Option<Arc<[Change]>> {
        self.lock().get(event).cloned()
    }

    pub(crate) fn forget(&self, event: &EventKey) {
        self.lock().remove(event);
    }
}
