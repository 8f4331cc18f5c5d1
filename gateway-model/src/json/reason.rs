//! What a type says is wrong with a value.
//!
//! The error of the reader is empty, and `serde` makes errors without access to the reader. So that a
//! lenient reader can tell what was wrong, the last message of this thread is kept while somebody listens.
//! What was passed over in a type of this crate that lies in a type of somebody else goes the same way.

use std::cell::{Cell, RefCell};
use std::fmt::Display;

use super::oddity::Oddity;

/// What was said since the listening began.
#[derive(Default)]
struct Heard {
    last: Option<String>,
    passed_over: Vec<Oddity>,
}

thread_local! {
    /// `None` while nobody listens.
    static HEARD: RefCell<Option<Heard>> = const { RefCell::new(None) };
    /// How far the last type of this crate was read that lies in a type of somebody else, in bytes.
    pub(super) static REACHED: Cell<usize> = const { Cell::new(0) };
}

fn with<T>(then: impl FnOnce(&mut Heard) -> T) -> Option<T> {
    HEARD.with_borrow_mut(|heard| heard.as_mut().map(then))
}

/// Runs something while reasons are kept. A type of somebody else that panics while it is read ends it as well.
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

/// Whether reasons are kept.
pub(super) fn is_heard() -> bool {
    HEARD.with_borrow(Option::is_some)
}

/// Keeps a reason, if somebody listens.
#[cold]
pub(super) fn note(reason: impl Display) {
    if is_heard() {
        // Made first: to make it may run code of anybody.
        let text = reason.to_string();
        with(|heard| heard.last = Some(text));
    }
}

/// Something is wrong for which there is no message: an earlier one is of something else.
#[cold]
pub(super) fn forget() {
    with(|heard| heard.last = None);
}

/// The last reason, once.
pub(super) fn take() -> Option<String> {
    with(|heard| heard.last.take()).flatten()
}

/// Hands on what was passed over.
#[cold]
pub(super) fn hand_on(passed_over: Vec<Oddity>) {
    with(|heard| heard.passed_over = passed_over);
}

/// What was handed on, once.
pub(super) fn take_handed_on() -> Vec<Oddity> {
    with(|heard| std::mem::take(&mut heard.passed_over)).unwrap_or_default()
}
