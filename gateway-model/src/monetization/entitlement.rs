//! Rights to what was bought.

use crate::id::{Id, marker};
use crate::macros::object::object;
use crate::macros::open_enum::open_enum;
use crate::timestamp::Timestamp;

object! {
    /// A user's or guild's right to something an application sells.
    ///
    /// Docs: [Entitlement, Entitlement Object](https://docs.discord.com/developers/resources/entitlement#entitlement-object).
    #[derive(Eq, Hash)]
    pub struct Entitlement {
        /// Id of the entitlement.
        pub id: Id<marker::Entitlement>,
        /// What it gives a right to.
        pub sku_id: Id<marker::Sku>,
        /// Application that sells it.
        pub application_id: Id<marker::Application>,
        /// User who has the right.
        pub user_id?: Id<marker::User>,
        /// How it came about.
        pub kind as "type": EntitlementKind,
        /// Whether it was deleted.
        pub deleted: bool,
        /// From when on it is valid; `None` for a test entitlement.
        pub starts_at: Option<Timestamp>,
        /// Until when it is valid; `None` if it does not end.
        pub ends_at: Option<Timestamp>,
        /// Guild that has the right.
        pub guild_id?: Id<marker::Guild>,
        /// Whether a consumable has been used up.
        pub consumed?: bool,
        /// Who gave it; only in Discord's OpenAPI description.
        pub gifter_user_id?: Id<marker::User>,
        /// Entitlement it belongs to; only in Discord's OpenAPI description.
        pub parent_id?: Id<marker::Entitlement>,
        /// When the app gave what was bought; only in Discord's OpenAPI description.
        pub fulfilled_at?: Timestamp,
        /// Whether the app gave what was bought; only in Discord's OpenAPI description.
        pub fulfillment_status?: FulfillmentStatus,
    }
}

open_enum! {
    /// How an entitlement came about.
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
        /// Taken while it was free.
        FreePurchase = 5,
        /// Given by another user.
        UserGift = 6,
        /// Taken for free by a Nitro subscriber.
        PremiumPurchase = 7,
        /// Bought as a subscription to the app.
        ApplicationSubscription = 8,
        /// Earned in a quest; only in Discord's OpenAPI description.
        QuestReward = 10,
    }
}

open_enum! {
    /// Whether an app gave what was bought; only in Discord's OpenAPI description.
    pub enum FulfillmentStatus: i32 {
        /// Not known.
        NotKnown = 0,
        /// There is nothing to give.
        NotNeeded = 1,
        /// It is still to be given.
        Needed = 2,
        /// It was given.
        Fulfilled = 3,
        /// It could not be given.
        Failed = 4,
        /// It is still to be taken back.
        UnfulfillmentNeeded = 5,
        /// It was taken back.
        Unfulfilled = 6,
        /// It could not be taken back.
        UnfulfillmentFailed = 7,
    }
}
