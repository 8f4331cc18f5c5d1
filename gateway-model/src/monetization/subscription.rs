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
        /// Who subscribes.
        pub user_id: Id<marker::User>,
        /// What is subscribed to.
        pub sku_ids {whole}: Box<[Id<marker::Sku>]>,
        /// Entitlements it gave.
        pub entitlement_ids {whole}: Box<[Id<marker::Entitlement>]>,
        /// What will be subscribed to after renewal.
        pub renewal_sku_ids {default whole}: Option<Box<[Id<marker::Sku>]>>,
        /// Start of the current period.
        pub current_period_start: Timestamp,
        /// End of the current period.
        pub current_period_end: Timestamp,
        /// Where it stands; entitlements, not this, say who may use what was bought.
        pub status: SubscriptionStatus,
        /// When it was cancelled.
        pub canceled_at: Option<Timestamp>,
        /// Country of the means of payment; only with a private OAuth2 scope.
        pub country?: Box<str>,
    }
}

open_enum! {
    /// Where a subscription stands.
    ///
    /// Docs: [Subscription, Subscription Statuses](https://docs.discord.com/developers/resources/subscription#subscription-statuses).
    pub enum SubscriptionStatus: i32 {
        /// It goes on, and renews.
        Active = 0,
        /// It is over.
        Inactive = 1,
        /// It goes on, and does not renew.
        Ending = 2,
    }
}
