//! Calls: poll.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use crate::call::Call;
use crate::sample::id;

#[rustfmt::skip]
pub(crate) fn calls() -> Vec<Call> {
    vec![
        Call::new("get_answer_voters", "minimal", |client| Box::pin(client.answer_voters(id(), id(), 1).raw())),
        Call::new("get_answer_voters", "full", |client| Box::pin(client.answer_voters(id(), id(), 1).after(id()).limit(5).raw())),
        Call::new("poll_expire", "minimal", |client| Box::pin(client.end_poll(id(), id()).raw())),
        Call::new("poll_expire", "full", |client| Box::pin(client.end_poll(id(), id()).raw())),
    ]
}
