//! Calls: thread member.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use crate::call::Call;
use crate::sample::id;

#[rustfmt::skip]
pub(crate) fn calls() -> Vec<Call> {
    vec![
        Call::new("list_thread_members", "minimal", |client| Box::pin(client.thread_members(id()).raw())),
        Call::new("list_thread_members", "full", |client| Box::pin(client.thread_members(id()).with_member(true).limit(5).after(id()).raw())),
        Call::new("leave_thread", "minimal", |client| Box::pin(client.leave_thread(id()).raw())),
        Call::new("leave_thread", "full", |client| Box::pin(client.leave_thread(id()).raw())),
        Call::new("join_thread", "minimal", |client| Box::pin(client.join_thread(id()).raw())),
        Call::new("join_thread", "full", |client| Box::pin(client.join_thread(id()).raw())),
        Call::new("delete_thread_member", "minimal", |client| Box::pin(client.remove_thread_member(id(), id()).raw())),
        Call::new("delete_thread_member", "full", |client| Box::pin(client.remove_thread_member(id(), id()).raw())),
        Call::new("get_thread_member", "minimal", |client| Box::pin(client.thread_member(id(), id()).raw())),
        Call::new("get_thread_member", "full", |client| Box::pin(client.thread_member(id(), id()).with_member(true).raw())),
        Call::new("add_thread_member", "minimal", |client| Box::pin(client.add_thread_member(id(), id()).raw())),
        Call::new("add_thread_member", "full", |client| Box::pin(client.add_thread_member(id(), id()).raw())),
    ]
}
