//! Calls: auto moderation.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use crate::call::Call;
use crate::sample::{id, sample};

#[rustfmt::skip]
pub(crate) fn calls() -> Vec<Call> {
    vec![
        Call::new("list_auto_moderation_rules", "minimal", |client| Box::pin(client.auto_moderation_rules(id()).raw())),
        Call::new("list_auto_moderation_rules", "full", |client| Box::pin(client.auto_moderation_rules(id()).raw())),
        Call::new("create_auto_moderation_rule", "minimal", |client| Box::pin(client.create_auto_moderation_rule(id(), "text", sample(), &sample(), &[sample()]).raw())),
        Call::new("create_auto_moderation_rule", "full", |client| Box::pin(client.create_auto_moderation_rule(id(), "text", sample(), &sample(), &[sample()]).enabled(true).exempt_channels(&[id()]).exempt_roles(&[id()]).reason("because, even so: ünïcode").raw())),
        Call::new("delete_auto_moderation_rule", "minimal", |client| Box::pin(client.delete_auto_moderation_rule(id(), id()).raw())),
        Call::new("delete_auto_moderation_rule", "full", |client| Box::pin(client.delete_auto_moderation_rule(id(), id()).reason("because, even so: ünïcode").raw())),
        Call::new("get_auto_moderation_rule", "minimal", |client| Box::pin(client.auto_moderation_rule(id(), id()).raw())),
        Call::new("get_auto_moderation_rule", "full", |client| Box::pin(client.auto_moderation_rule(id(), id()).raw())),
        Call::new("update_auto_moderation_rule", "minimal", |client| Box::pin(client.modify_auto_moderation_rule(id(), id()).raw())),
        Call::new("update_auto_moderation_rule", "full", |client| Box::pin(client.modify_auto_moderation_rule(id(), id()).actions(&[sample()]).enabled(true).event_type(sample()).exempt_channels(&[id()]).exempt_roles(&[id()]).name("text").trigger_metadata(&sample()).trigger_type(sample()).reason("because, even so: ünïcode").raw())),
    ]
}
