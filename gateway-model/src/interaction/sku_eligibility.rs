//! Whether a user may buy a Social Layer SKU.

use crate::macros::object::object;
use crate::macros::open_enum::open_enum;
use crate::macros::setters::setters;

object! {
    /// Whether a user may buy a Social Layer SKU; only in Discord's OpenAPI description.
    #[derive(Eq)]
    pub struct SkuEligibility {
        /// Whether they may.
        pub eligible: bool,
        /// Why not.
        pub ineligible_reason?: SkuIneligibilityReason,
        /// Why not, in words of at most 255 characters.
        pub ineligible_reason_description?: String,
    }
}

impl SkuEligibility {
    /// The user may buy it.
    #[must_use]
    pub const fn eligible() -> Self {
        Self { eligible: true, ineligible_reason: None, ineligible_reason_description: None }
    }

    /// The user may not buy it, for this reason.
    #[must_use]
    pub const fn ineligible(reason: SkuIneligibilityReason) -> Self {
        Self {
            eligible: false,
            ineligible_reason: Some(reason),
            ineligible_reason_description: None,
        }
    }
}

setters! {
    SkuEligibility {
        /// The same with the reason in words, at most 255 characters.
        into ineligible_reason_description: String,
    }
    by_hand { eligible, ineligible_reason }
    received {}
}

open_enum! {
    /// Why a user may not buy a Social Layer SKU; only in Discord's OpenAPI description.
    pub enum SkuIneligibilityReason: i32 {
        /// For another reason.
        Other = 0,
        /// The user owns it or one of its parts.
        OwnsSkuOrBundleComponent = 1,
        /// The user's account is not on a platform that may.
        PlatformRestriction = 2,
    }
}
