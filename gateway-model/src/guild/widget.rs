//! The widget of a guild, and its vanity URL.

use crate::id::{Id, marker};
use crate::macros::object::object;
use crate::macros::open_enum::open_enum;
use crate::presence::Status;
use crate::user::Discriminator;

object! {
    /// Settings of the widget.
    ///
    /// Docs: [Guild, Guild Widget Settings Object](https://docs.discord.com/developers/resources/guild#guild-widget-settings-object).
    #[derive(Copy, Eq, Hash)]
    pub struct WidgetSettings {
        /// Whether it is enabled.
        pub enabled: bool,
        /// Channel it invites to.
        pub channel_id: Option<Id<marker::Channel>>,
    }
}

object! {
    /// The widget, which is public.
    ///
    /// Docs: [Guild, Guild Widget Object](https://docs.discord.com/developers/resources/guild#guild-widget-object).
    #[derive(Eq, Hash)]
    pub struct GuildWidget {
        /// Id of the guild.
        pub id: Id<marker::Guild>,
        /// Name of the guild.
        pub name: Box<str>,
        /// Invite to the widget's channel.
        pub instant_invite: Option<Box<str>>,
        /// Voice and stage channels that everybody can join.
        pub channels {default}: Box<[WidgetChannel]>,
        /// Anonymized members, at most 100.
        pub members {default}: Box<[WidgetMember]>,
        /// Number of online members.
        pub presence_count {default}: i64,
    }
}

object! {
    /// A channel in a widget.
    ///
    /// Docs: [Guild, Guild Widget Structure](https://docs.discord.com/developers/resources/guild#guild-widget-object-guild-widget-structure).
    #[derive(Eq, Hash)]
    pub struct WidgetChannel {
        /// Id of the channel.
        pub id: Id<marker::Channel>,
        /// Name.
        pub name: Box<str>,
        /// Position in the list of channels.
        pub position {default}: i32,
    }
}

object! {
    /// A member in a widget; id, tag and avatar are placeholders.
    ///
    /// Docs: [Guild, Guild Widget Structure](https://docs.discord.com/developers/resources/guild#guild-widget-object-guild-widget-structure).
    #[derive(Eq, Hash)]
    pub struct WidgetMember {
        /// A number within this widget, starting from `0`; it is not a snowflake.
        pub id: Box<str>,
        /// Name.
        pub username: Box<str>,
        /// Always `0000`.
        pub discriminator: Discriminator,
        /// Always `None`; see `avatar_url`.
        pub avatar: Option<Box<str>>,
        /// Status.
        pub status {unknown}: Status,
        /// URL of the avatar.
        pub avatar_url: Box<str>,
        /// Activity.
        pub activity?: WidgetActivity,
        /// Voice channel the member is in.
        pub channel_id?: Id<marker::Channel>,
        /// Whether the member is deafened in voice channels.
        pub deaf?: bool,
        /// Whether the member is muted in voice channels.
        pub mute?: bool,
        /// Whether the member deafened themselves.
        pub self_deaf?: bool,
        /// Whether the member muted themselves.
        pub self_mute?: bool,
        /// Whether the member is suppressed in the stage.
        pub suppress?: bool,
    }
}

object! {
    /// Activity of a member in a widget.
    #[derive(Eq, Hash)]
    pub struct WidgetActivity {
        /// Name of the activity.
        pub name: Box<str>,
    }
}

object! {
    /// The vanity URL of a guild.
    ///
    /// Docs: [Guild, Get Guild Vanity URL](https://docs.discord.com/developers/resources/guild#get-guild-vanity-url).
    #[derive(Eq, Hash)]
    pub struct VanityUrl {
        /// Code of the invite, `None` if there is none.
        pub code: Option<Box<str>>,
        /// How many times it was used.
        pub uses: i64,
        /// Error; only in Discord's OpenAPI description, and kept as JSON.
        pub error?: serde_json::Value,
    }
}

open_enum! {
    /// Style of a widget's image.
    ///
    /// Docs: [Guild, Widget Style Options](https://docs.discord.com/developers/resources/guild#get-guild-widget-image-widget-style-options).
    pub enum WidgetStyle: str {
        /// A small badge with the number of online members.
        Shield = "shield",
        /// A large image with icon, name and number.
        Banner1 = "banner1",
        /// A smaller one, split, with Discord's logo on the right.
        Banner2 = "banner2",
        /// A large one with a footer to chat now.
        Banner3 = "banner3",
        /// Discord's logo on top, the guild in the middle, a button below.
        Banner4 = "banner4",
    }
}
