//! The application's products: SKUs, and entitlements to them.
//!
//! Docs: [SKU Resource](https://docs.discord.com/developers/resources/sku) and
//! [Entitlement Resource](https://docs.discord.com/developers/resources/entitlement).

use serde_json::{Value, json};

use super::state::World;

/// How many entitlements and how many subscriptions are kept. The docs name no limit.
const MOST: usize = 10_000;

/// The type of all entitlements in the simulator. Of the types in the docs, Discord's OpenAPI description allows only
/// this one.
///
/// Docs: [Entitlement Types](https://docs.discord.com/developers/resources/entitlement#entitlement-object-entitlement-types).
const APPLICATION_SUBSCRIPTION: u64 = 8;

/// Docs: [SKU Types](https://docs.discord.com/developers/resources/sku#sku-object-sku-types).
pub(crate) const CONSUMABLE: u64 = 3;
pub(crate) const SUBSCRIPTION: u64 = 5;

/// The application's SKUs: id, type, name, flags (available, and for a guild or a user).
pub(crate) const SKUS: [(u64, u64, &str, u64); 4] = [
    (910_000_000_000_000_001, 2, "Durable", 1 << 2),
    (910_000_000_000_000_002, CONSUMABLE, "Consumable", 1 << 2),
    (910_000_000_000_000_003, SUBSCRIPTION, "Guild Premium", 1 << 2 | 1 << 7),
    (910_000_000_000_000_004, SUBSCRIPTION, "User Premium", 1 << 2 | 1 << 8),
];

/// Returns the type of a SKU, if there is one with this id.
pub(crate) fn type_of_sku(id: &Value) -> Option<u64> {
    let id = id.as_str().and_then(|id| id.parse().ok()).or_else(|| id.as_u64())?;
    SKUS.into_iter().find(|sku| sku.0 == id).map(|sku| sku.1)
}

impl World {
    /// Returns an entitlement to a SKU. Its owner is the developer until another one is set.
    pub(crate) fn new_entitlement(&self, id: u64, sku: &Value) -> Value {
        json!({
            "id": id.to_string(),
            "sku_id": sku,
            "application_id": self.bot_id().to_string(),
            // Discord's OpenAPI description requires it for guilds too: the developer who grants it.
            "user_id": "900000000000000000",
            "type": APPLICATION_SUBSCRIPTION,
            "deleted": false,
            "consumed": false,
            "gift_code_flags": 0,
            "promotion_id": null,
            // "It will not contain [..] `starts_at`, or `ends_at`, as it's valid in perpetuity", but the OpenAPI
            // description requires them.
            "starts_at": null,
            "ends_at": null,
        })
    }

    /// Stores an entitlement. If there are more than 10,000, the oldest is removed.
    pub(crate) fn keep_entitlement(&mut self, id: u64, entitlement: Value) {
        self.entitlements.insert(id, entitlement);
        if self.entitlements.len() > MOST
            && let Some(oldest) = self.entitlements.keys().next().copied()
        {
            self.entitlements.remove(&oldest);
        }
    }

    /// Stores a subscription. If there are more than 10,000, the oldest is removed.
    pub(crate) fn keep_subscription(&mut self, id: u64, subscription: Value) {
        self.subscriptions.insert(id, subscription);
        if self.subscriptions.len() > MOST {
            self.subscriptions.pop_first();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_entitlements_and_subscriptions_the_newest_are_kept() {
        let mut world = World::new(1, 2, 1);
        for id in 1..=MOST as u64 + 1 {
            world.keep_entitlement(id, Value::Null);
            world.keep_subscription(id, Value::Null);
        }
        assert_eq!((world.entitlements.len(), world.subscriptions.len()), (MOST, MOST));
        assert!(!world.entitlements.contains_key(&1) && !world.subscriptions.contains_key(&1));
    }
}
