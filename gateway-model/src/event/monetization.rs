//! Events of entitlements and subscriptions.

use super::payload::payload_event;
use crate::monetization::{Entitlement, Subscription};

payload_event! {
    /// A user or guild received an entitlement.
    ///
    /// Docs: [Gateway Events, Entitlement Create](https://docs.discord.com/developers/events/gateway-events#entitlement-create).
    pub struct EntitlementCreate(Entitlement);
}

payload_event! {
    /// An entitlement was changed; for a subscription, its end was set.
    ///
    /// Docs: [Gateway Events, Entitlement Update](https://docs.discord.com/developers/events/gateway-events#entitlement-update).
    pub struct EntitlementUpdate(Entitlement);
}

payload_event! {
    /// An entitlement was deleted; not sent when one expires.
    ///
    /// Docs: [Gateway Events, Entitlement Delete](https://docs.discord.com/developers/events/gateway-events#entitlement-delete).
    pub struct EntitlementDelete(Entitlement);
}

payload_event! {
    /// A user subscribed. Use entitlements, not this event, to decide what the user may use.
    ///
    /// Docs: [Gateway Events, Subscription Create](https://docs.discord.com/developers/events/gateway-events#subscription-create).
    pub struct SubscriptionCreate(Subscription);
}

payload_event! {
    /// A subscription was changed.
    ///
    /// Docs: [Gateway Events, Subscription Update](https://docs.discord.com/developers/events/gateway-events#subscription-update).
    pub struct SubscriptionUpdate(Subscription);
}

payload_event! {
    /// A subscription was deleted.
    ///
    /// Docs: [Gateway Events, Subscription Delete](https://docs.discord.com/developers/events/gateway-events#subscription-delete).
    pub struct SubscriptionDelete(Subscription);
}
