//! Calls: monetization.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use crate::call::Call;
use crate::sample::{id, sample};

#[rustfmt::skip]
pub(crate) fn calls() -> Vec<Call> {
    vec![
        Call::new("get_entitlements", "minimal", |client| Box::pin(client.entitlements(id()).raw())),
        Call::new("get_entitlements", "full", |client| Box::pin(client.entitlements(id()).user_id(id()).sku_ids(&[id()]).guild_id(id()).before(id()).after(id()).limit(5).exclude_ended(true).exclude_deleted(true).only_active(true).raw())),
        Call::new("create_entitlement", "minimal", |client| Box::pin(client.create_test_entitlement(id(), id(), sample(), id()).raw())),
        Call::new("create_entitlement", "full", |client| Box::pin(client.create_test_entitlement(id(), id(), sample(), id()).raw())),
        Call::new("delete_entitlement", "minimal", |client| Box::pin(client.delete_test_entitlement(id(), id()).raw())),
        Call::new("delete_entitlement", "full", |client| Box::pin(client.delete_test_entitlement(id(), id()).raw())),
        Call::new("get_entitlement", "minimal", |client| Box::pin(client.entitlement(id(), id()).raw())),
        Call::new("get_entitlement", "full", |client| Box::pin(client.entitlement(id(), id()).raw())),
        Call::new("consume_entitlement", "minimal", |client| Box::pin(client.consume_entitlement(id(), id()).raw())),
        Call::new("consume_entitlement", "full", |client| Box::pin(client.consume_entitlement(id(), id()).raw())),
        Call::new("list_skus", "minimal", |client| Box::pin(client.skus(id()).raw())),
        Call::new("list_skus", "full", |client| Box::pin(client.skus(id()).raw())),
        Call::new("get_sku_subscriptions", "minimal", |client| Box::pin(client.sku_subscriptions(id()).raw())),
        Call::new("get_sku_subscriptions", "full", |client| Box::pin(client.sku_subscriptions(id()).before(id()).after(id()).limit(5).user_id(id()).raw())),
        Call::new("get_sku_subscription", "minimal", |client| Box::pin(client.sku_subscription(id(), id()).raw())),
        Call::new("get_sku_subscription", "full", |client| Box::pin(client.sku_subscription(id(), id()).user_id(id()).raw())),
        Call::new("get_current_user_application_entitlements", "minimal", |client| Box::pin(client.current_user_application_entitlements(id()).raw())),
        Call::new("get_current_user_application_entitlements", "full", |client| Box::pin(client.current_user_application_entitlements(id()).sku_ids(&[id()]).exclude_consumed(true).raw())),
    ]
}
