//! Finds the guild of an event without decoding it.

use crate::id::{Id, marker};
use crate::wire::dispatch::Dispatch;
use crate::wire::event_kind::EventKind;
use crate::wire::subject::{Path, id_at};

/// Returns the path of the guild id in the data of an event; empty for an event without a guild.
///
/// Docs: the tables of [Gateway Events](https://docs.discord.com/developers/events/gateway-events#receive-events).
pub(crate) const fn guild_path(kind: EventKind) -> Path {
    match kind {
        // The data of these events is a guild object.
        EventKind::GuildCreate | EventKind::GuildUpdate | EventKind::GuildDelete => &["id"],
        EventKind::RateLimited => &["meta", "guild_id"],
        EventKind::Ready
        | EventKind::Resumed
        | EventKind::UserUpdate
        | EventKind::SubscriptionCreate
        | EventKind::SubscriptionUpdate
        | EventKind::SubscriptionDelete => &[],
        // Unknown events too: all newer events of a guild have the field.
        _ => &["guild_id"],
    }
}

impl Dispatch {
    /// Returns the id of the event's guild; `None` if it has none, such as a direct message.
    ///
    /// It skips the fields before the id, and neither decodes nor allocates anything. For an event that this version
    /// does not know, it reads the field `guild_id`.
    #[must_use]
    pub fn guild_id(&self) -> Option<Id<marker::Guild>> {
        id_at(self.data_and_rest(), guild_path(self.kind()))
    }
}
