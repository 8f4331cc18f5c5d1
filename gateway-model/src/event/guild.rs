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
    /// [`unavailable`](UnavailableGuild::unavailable) is missing if the bot is no longer in the guild.
    ///
    /// Docs: [Gateway Events, Guild Delete](https://docs.discord.com/developers/events/gateway-events#guild-delete).
    pub struct GuildDelete(UnavailableGuild);
}

extended_object! {
    /// An entry was added to the audit log; only sent to bots that can view the log.
    ///
    /// Docs: [Gateway Events, Guild Audit Log Entry Create](https://docs.discord.com/developers/events/gateway-events#guild-audit-log-entry-create).
    pub struct GuildAuditLogEntryCreate: AuditLogEntry {
        /// The entry.
        pub entry,
        /// Guild of the audit log.
        pub guild_id: Id<marker::Guild>,
    }
}

object! {
    /// A user was banned; only sent to bots that can ban members or view the audit log.
    ///
    /// Docs: [Gateway Events, Guild Ban Add](https://docs.discord.com/developers/events/gateway-events#guild-ban-add).
    pub struct GuildBanAdd {
        /// Guild.
        pub guild_id: Id<marker::Guild>,
        /// The banned user.
        pub user: User,
    }
}

object! {
    /// A ban was lifted; only sent to bots that can ban members or view the audit log.
    ///
    /// Docs: [Gateway Events, Guild Ban Remove](https://docs.discord.com/developers/events/gateway-events#guild-ban-remove).
    pub struct GuildBanRemove {
        /// Guild.
        pub guild_id: Id<marker::Guild>,
        /// The user whose ban was lifted.
        pub user: User,
    }
}

object! {
    /// The emojis of a guild were changed.
    ///
    /// Docs: [Gateway Events, Guild Emojis Update](https://docs.discord.com/developers/events/gateway-events#guild-emojis-update).
    pub struct GuildEmojisUpdate {
        /// Guild.
        pub guild_id: Id<marker::Guild>,
        /// All current emojis of the guild.
        pub emojis: Box<[Emoji]>,
    }
}

object! {
    /// The stickers of a guild were changed.
    ///
    /// Docs: [Gateway Events, Guild Stickers Update](https://docs.discord.com/developers/events/gateway-events#guild-stickers-update).
    pub struct GuildStickersUpdate {
        /// Guild.
        pub guild_id: Id<marker::Guild>,
        /// All current stickers of the guild.
        pub stickers: Box<[Sticker]>,
    }
}
