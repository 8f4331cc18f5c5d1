//! Users who subscribe to the application's SKUs.
//!
//! Docs: [Subscription Resource](https://docs.discord.com/developers/resources/subscription).

use std::time::Instant;

use serde_json::{Value, json};

use super::dispatch::Route;
use super::state::Core;
use crate::clock::timestamp;

/// Docs: [Subscription Statuses](https://docs.discord.com/developers/resources/subscription#subscription-statuses).
const ACTIVE: u64 = 0;
const ENDING: u64 = 2;

/// The length of a period.
const PERIOD_MS: u64 = 30 * 24 * 60 * 60 * 1_000;

impl Core {
    /// Creates a subscription of a user to a SKU, and an entitlement for its period. Returns the subscription, and the
    /// number of sessions that received the event.
    pub(crate) fn subscribe(&mut self, user: u64, sku: &str, now: Instant) -> (Value, usize) {
        let unix_ms = self.unix_ms_at(now);
        let id = self.world.next_id(unix_ms);
        let entitlement_id = self.world.next_id(unix_ms);
        let (start, end) = (timestamp(unix_ms), timestamp(unix_ms + PERIOD_MS));
        let subscription = json!({
            "id": id.to_string(),
            "user_id": user.to_string(),
            "sku_ids": [sku],
            "renewal_sku_ids": null,
            "entitlement_ids": [entitlement_id.to_string()],
            "current_period_start": start,
            "current_period_end": end,
            "status": ACTIVE,
            "canceled_at": null,
        });
        let mut entitlement = self.world.new_entitlement(entitlement_id, &json!(sku));
        entitlement["user_id"] = json!(user.to_string());
        entitlement["subscription_id"] = json!(id.to_string());
        entitlement["starts_at"] = json!(start);
        entitlement["ends_at"] = json!(end);
        self.world.keep_subscription(id, subscription.clone());
        self.world.keep_entitlement(entitlement_id, entitlement.clone());
        let sessions = self.inject("SUBSCRIPTION_CREATE", Route::Direct, &subscription, now);
        self.inject("ENTITLEMENT_CREATE", Route::Direct, &entitlement, now);
        (subscription, sessions)
    }

    /// Cancels a user's newest active subscription to a SKU, so that it ends with its period. Returns the subscription,
    /// and the number of sessions that received the event; `None` if there is no active subscription.
    pub(crate) fn unsubscribe(
        &mut self,
        user: u64,
        sku: &str,
        now: Instant,
    ) -> Option<(Value, usize)> {
        let canceled = timestamp(self.unix_ms_at(now));
        let user = user.to_string();
        let goes_on = |one: &&mut Value| {
            one["status"] == ACTIVE && one["user_id"] == *user && one["sku_ids"][0] == *sku
        };
        let subscription = self.world.subscriptions.values_mut().rev().find(goes_on)?;
        subscription["status"] = json!(ENDING);
        subscription["canceled_at"] = json!(canceled);
        let subscription = subscription.clone();
        let sessions = self.inject("SUBSCRIPTION_UPDATE", Route::Direct, &subscription, now);
        Some((subscription, sessions))
    }
}
