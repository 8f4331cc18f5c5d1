//! Activities of users.

use serde::{Deserialize, Serialize};

use crate::id::{Id, marker};
use crate::macros::flags::flags;
use crate::macros::object::object;
use crate::macros::open_enum::open_enum;

object! {
    /// An activity of a user: a game, a stream, a custom status.
    ///
    /// Docs: [Gateway Events, Activity Object](https://docs.discord.com/developers/events/gateway-events#activity-object).
    #[derive(Eq, Hash)]
    pub struct Activity {
        /// Name of the activity.
        pub name {default}: Box<str>,
        /// Kind of activity.
        pub kind as "type" {unknown}: ActivityKind,
        /// URL of a stream.
        pub url?: Box<str>,
        /// When the user started it, in Unix milliseconds; Discord always sends it, bots never.
        pub created_at?: i64,
        /// Start and end of a game.
        pub timestamps?: ActivityTimestamps,
        /// Application of the game.
        pub application_id?: Id<marker::Application>,
        /// Which field is shown in the list of members.
        pub status_display_type?: StatusDisplayKind,
        /// Details.
        pub details?: Box<str>,
        /// URL the details link to.
        pub details_url?: Box<str>,
        /// State of the party, or text of a custom status.
        pub state?: Box<str>,
        /// URL the state links to.
        pub state_url?: Box<str>,
        /// Emoji of a custom status.
        pub emoji?: Box<ActivityEmoji>,
        /// Party the user is in.
        pub party?: Box<ActivityParty>,
        /// Images and their texts.
        pub assets?: Box<ActivityAssets>,
        /// Secrets for joining and watching.
        pub secrets?: Box<ActivitySecrets>,
        /// Whether it is an instanced session.
        pub instance?: bool,
        /// Flags.
        pub flags?: ActivityFlags,
        /// Buttons, at most 2.
        pub buttons[]: ActivityButton,
    }
}

impl Activity {
    /// Creates an activity with only kind and name, for a bot's own presence.
    ///
    /// For a bot's activities, Discord uses `name`, `state`, `type` and `url` ([Gateway Events, Activity
    /// Object](https://docs.discord.com/developers/events/gateway-events#activity-object)).
    #[must_use]
    pub fn new(kind: ActivityKind, name: impl Into<Box<str>>) -> Self {
        Self {
            name: name.into(),
            kind,
            url: None,
            created_at: None,
            timestamps: None,
            application_id: None,
            status_display_type: None,
            details: None,
            details_url: None,
            state: None,
            state_url: None,
            emoji: None,
            party: None,
            assets: None,
            secrets: None,
            instance: None,
            flags: None,
            buttons: Box::default(),
        }
    }

    /// Creates a custom status, which is shown without a verb before it.
    #[must_use]
    pub fn custom_status(state: impl Into<Box<str>>) -> Self {
        // The name is required and not shown; Discord's clients send this one.
        Self { state: Some(state.into()), ..Self::new(ActivityKind::Custom, "Custom Status") }
    }

    /// Creates a stream; only URLs of Twitch and YouTube work.
    #[must_use]
    pub fn streaming(name: impl Into<Box<str>>, url: impl Into<Box<str>>) -> Self {
        Self { url: Some(url.into()), ..Self::new(ActivityKind::Streaming, name) }
    }

    /// Sets the state.
    #[must_use]
    pub fn state(self, state: impl Into<Box<str>>) -> Self {
        Self { state: Some(state.into()), ..self }
    }
}

open_enum! {
    /// Kind of activity.
    ///
    /// Docs: [Gateway Events, Activity Types](https://docs.discord.com/developers/events/gateway-events#activity-object-activity-types).
    pub enum ActivityKind: i32 {
        /// Playing.
        Playing = 0,
        /// Streaming.
        Streaming = 1,
        /// Listening to.
        Listening = 2,
        /// Watching.
        Watching = 3,
        /// A custom status.
        Custom = 4,
        /// Competing in.
        Competing = 5,
    }
}

open_enum! {
    /// Which field of an activity is shown in the list of members.
    ///
    /// Docs: [Gateway Events, Status Display Types](https://docs.discord.com/developers/events/gateway-events#activity-object-status-display-types).
    pub enum StatusDisplayKind: i32 {
        /// The name.
        Name = 0,
        /// The state.
        State = 1,
        /// The details.
        Details = 2,
    }
}

object! {
    /// Start and end of a game.
    ///
    /// Docs: [Gateway Events, Activity Timestamps](https://docs.discord.com/developers/events/gateway-events#activity-object-activity-timestamps).
    #[derive(Copy, Default, Eq, Hash)]
    pub struct ActivityTimestamps {
        /// Start, in Unix milliseconds.
        pub start?: i64,
        /// End, in Unix milliseconds.
        pub end?: i64,
    }
}

object! {
    /// Emoji of a custom status.
    ///
    /// Docs: [Gateway Events, Activity Emoji](https://docs.discord.com/developers/events/gateway-events#activity-object-activity-emoji).
    #[derive(Eq, Hash)]
    pub struct ActivityEmoji {
        /// Name of a custom emoji, or the standard emoji itself.
        pub name {default}: Box<str>,
        /// Id of a custom emoji.
        pub id?: Id<marker::Emoji>,
        /// Whether it is animated.
        pub animated?: bool,
    }
}

object! {
    /// Party of a player.
    ///
    /// Docs: [Gateway Events, Activity Party](https://docs.discord.com/developers/events/gateway-events#activity-object-activity-party).
    #[derive(Default, Eq, Hash)]
    pub struct ActivityParty {
        /// Id of the party.
        pub id?: Box<str>,
        /// Present and maximum size.
        pub size?: (i64, i64),
    }
}

object! {
    /// Images of an activity, and their texts.
    ///
    /// Each image is the id of an asset of the application, or `mp:` followed by the path of a proxied image.
    ///
    /// Docs: [Gateway Events, Activity Assets](https://docs.discord.com/developers/events/gateway-events#activity-object-activity-assets).
    #[derive(Default, Eq, Hash)]
    pub struct ActivityAssets {
        /// Large image.
        pub large_image?: Box<str>,
        /// Text over the large image.
        pub large_text?: Box<str>,
        /// URL the large image links to.
        pub large_url?: Box<str>,
        /// Small image.
        pub small_image?: Box<str>,
        /// Text over the small image.
        pub small_text?: Box<str>,
        /// URL the small image links to.
        pub small_url?: Box<str>,
        /// Banner of a game invite.
        pub invite_cover_image?: Box<str>,
    }
}

object! {
    /// Secrets for joining and watching.
    ///
    /// Docs: [Gateway Events, Activity Secrets](https://docs.discord.com/developers/events/gateway-events#activity-object-activity-secrets).
    #[derive(Default, Eq, Hash)]
    pub struct ActivitySecrets {
        /// For joining the party.
        pub join?: Box<str>,
        /// For watching the game.
        pub spectate?: Box<str>,
        /// For one match.
        pub r#match as "match"?: Box<str>,
    }
}

/// A button of an activity: only its label is received, label and URL are sent.
///
/// Docs: [Gateway Events, Activity Buttons](https://docs.discord.com/developers/events/gateway-events#activity-object-activity-buttons).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(untagged)]
pub enum ActivityButton {
    /// The label, as received.
    Label(Box<str>),
    /// Label and URL, as sent.
    Link {
        /// Label, 1 to 32 characters.
        label: Box<str>,
        /// URL, 1 to 512 characters.
        url: Box<str>,
    },
}

crate::json::read_by_serde! { ActivityButton }

flags! {
    /// Flags of an activity.
    ///
    /// Docs: [Gateway Events, Activity Flags](https://docs.discord.com/developers/events/gateway-events#activity-object-activity-flags).
    pub struct ActivityFlags {
        /// It is an instance.
        const INSTANCE = 0;
        /// It can be joined.
        const JOIN = 1;
        /// It can be watched.
        const SPECTATE = 2;
        /// Users can ask to join it.
        const JOIN_REQUEST = 3;
        /// It is synced.
        const SYNC = 4;
        /// It can be played.
        const PLAY = 5;
        /// Friends can see the party.
        const PARTY_PRIVACY_FRIENDS = 6;
        /// Users in the voice channel can see the party.
        const PARTY_PRIVACY_VOICE_CHANNEL = 7;
        /// It runs inside the client.
        const EMBEDDED = 8;
    }
}
