//! The welcome screen of a community.

use crate::id::{Id, marker};
use crate::macros::object::object;
use crate::macros::setters::setters;

object! {
    /// The welcome screen that a community shows to new members.
    ///
    /// Docs: [Guild, Welcome Screen Object](https://docs.discord.com/developers/resources/guild#welcome-screen-object).
    #[derive(Eq, Hash)]
    pub struct WelcomeScreen {
        /// Description of the guild.
        pub description: Option<String>,
        /// Channels to start in, at most 5.
        pub welcome_channels: Vec<WelcomeChannel>,
    }
}

object! {
    /// A channel of the welcome screen.
    ///
    /// Docs: [Guild, Welcome Screen Channel Structure](https://docs.discord.com/developers/resources/guild#welcome-screen-object-welcome-screen-channel-structure).
    #[derive(Eq, Hash)]
    pub struct WelcomeChannel {
        /// Id of the channel.
        pub channel_id: Id<marker::Channel>,
        /// What it is for.
        pub description: String,
        /// Id of the emoji, if it is a custom one.
        pub emoji_id: Option<Id<marker::Emoji>>,
        /// Name of the custom emoji, or the standard emoji itself.
        pub emoji_name: Option<String>,
    }
}

impl WelcomeChannel {
    /// Creates an entry with a channel and its description.
    pub fn new(channel_id: Id<marker::Channel>, description: impl Into<String>) -> Self {
        Self { channel_id, description: description.into(), emoji_id: None, emoji_name: None }
    }

    /// Sets a custom emoji and its name.
    #[must_use]
    pub fn custom_emoji(mut self, id: Id<marker::Emoji>, name: impl Into<String>) -> Self {
        (self.emoji_id, self.emoji_name) = (Some(id), Some(name.into()));
        self
    }

    /// Sets a standard emoji, for example `🔥`.
    #[must_use]
    pub fn standard_emoji(mut self, emoji: impl Into<String>) -> Self {
        (self.emoji_id, self.emoji_name) = (None, Some(emoji.into()));
        self
    }
}

setters! {
    WelcomeChannel {}
    by_hand { channel_id, description, emoji_id, emoji_name }
    received {}
}
