//! Guilds and what belongs to them.
//!
//! Docs: [Guild Resource](https://docs.discord.com/developers/resources/guild).

mod ban;
mod features;
mod guild_object;
mod incidents;
mod integration;
mod levels;
mod member;
mod onboarding;
mod preview;
mod role;
mod scheduled_event;
mod scheduled_event_recurrence;
mod template;
mod template_parts;
mod welcome_screen;
mod widget;

pub use ban::{Ban, BulkBanResponse, PruneResult};
pub use features::GuildFeature;
pub use guild_object::{Guild, UnavailableGuild};
pub use incidents::IncidentsData;
pub use integration::{
    Integration, IntegrationAccount, IntegrationApplication, IntegrationExpireBehavior,
    IntegrationKind, PartialIntegration,
};
pub use levels::{
    AgeRestrictionLevel, DefaultMessageNotificationLevel, ExplicitContentFilterLevel, MfaLevel,
    PremiumTier, SystemChannelFlags, VerificationLevel,
};
pub use member::{Member, MemberFlags};
pub use onboarding::{
    Onboarding, OnboardingMode, OnboardingOption, OnboardingPrompt, OnboardingPromptKind,
};
pub use preview::GuildPreview;
pub use role::{Role, RoleColors, RoleFlags, RoleTags};
pub use scheduled_event::{
    ScheduledEvent, ScheduledEventEntityKind, ScheduledEventEntityMetadata,
    ScheduledEventPrivacyLevel, ScheduledEventResponse, ScheduledEventStatus, ScheduledEventUser,
};
pub use scheduled_event_recurrence::{
    RecurrenceFrequency, RecurrenceMonth, RecurrenceNWeekday, RecurrenceRule, RecurrenceWeekday,
};
pub use template::{GuildTemplate, TemplateGuild};
pub use template_parts::{
    PlaceholderId, TemplateChannel, TemplateOverwrite, TemplateRole, TemplateTag,
};
pub use welcome_screen::{WelcomeChannel, WelcomeScreen};
pub use widget::{
    GuildWidget, VanityUrl, WidgetActivity, WidgetChannel, WidgetMember, WidgetSettings,
    WidgetStyle,
};
