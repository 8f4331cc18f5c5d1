//! Calls: thread.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use crate::call::Call;
use crate::sample::{id, sample};

#[rustfmt::skip]
pub(crate) fn calls() -> Vec<Call> {
    vec![
        Call::new("create_thread_from_message", "minimal", |client| Box::pin(client.start_thread_from_message(id(), id(), "text").raw())),
        Call::new("create_thread_from_message", "full", |client| Box::pin(client.start_thread_from_message(id(), id(), "text").auto_archive_duration(1440).rate_limit_per_user(5).reason("because, even so: ünïcode").raw())),
        Call::new("create_thread", "minimal", |client| Box::pin(client.start_thread(id(), "text").raw())),
        Call::new("create_thread", "full", |client| Box::pin(client.start_thread(id(), "text").applied_tags(&[id()]).auto_archive_duration(1440).invitable(true).rate_limit_per_user(5).kind(gateway_model::channel::ChannelKind::PublicThread).reason("because, even so: ünïcode").raw())),
        Call::new("create_thread", "files", |client| Box::pin(client.start_thread(id(), "text").file(sample()).file(sample()).raw())),
        Call::new("list_private_archived_threads", "minimal", |client| Box::pin(client.private_archived_threads(id()).raw())),
        Call::new("list_private_archived_threads", "full", |client| Box::pin(client.private_archived_threads(id()).before(sample()).limit(5).raw())),
        Call::new("list_public_archived_threads", "minimal", |client| Box::pin(client.public_archived_threads(id()).raw())),
        Call::new("list_public_archived_threads", "full", |client| Box::pin(client.public_archived_threads(id()).before(sample()).limit(5).raw())),
        Call::new("thread_search", "minimal", |client| Box::pin(client.search_threads(id()).raw())),
        Call::new("thread_search", "full", |client| Box::pin(client.search_threads(id()).name("text").slop(5).min_id(id()).max_id(id()).tag(&[id()]).tag_setting(sample()).archived(true).sort_by(sample()).sort_order(sample()).limit(5).offset(5).raw())),
        Call::new("list_my_private_archived_threads", "minimal", |client| Box::pin(client.joined_private_archived_threads(id()).raw())),
        Call::new("list_my_private_archived_threads", "full", |client| Box::pin(client.joined_private_archived_threads(id()).before(id()).limit(5).raw())),
        Call::new("get_active_guild_threads", "minimal", |client| Box::pin(client.active_guild_threads(id()).raw())),
        Call::new("get_active_guild_threads", "full", |client| Box::pin(client.active_guild_threads(id()).raw())),
    ]
}
