//! Locks of what is only changed in whole steps.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// Locks a value that is only changed in whole steps: a panic while it was locked has left it as it should be.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
