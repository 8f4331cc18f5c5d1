//! Whether a user may buy a Social Layer SKU.

use crate::macros::object::object;
use crate::macros::open_enum::open_enum;
use crate::macros::setters::setters;

object! {
    /// Whether a user may buy a Social Layer SKU; only in Discord's OpenAPI description.
    #[derive(Eq)]
    pub struct SkuEligibility {
        /// Whether the user may buy it.
        pub eligible: bool,
        /// Reason why not.
        pub ineligible_reason?: SkuIneligibilityReason,
        /// Description of the reason, at most 255 characters.
        pub ineligible_reason_description?: String,
    }
}

impl SkuEligibility {
    /// Creates the answer that the user may buy it.
    #[must_use]
    pub const fn eligible() -> Self {
        Self { eligible: true, ineligible_reason: None, ineligible_reason_description: None }
    }

    /// Creates the answer that the user may not buy it, for this reason.
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
        /// Sets a description of the reason, at most 255 characters.
        into ineligible_reason_description: String,
    }
    by_hand { eligible, ineligible_reason }
    received {}
}

open_enum! {
    /// Why a user may not buy a Social Layer SKU; only in Discord's OpenAPI description.
    pub enum SkuIneligibilityReason: i32 {
        /// Another reason.
        Other = 0,
        /// The user owns it or one of its parts.
        OwnsSkuOrBundleComponent = 1,
        /// The user's platform is not eligible.
        PlatformRestriction = 2,
    }
}
