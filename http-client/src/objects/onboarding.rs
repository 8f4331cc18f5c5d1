//! The onboarding of a guild, for requests.

use gateway_model::Id;
use gateway_model::guild::OnboardingPromptKind;
use gateway_model::id::marker;
use serde::Serialize;

/// A question for new members.
///
/// Docs: [Guild, Onboarding Prompt Structure](https://docs.discord.com/developers/resources/guild#guild-onboarding-object-onboarding-prompt-structure).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OnboardingPromptRequest {
    id: Id<marker::OnboardingPrompt>,
    title: String,
    options: Vec<OnboardingOptionRequest>,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    kind: Option<OnboardingPromptKind>,
    #[serde(skip_serializing_if = "Option::is_none")]
    single_select: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    required: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    in_onboarding: Option<bool>,
}

impl OnboardingPromptRequest {
    /// Creates a question of at most 100 characters with 1 to 50 options. The id is that of the existing question, or
    /// any other id for a new one.
    pub fn new(
        id: Id<marker::OnboardingPrompt>,
        title: impl Into<String>,
        options: impl Into<Vec<OnboardingOptionRequest>>,
    ) -> Self {
        Self {
            id,
            title: title.into(),
            options: options.into(),
            kind: None,
            single_select: None,
            required: None,
            in_onboarding: None,
        }
    }

    /// Sets how it is shown.
    #[must_use]
    pub const fn kind(mut self, kind: OnboardingPromptKind) -> Self {
        self.kind = Some(kind);
        self
    }

    /// Sets whether only one option can be chosen.
    #[must_use]
    pub const fn single_select(mut self, single_select: bool) -> Self {
        self.single_select = Some(single_select);
        self
    }

    /// Sets whether it must be answered.
    #[must_use]
    pub const fn required(mut self, required: bool) -> Self {
        self.required = Some(required);
        self
    }

    /// Sets whether it is shown during onboarding, and not only in Channels & Roles.
    #[must_use]
    pub const fn in_onboarding(mut self, in_onboarding: bool) -> Self {
        self.in_onboarding = Some(in_onboarding);
        self
    }
}

/// An option of a question.
///
/// Docs: [Guild, Prompt Option Structure](https://docs.discord.com/developers/resources/guild#guild-onboarding-object-prompt-option-structure).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OnboardingOptionRequest {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<Id<marker::OnboardingOption>>,
    title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    channel_ids: Vec<Id<marker::Channel>>,
    role_ids: Vec<Id<marker::Role>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    emoji_id: Option<Id<marker::Emoji>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    emoji_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    emoji_animated: Option<bool>,
}

impl OnboardingOptionRequest {
    /// Creates an option of at most 50 characters that gives these roles and channels.
    pub fn new(
        title: impl Into<String>,
        role_ids: impl Into<Vec<Id<marker::Role>>>,
        channel_ids: impl Into<Vec<Id<marker::Channel>>>,
    ) -> Self {
        Self {
            id: None,
            title: title.into(),
            description: None,
            channel_ids: channel_ids.into(),
            role_ids: role_ids.into(),
            emoji_id: None,
            emoji_name: None,
            emoji_animated: None,
        }
    }

    /// Sets the id of an existing option.
    #[must_use]
    pub const fn id(mut self, id: Id<marker::OnboardingOption>) -> Self {
        self.id = Some(id);
        self
    }

    /// Sets the description, at most 100 characters.
    #[must_use]
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }

    /// Sets a custom emoji.
    #[must_use]
    pub fn custom_emoji(mut self, emoji: Id<marker::Emoji>) -> Self {
        (self.emoji_id, self.emoji_name) = (Some(emoji), None);
        self
    }

    /// Sets whether the custom emoji is animated.
    #[must_use]
    pub const fn emoji_animated(mut self, animated: bool) -> Self {
        self.emoji_animated = Some(animated);
        self
    }

    /// Sets a standard emoji.
    #[must_use]
    pub fn standard_emoji(mut self, emoji: impl Into<String>) -> Self {
        (self.emoji_id, self.emoji_name) = (None, Some(emoji.into()));
        self
    }
}
