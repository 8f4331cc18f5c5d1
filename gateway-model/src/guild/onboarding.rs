//! Onboarding of new members.

use crate::emoji::Emoji;
use crate::id::{Id, marker};
use crate::macros::object::object;
use crate::macros::open_enum::open_enum;

object! {
    /// The onboarding of new members.
    ///
    /// Docs: [Guild, Guild Onboarding Object](https://docs.discord.com/developers/resources/guild#guild-onboarding-object).
    #[derive(Eq, Hash)]
    pub struct Onboarding {
        /// Guild.
        pub guild_id: Id<marker::Guild>,
        /// Prompts, in onboarding and in Channels & Roles.
        pub prompts: Vec<OnboardingPrompt>,
        /// Channels that every member joins.
        pub default_channel_ids: Vec<Id<marker::Channel>>,
        /// Whether it is enabled.
        pub enabled: bool,
        /// What counts towards its constraints.
        pub mode: OnboardingMode,
    }
}

object! {
    /// A question of onboarding.
    ///
    /// Docs: [Guild, Onboarding Prompt Structure](https://docs.discord.com/developers/resources/guild#guild-onboarding-object-onboarding-prompt-structure).
    #[derive(Eq, Hash)]
    pub struct OnboardingPrompt {
        /// Id of the prompt.
        pub id: Id<marker::OnboardingPrompt>,
        /// How options are shown.
        pub kind as "type": OnboardingPromptKind,
        /// Options to choose from.
        pub options: Vec<OnboardingOption>,
        /// Title.
        pub title: String,
        /// Whether only one option can be chosen.
        pub single_select: bool,
        /// Whether it must be answered.
        pub required: bool,
        /// Whether it is shown in onboarding, and not only in Channels & Roles.
        pub in_onboarding: bool,
    }
}

object! {
    /// An option of a prompt.
    ///
    /// Discord sends `emoji`. To change the onboarding, an app sends the other three emoji fields instead.
    ///
    /// Docs: [Guild, Prompt Option Structure](https://docs.discord.com/developers/resources/guild#guild-onboarding-object-prompt-option-structure).
    #[derive(Eq, Hash)]
    pub struct OnboardingOption {
        /// Id of the option.
        pub id: Id<marker::OnboardingOption>,
        /// Channels that a member who selects it joins.
        pub channel_ids: Vec<Id<marker::Channel>>,
        /// Roles that a member who selects it gets.
        pub role_ids: Vec<Id<marker::Role>>,
        /// Emoji, as received.
        pub emoji?: Emoji,
        /// Id of the emoji, to send.
        pub emoji_id?: Id<marker::Emoji>,
        /// Name of the emoji, to send.
        pub emoji_name?: String,
        /// Whether the emoji is animated, to send.
        pub emoji_animated?: bool,
        /// Title.
        pub title: String,
        /// Description.
        pub description: Option<String>,
    }
}

open_enum! {
    /// What counts towards the constraints of onboarding.
    ///
    /// Docs: [Guild, Onboarding Mode](https://docs.discord.com/developers/resources/guild#guild-onboarding-object-onboarding-mode).
    pub enum OnboardingMode: i32 {
        /// Default channels.
        Default = 0,
        /// Default channels and questions.
        Advanced = 1,
    }
}

open_enum! {
    /// How the options of a prompt are shown.
    ///
    /// Docs: [Guild, Prompt Types](https://docs.discord.com/developers/resources/guild#guild-onboarding-object-prompt-types).
    pub enum OnboardingPromptKind: i32 {
        /// As a list of options.
        MultipleChoice = 0,
        /// In a menu.
        Dropdown = 1,
    }
}
