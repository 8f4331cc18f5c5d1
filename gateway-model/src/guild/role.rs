//! Roles.

use serde::Serializer;

use crate::id::{Id, marker};
use crate::image_hash::ImageHash;
use crate::json::{NotRead, Read, Reader};
use crate::macros::flags::flags;
use crate::macros::object::object;
use crate::mention::Mention;
use crate::permissions::Permissions;

object! {
    /// A role of a guild; the role @everyone has the guild's id.
    ///
    /// Docs: [Permissions, Role Object](https://docs.discord.com/developers/topics/permissions#role-object).
    #[derive(Eq, Hash)]
    pub struct Role {
        /// Id of the role.
        pub id: Id<marker::Role>,
        /// Name.
        pub name {default}: Box<str>,
        /// Colour as `0xRRGGBB`; deprecated in favour of `colors`.
        pub color {default}: u32,
        /// Colours.
        pub colors?: RoleColors,
        /// Whether its members are listed separately.
        pub hoist {default}: bool,
        /// Icon.
        pub icon?: ImageHash,
        /// Standard emoji used as icon.
        pub unicode_emoji?: Box<str>,
        /// Position in the list of roles; equal positions are sorted by id.
        pub position: i32,
        /// Permissions in the whole guild.
        pub permissions: Permissions,
        /// Whether an integration manages it.
        pub managed {default}: bool,
        /// Whether everybody may mention it.
        pub mentionable {default}: bool,
        /// Tags.
        pub tags?: Box<RoleTags>,
        /// Flags.
        pub flags {default}: RoleFlags,
    }
}

object! {
    /// Colours of a role.
    ///
    /// Docs: [Permissions, Role Colors Object](https://docs.discord.com/developers/topics/permissions#role-object-role-colors-object).
    #[derive(Copy, Eq, Hash)]
    pub struct RoleColors {
        /// First colour, `0xRRGGBB`.
        pub primary_color: u32,
        /// Second colour; makes a gradient.
        pub secondary_color: Option<u32>,
        /// Third colour; makes it holographic.
        pub tertiary_color: Option<u32>,
    }
}

impl Role {
    /// Returns the text that mentions this role.
    #[must_use]
    pub const fn mention(&self) -> Mention<'static> {
        self.id.mention()
    }
}

impl RoleColors {
    /// Creates the colours of a name in one colour.
    #[must_use]
    pub const fn plain(color: u32) -> Self {
        Self { primary_color: color, secondary_color: None, tertiary_color: None }
    }

    /// Creates a gradient of two colours.
    #[must_use]
    pub const fn gradient(primary: u32, secondary: u32) -> Self {
        Self { primary_color: primary, secondary_color: Some(secondary), tertiary_color: None }
    }

    /// Creates the holographic style, which is the only allowed combination of three colours.
    #[must_use]
    pub const fn holographic() -> Self {
        Self {
            primary_color: 11_127_295,
            secondary_color: Some(16_759_788),
            tertiary_color: Some(16_761_760),
        }
    }
}

object! {
    /// Tags of a role.
    ///
    /// Three of the tags are `null` in JSON if they are set, and missing if they are not. Here they are booleans.
    ///
    /// Docs: [Permissions, Role Tags Structure](https://docs.discord.com/developers/topics/permissions#role-object-role-tags-structure).
    #[derive(Copy, Eq, Hash)]
    pub struct RoleTags {
        /// The bot whose role it is.
        pub bot_id?: Id<marker::User>,
        /// The integration whose role it is.
        pub integration_id?: Id<marker::Integration>,
        /// Whether it is the role of members who boost.
        #[serde(serialize_with = "write_mark", skip_serializing_if = "is_unset")]
        pub premium_subscriber {default with read_mark}: bool,
        /// SKU and listing of the subscription whose role it is.
        pub subscription_listing_id?: Id<marker::Sku>,
        /// Whether it can be bought.
        #[serde(serialize_with = "write_mark", skip_serializing_if = "is_unset")]
        pub available_for_purchase {default with read_mark}: bool,
        /// Whether it is a linked role.
        #[serde(serialize_with = "write_mark", skip_serializing_if = "is_unset")]
        pub guild_connections {default with read_mark}: bool,
    }
}

/// The tag is set if the field exists with the value null, or with any other value except `false`.
fn read_mark(reader: &mut Reader<'_>) -> Result<bool, NotRead> {
    if reader.byte() == b'f' { bool::read(reader) } else { reader.skip().map(|()| true) }
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "the shape serde calls")]
fn write_mark<S: Serializer>(_: &bool, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_unit()
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "the shape serde calls")]
const fn is_unset(mark: &bool) -> bool {
    !*mark
}

flags! {
    /// Flags of a role.
    ///
    /// Docs: [Permissions, Role Flags](https://docs.discord.com/developers/topics/permissions#role-object-role-flags).
    pub struct RoleFlags {
        /// Members can choose it in onboarding.
        const IN_PROMPT = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_of_null_is_set_and_a_missing_one_is_not() {
        let text = r#"{"bot_id":"1","premium_subscriber":null}"#;
        let tags: RoleTags = serde_json::from_str(text).unwrap();
        assert!(tags.premium_subscriber && !tags.guild_connections);
        assert_eq!(serde_json::to_string(&tags).unwrap(), text);
    }
}
