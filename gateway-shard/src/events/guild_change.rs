//! Changes of the bot's guilds.

/// A change of one of the bot's guilds.
///
/// Discord uses only two events for all four changes. Docs: Gateway Events, [Guild
/// Create](https://docs.discord.com/developers/events/gateway-events#guild-create) and [Guild
/// Delete](https://docs.discord.com/developers/events/gateway-events#guild-delete).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum GuildChange {
    /// The bot was added to the guild, perhaps while it was offline.
    Joined,
    /// The bot left the guild or was removed from it, or the guild was deleted, perhaps while the bot was offline.
    Left,
    /// A guild of the bot became available after a start or an outage.
    Available,
    /// The guild became unavailable because of an outage at Discord. The bot is still a member, but no events arrive.
    Unavailable,
}
