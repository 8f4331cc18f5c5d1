//! What applications sell: SKUs, entitlements, subscriptions.
//!
//! Docs: [Monetization](https://docs.discord.com/developers/monetization/overview).

mod entitlement;
mod sku;
mod subscription;

pub use entitlement::{Entitlement, EntitlementKind, FulfillmentStatus};
pub use sku::{Sku, SkuFlags, SkuKind};
pub use subscription::{Subscription, SubscriptionStatus};
