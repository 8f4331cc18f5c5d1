//! SKUs.

use crate::id::{Id, marker};
use crate::macros::flags::flags;
use crate::macros::object::object;
use crate::macros::open_enum::open_enum;

object! {
    /// A SKU: something that an application sells.
    ///
    /// Docs: [SKU, SKU Object](https://docs.discord.com/developers/resources/sku#sku-object).
    #[derive(Eq, Hash)]
    pub struct Sku {
        /// Id of the SKU.
        pub id: Id<marker::Sku>,
        /// Kind of SKU.
        pub kind as "type": SkuKind,
        /// Application that sells it.
        pub application_id: Id<marker::Application>,
        /// Name shown to customers.
        pub name {default}: Box<str>,
        /// Last part of its URL, generated from the name.
        pub slug {default}: Box<str>,
        /// Flags.
        pub flags {default}: SkuFlags,
    }
}

open_enum! {
    /// Kind of SKU.
    ///
    /// Docs: [SKU, SKU Types](https://docs.discord.com/developers/resources/sku#sku-object-sku-types).
    pub enum SkuKind: i32 {
        /// Bought once and kept.
        Durable = 2,
        /// Bought once and used up.
        Consumable = 3,
        /// Paid periodically.
        Subscription = 5,
        /// The group that Discord creates for a subscription.
        SubscriptionGroup = 6,
    }
}

flags! {
    /// Flags of a SKU.
    ///
    /// Docs: [SKU, SKU Flags](https://docs.discord.com/developers/resources/sku#sku-object-sku-flags).
    pub struct SkuFlags {
        /// It can be bought.
        const AVAILABLE = 2;
        /// It is bought for one guild and available to everybody in it.
        const GUILD_SUBSCRIPTION = 7;
        /// It is bought by a user and available to the user everywhere.
        const USER_SUBSCRIPTION = 8;
    }
}
