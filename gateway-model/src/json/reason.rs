//! The error messages of types that are being read.
//!
//! The reader's error type is empty, and `serde` creates errors without access to the reader. So that a lenient reader
//! can report what was wrong, the last error message of the thread is kept while it is enabled. Skipped values of a
//! type of this crate inside a type of another crate are passed on in the same way.

use std::cell::{Cell, RefCell};
use std::fmt::Display;

use super::oddity::Oddity;

/// What was recorded since it was enabled.
#[derive(Default)]
struct Heard {
    last: Option<String>,
    passed_over: Vec<Oddity>,
}

thread_local! {
    /// `None` while it is disabled.
    static HEARD: RefCell<Option<Heard>> = const { RefCell::new(None) };
    /// The end of the last read type of this crate inside a type of another crate, in bytes.
    pub(super) static REACHED: Cell<usize> = const { Cell::new(0) };
}

fn with<T>(then: impl FnOnce(&mut Heard) -> T) -> Option<T> {
    HEARD.with_borrow_mut(|heard| heard.as_mut().map(then))
}

/// Runs a function while reasons are kept. It also ends if a type of another crate panics.
pub(super) fn listening<T>(run: impl FnOnce() -> T) -> T {
    struct Outer(Option<Heard>);

    impl Drop for Outer {
        fn drop(&mut self) {
            HEARD.set(self.0.take());
        }
    }

    let _outer = Outer(HEARD.replace(Some(Heard::default())));
    run()
}

/// Returns whether reasons are kept.
pub(super) fn is_heard() -> bool {
    HEARD.with_borrow(Option::is_some)
}

/// Keeps a reason, if it is enabled.
#[cold]
pub(super) fn note(reason: impl Display) {
    if is_heard() {
        // Created first, because this may run code of other crates.
        let text = reason.to_string();
        with(|heard| heard.last = Some(text));
    }
}

/// Discards an earlier message, because the present error has none.
#[cold]
pub(super) fn forget() {
    with(|heard| heard.last = None);
}

/// Takes the last reason.
pub(super) fn take() -> Option<String> {
    with(|heard| heard.last.take()).flatten()
}

/// Passes on the skipped values.
#[cold]
pub(super) fn hand_on(passed_over: Vec<Oddity>) {
    with(|heard| heard.passed_over = passed_over);
}

/// Takes the skipped values that were passed on.
pub(super) fn take_handed_on() -> Vec<Oddity> {
    with(|heard| std::mem::take(&mut heard.passed_over)).unwrap_or_default()
}
