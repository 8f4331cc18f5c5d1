//! Roles and channels of templates, with placeholder ids.

use serde::ser::{Serialize, Serializer};

use super::RoleColors;
use crate::channel::{ChannelKind, DefaultReaction, ForumLayout, OverwriteKind, SortOrder};
use crate::id::{Id, marker};
use crate::json::{NotRead, Read, Reader};
use crate::macros::flags::read_bits;
use crate::macros::object::{deserialize_own, object};
use crate::permissions::Permissions;

/// The placeholder id of an object in a template. It is replaced when the template is used.
///
/// Docs: [Guild Template, Guild Template Structure](https://docs.discord.com/developers/resources/guild-template#guild-template-object-guild-template-structure):
/// an integer, not a snowflake; the role of everyone has 0. A text of digits is read too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PlaceholderId(pub u64);

deserialize_own! { PlaceholderId }

impl Read for PlaceholderId {
    fn read(reader: &mut Reader<'_>) -> Result<Self, NotRead> {
        read_bits(reader).map(Self)
    }
}

impl Serialize for PlaceholderId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u64(self.0)
    }
}

object! {
    /// A role of a template.
    ///
    /// Docs: [Guild Template, Example Guild Template Object](https://docs.discord.com/developers/resources/guild-template#guild-template-object-example-guild-template-object).
    #[derive(Eq, Hash)]
    pub struct TemplateRole {
        /// Placeholder id; 0 is the role @everyone.
        pub id: PlaceholderId,
        /// Name.
        pub name: Box<str>,
        /// Permissions; a number in old templates.
        pub permissions: Permissions,
        /// Colour as `0xRRGGBB`.
        pub color: u32,
        /// Colours.
        pub colors?: RoleColors,
        /// Whether its members are listed separately.
        pub hoist: bool,
        /// Whether everybody can mention it.
        pub mentionable: bool,
        /// Icon, as data.
        pub icon?: Box<str>,
        /// Standard emoji used as icon.
        pub unicode_emoji?: Box<str>,
    }
}

object! {
    /// A channel of a template.
    ///
    /// Docs: [Guild Template, Example Guild Template Object](https://docs.discord.com/developers/resources/guild-template#guild-template-object-example-guild-template-object).
    #[derive(Eq, Hash)]
    pub struct TemplateChannel {
        /// Placeholder id.
        pub id: Option<PlaceholderId>,
        /// Kind of channel.
        pub kind as "type": ChannelKind,
        /// Name.
        pub name: Option<Box<str>>,
        /// Position in the list of channels.
        pub position: Option<i32>,
        /// Topic.
        pub topic: Option<Box<str>>,
        /// Bit rate of voice, in bits per second.
        pub bitrate: u32,
        /// Maximum number of users in voice; 0 for no limit.
        pub user_limit: u32,
        /// Whether it is age-restricted.
        pub nsfw: bool,
        /// Slowmode: seconds that a user must wait between two messages.
        pub rate_limit_per_user: u32,
        /// Placeholder id of its category.
        pub parent_id: Option<PlaceholderId>,
        /// Minutes without activity after which new threads are hidden.
        pub default_auto_archive_duration?: u32,
        /// Overwrites of permissions.
        pub permission_overwrites {default}: Box<[TemplateOverwrite]>,
        /// Tags that posts of the forum can have.
        pub available_tags[]: TemplateTag,
        /// Undocumented.
        pub template?: Box<str>,
        /// Emoji offered as a reaction in the forum's threads.
        pub default_reaction_emoji?: DefaultReaction,
        /// Slowmode that new threads start with, in seconds.
        pub default_thread_rate_limit_per_user?: u32,
        /// How posts of the forum are sorted.
        pub default_sort_order?: SortOrder,
        /// How posts of the forum are shown.
        pub default_forum_layout?: ForumLayout,
        /// Undocumented.
        pub default_tag_setting?: Box<str>,
        /// Undocumented.
        pub theme_color?: u32,
    }
}

object! {
    /// An overwrite of permissions in a template.
    ///
    /// Docs: [Channel, Overwrite Object](https://docs.discord.com/developers/resources/channel#overwrite-object),
    /// with a stand-in id.
    #[derive(Copy, Eq, Hash)]
    pub struct TemplateOverwrite {
        /// Placeholder id of the role.
        pub id: PlaceholderId,
        /// Kind of overwrite.
        pub kind as "type": OverwriteKind,
        /// What is allowed.
        pub allow: Permissions,
        /// What is denied.
        pub deny: Permissions,
    }
}

object! {
    /// A tag of a template's forum.
    ///
    /// Docs: [Channel, Forum Tag Object](https://docs.discord.com/developers/resources/channel#forum-tag-object),
    /// with a stand-in id.
    #[derive(Eq, Hash)]
    pub struct TemplateTag {
        /// Placeholder id.
        pub id: Option<PlaceholderId>,
        /// Name.
        pub name: Box<str>,
        /// Custom emoji.
        pub emoji_id: Option<Id<marker::Emoji>>,
        /// Standard emoji.
        pub emoji_name: Option<Box<str>>,
        /// Whether only members who can manage threads can apply it.
        pub moderated: Option<bool>,
    }
}
