//! Subscriptions to what an application sells.

use crate::id::{Id, marker};
use crate::macros::object::object;
use crate::macros::open_enum::open_enum;
use crate::timestamp::Timestamp;

object! {
    /// A user's subscription.
    ///
    /// Docs: [Subscription, Subscription Object](https://docs.discord.com/developers/resources/subscription#subscription-object).
    #[derive(Eq, Hash)]
    pub struct Subscription {
        /// Id of the subscription.
        pub id: Id<marker::Subscription>,
        /// The subscriber.
        pub user_id: Id<marker::User>,
        /// SKUs of the subscription.
        pub sku_ids {whole}: Box<[Id<marker::Sku>]>,
        /// Entitlements of the subscription.
        pub entitlement_ids {whole}: Box<[Id<marker::Entitlement>]>,
        /// SKUs after the renewal.
        pub renewal_sku_ids {default whole}: Option<Box<[Id<marker::Sku>]>>,
        /// Start of the current period.
        pub current_period_start: Timestamp,
        /// End of the current period.
        pub current_period_end: Timestamp,
        /// Status. Use entitlements, not the status, to decide what the user may use.
        pub status: SubscriptionStatus,
        /// When it was cancelled.
        pub canceled_at: Option<Timestamp>,
        /// Country of the means of payment; only with a private OAuth2 scope.
        pub country?: Box<str>,
    }
}

open_enum! {
    /// Status of a subscription.
    ///
    /// Docs: [Subscription, Subscription Statuses](https://docs.discord.com/developers/resources/subscription#subscription-statuses).
    pub enum SubscriptionStatus: i32 {
        /// It is active and will be renewed.
        Active = 0,
        /// It has ended.
        Inactive = 1,
        /// It is active and will not be renewed.
        Ending = 2,
    }
}
