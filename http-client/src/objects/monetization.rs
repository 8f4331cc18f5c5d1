//! Test entitlements.

use serde::{Serialize, Serializer};

/// The owner of an entitlement.
///
/// Docs: [Entitlement, Create Test Entitlement](https://docs.discord.com/developers/resources/entitlement#create-test-entitlement).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EntitlementOwner {
    /// A guild.
    Guild,
    /// A user.
    User,
}

impl Serialize for EntitlementOwner {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u8(match self {
            Self::Guild => 1,
            Self::User => 2,
        })
    }
}
