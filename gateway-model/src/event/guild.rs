//! Events of guilds as a whole, their emojis, stickers, bans and audit logs.

use super::payload::payload_event;
use crate::audit_log::AuditLogEntry;
use crate::emoji::Emoji;
use crate::guild::{Guild, UnavailableGuild};
use crate::id::{Id, marker};
use crate::macros::object::{extended_object, object};
use crate::sticker::Sticker;
use crate::user::User;

payload_event! {
    /// A guild was changed.
    ///
    /// Docs: [Gateway Events, Guild Update](https://docs.discord.com/developers/events/gateway-events#guild-update).
    pub struct GuildUpdate(Guild);
}

payload_event! {
    /// A guild became unavailable, or the bot is no longer in it.
    ///
    /// Docs: [Gateway Events, Guild Delete](https://docs.discord.com/developers/events/gateway-events#guild-delete).
    /// In the second case [`unavailable`](UnavailableGuild::unavailable) is missing.
    pub struct GuildDelete(UnavailableGuild);
}

extended_object! {
    /// An entry was added to the audit log; only bots that may see the log get it.
    ///
    /// Docs: [Gateway Events, Guild Audit Log Entry Create](https://docs.discord.com/developers/events/gateway-events#guild-audit-log-entry-create).
    pub struct GuildAuditLogEntryCreate: AuditLogEntry {
        /// The entry.
        pub entry,
        /// Guild whose log it is in.
        pub guild_id: Id<marker::Guild>,
    }
}

object! {
    /// A user was banned; only bots that may ban, or see the audit log, get it.
    ///
    /// Docs: [Gateway Events, Guild Ban Add](https://docs.discord.com/developers/events/gateway-events#guild-ban-add).
    pub struct GuildBanAdd {
        /// Guild it happened in.
        pub guild_id: Id<marker::Guild>,
        /// Who was banned.
        pub user: User,
    }
}

object! {
    /// A ban was lifted; only bots that may ban, or see the audit log, get it.
    ///
    /// Docs: [Gateway Events, Guild Ban Remove](https://docs.discord.com/developers/events/gateway-events#guild-ban-remove).
    pub struct GuildBanRemove {
        /// Guild it happened in.
        pub guild_id: Id<marker::Guild>,
        /// Whose ban was lifted.
        pub user: User,
    }
}

object! {
    /// The emojis of a guild were changed.
    ///
    /// Docs: [Gateway Events, Guild Emojis Update](https://docs.discord.com/developers/events/gateway-events#guild-emojis-update).
    pub struct GuildEmojisUpdate {
        /// Guild it happened in.
        pub guild_id: Id<marker::Guild>,
        /// All emojis of the guild, as they are now.
        pub emojis: Box<[Emoji]>,
    }
}

object! {
    /// The stickers of a guild were changed.
    ///
    /// Docs: [Gateway Events, Guild Stickers Update](https://docs.discord.com/developers/events/gateway-events#guild-stickers-update).
    pub struct GuildStickersUpdate {
        /// Guild it happened in.
        pub guild_id: Id<marker::Guild>,
        /// All stickers of the guild, as they are now.
        pub stickers: Box<[Sticker]>,
    }
}
