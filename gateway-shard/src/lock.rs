//! Locks for values that every change leaves consistent.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// Locks a value that every change leaves consistent, so that a panic while it was locked does no harm.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
