//! What happened to a guild of the bot.

/// What happened to a guild of the bot.
///
/// Discord says all four with two events. Docs: Gateway Events,
/// [Guild Create](https://docs.discord.com/developers/events/gateway-events#guild-create) and
/// [Guild Delete](https://docs.discord.com/developers/events/gateway-events#guild-delete).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum GuildChange {
    /// The bot was added to the guild, also while it was away.
    Joined,
    /// The bot left the guild or was removed from it, also while it was away, or the guild was deleted.
    Left,
    /// A guild of the bot came in after a start, or is back after an outage.
    Available,
    /// An outage at Discord: the guild is still the bot's, its events do not come.
    Unavailable,
}
