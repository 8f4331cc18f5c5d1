//! What a type says is wrong with a value.
//!
//! The error of the fast reader is empty, and `serde` makes errors without access to the reader. So that the
//! slow way can tell what was wrong, the last message of this thread is kept while somebody listens.

use std::cell::{Cell, RefCell};
use std::fmt::Display;

/// What was said last.
#[derive(Debug, Default)]
pub(super) struct Reason {
    pub(super) text: Option<String>,
    /// It is about a value that was read earlier and kept, rather than one at the place of the reader.
    pub(super) of_kept_value: bool,
}

thread_local! {
    /// `None` while nobody listens.
    static LAST: RefCell<Option<Reason>> = const { RefCell::new(None) };
}

thread_local! {
    /// Whether a value that this crate kept was read as unknown because of its type.
    static ODD: Cell<bool> = const { Cell::new(false) };
}

/// A value of an open enum is of another type, and is not read by the reader, which notes that itself.
#[cold]
pub(crate) fn note_odd_value() {
    ODD.set(true);
}

/// Whether there was such a value since this was asked last.
pub(super) fn take_odd_value() -> bool {
    ODD.replace(false)
}

/// Runs something while reasons are kept.
pub(super) fn listening<T>(run: impl FnOnce() -> T) -> T {
    LAST.set(Some(Reason::default()));
    let result = run();
    LAST.set(None);
    result
}

fn replace(with: impl FnOnce() -> Reason) {
    if LAST.with_borrow(Option::is_some) {
        LAST.set(Some(with()));
    }
}

/// Keeps a reason, if somebody listens.
#[cold]
pub(super) fn note(reason: impl Display) {
    replace(|| Reason { text: Some(reason.to_string()), of_kept_value: false });
}

/// The same for a value that was kept while the reader went on.
#[cold]
pub(crate) fn note_of_kept_value(reason: impl Display) {
    replace(|| Reason { text: Some(reason.to_string()), of_kept_value: true });
}

/// Something is wrong for which there is no message: an earlier one is of something else.
#[cold]
pub(super) fn forget() {
    replace(Reason::default);
}

/// The last reason, once.
pub(super) fn take() -> Reason {
    LAST.with_borrow_mut(|last| last.as_mut().map(std::mem::take)).unwrap_or_default()
}
