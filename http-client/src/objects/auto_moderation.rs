//! The triggers of auto moderation rules.

use gateway_model::auto_moderation::{AutoModerationTriggerKind, AutoModerationTriggerMetadata};

/// The trigger of a rule, with the metadata of its type.
///
/// Docs: [Auto Moderation, Trigger Types](https://docs.discord.com/developers/resources/auto-moderation#auto-moderation-rule-object-trigger-types).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum AutoModerationTrigger {
    /// Words in messages: `keyword_filter`, `regex_patterns`, `allow_list`.
    Keyword(AutoModerationTriggerMetadata),
    /// Messages that look like spam.
    Spam,
    /// Words of Discord's lists: `presets`, `allow_list`.
    KeywordPreset(AutoModerationTriggerMetadata),
    /// Many mentions: `mention_total_limit`, `mention_raid_protection_enabled`.
    MentionSpam(AutoModerationTriggerMetadata),
    /// Words in members' profiles: `keyword_filter`, `regex_patterns`, `allow_list`.
    MemberProfile(AutoModerationTriggerMetadata),
}

impl AutoModerationTrigger {
    /// Returns its type and, if it has any, its metadata.
    pub(crate) const fn parts(
        &self,
    ) -> (AutoModerationTriggerKind, Option<&AutoModerationTriggerMetadata>) {
        match self {
            Self::Keyword(metadata) => (AutoModerationTriggerKind::Keyword, Some(metadata)),
            Self::Spam => (AutoModerationTriggerKind::Spam, None),
            Self::KeywordPreset(metadata) => {
                (AutoModerationTriggerKind::KeywordPreset, Some(metadata))
            }
            Self::MentionSpam(metadata) => (AutoModerationTriggerKind::MentionSpam, Some(metadata)),
            Self::MemberProfile(metadata) => {
                (AutoModerationTriggerKind::MemberProfile, Some(metadata))
            }
        }
    }
}
