//! Entitlements.

use crate::id::{Id, marker};
use crate::macros::object::object;
use crate::macros::open_enum::open_enum;
use crate::timestamp::Timestamp;

object! {
    /// An entitlement: a user's or guild's right to something that an application sells.
    ///
    /// Docs: [Entitlement, Entitlement Object](https://docs.discord.com/developers/resources/entitlement#entitlement-object).
    #[derive(Eq, Hash)]
    pub struct Entitlement {
        /// Id of the entitlement.
        pub id: Id<marker::Entitlement>,
        /// SKU.
        pub sku_id: Id<marker::Sku>,
        /// Application that sells it.
        pub application_id: Id<marker::Application>,
        /// User who has it.
        pub user_id?: Id<marker::User>,
        /// Kind of entitlement.
        pub kind as "type": EntitlementKind,
        /// Whether it was deleted.
        pub deleted: bool,
        /// Start of validity; `None` for a test entitlement.
        pub starts_at: Option<Timestamp>,
        /// End of validity; `None` if it does not end.
        pub ends_at: Option<Timestamp>,
        /// Guild that has it.
        pub guild_id?: Id<marker::Guild>,
        /// Whether a consumable has been used up.
        pub consumed?: bool,
        /// User who gave it; only in Discord's OpenAPI description.
        pub gifter_user_id?: Id<marker::User>,
        /// Entitlement it belongs to; only in Discord's OpenAPI description.
        pub parent_id?: Id<marker::Entitlement>,
        /// When the app delivered the purchase; only in Discord's OpenAPI description.
        pub fulfilled_at?: Timestamp,
        /// Whether the app delivered the purchase; only in Discord's OpenAPI description.
        pub fulfillment_status?: FulfillmentStatus,
    }
}

open_enum! {
    /// Kind of entitlement.
    ///
    /// Docs: [Entitlement, Entitlement Types](https://docs.discord.com/developers/resources/entitlement#entitlement-object-entitlement-types).
    pub enum EntitlementKind: i32 {
        /// Bought.
        Purchase = 1,
        /// Part of a Nitro subscription.
        PremiumSubscription = 2,
        /// Given by the developer.
        DeveloperGift = 3,
        /// Bought by a developer in test mode.
        TestModePurchase = 4,
        /// Claimed while it was free.
        FreePurchase = 5,
        /// Given by another user.
        UserGift = 6,
        /// Claimed for free by a Nitro subscriber.
        PremiumPurchase = 7,
        /// Bought as a subscription to the app.
        ApplicationSubscription = 8,
        /// Earned in a quest; only in Discord's OpenAPI description.
        QuestReward = 10,
    }
}

open_enum! {
    /// Whether an app delivered a purchase; only in Discord's OpenAPI description.
    pub enum FulfillmentStatus: i32 {
        /// Unknown.
        NotKnown = 0,
        /// Nothing has to be delivered.
        NotNeeded = 1,
        /// It must still be delivered.
        Needed = 2,
        /// It was delivered.
        Fulfilled = 3,
        /// It could not be delivered.
        Failed = 4,
        /// It must still be revoked.
        UnfulfillmentNeeded = 5,
        /// It was revoked.
        Unfulfilled = 6,
        /// It could not be revoked.
        UnfulfillmentFailed = 7,
    }
}
