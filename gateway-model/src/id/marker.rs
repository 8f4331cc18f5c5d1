//! Markers of what an [`Id`](super::Id) identifies.
//!
//! Markers are types without values. They are used only as type parameters of ids.

macro_rules! markers {
    ($($(#[$doc:meta])* $name:ident,)*) => {$(
        $(#[$doc])*
        #[derive(Debug)]
        pub enum $name {}
    )*};
}

markers! {
    /// An application.
    Application,
    /// An attachment of a message.
    Attachment,
    /// An audit log entry.
    AuditLogEntry,
    /// An auto moderation rule.
    AutoModerationRule,
    /// A channel of any kind, including threads.
    Channel,
    /// An application command.
    Command,
    /// A version of an application command.
    CommandVersion,
    /// A custom emoji.
    Emoji,
    /// An entitlement.
    Entitlement,
    /// Any object, if the docs do not specify the kind.
    Generic,
    /// A guild.
    Guild,
    /// An integration of a guild.
    Integration,
    /// An interaction.
    Interaction,
    /// A lobby of the Social SDK.
    Lobby,
    /// A message.
    Message,
    /// An option of an onboarding prompt.
    OnboardingOption,
    /// An onboarding prompt.
    OnboardingPrompt,
    /// A role.
    Role,
    /// A scheduled event.
    ScheduledEvent,
    /// An exception of a recurring scheduled event.
    ScheduledEventException,
    /// A SKU: something an application sells.
    Sku,
    /// A soundboard sound.
    SoundboardSound,
    /// A stage instance.
    StageInstance,
    /// A sticker.
    Sticker,
    /// A sticker pack.
    StickerPack,
    /// A subscription to a SKU.
    Subscription,
    /// A forum tag.
    Tag,
    /// A team that owns applications.
    Team,
    /// A user.
    User,
    /// A webhook.
    Webhook,
}
