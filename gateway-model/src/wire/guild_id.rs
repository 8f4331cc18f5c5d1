//! Which guild an event is about, found without decoding it.

use crate::id::{Id, marker};
use crate::wire::dispatch::Dispatch;
use crate::wire::event_kind::EventKind;
use crate::wire::subject::{Path, id_at};

/// Where the data of an event have the id of the guild; empty for an event that is about none.
///
/// Docs: the tables of [Gateway Events](https://docs.discord.com/developers/events/gateway-events#receive-events).
pub(crate) const fn guild_path(kind: EventKind) -> Path {
    match kind {
        // These are guild objects themselves.
        EventKind::GuildCreate | EventKind::GuildUpdate | EventKind::GuildDelete => &["id"],
        EventKind::RateLimited => &["meta", "guild_id"],
        EventKind::Ready
        | EventKind::Resumed
        | EventKind::UserUpdate
        | EventKind::SubscriptionCreate
        | EventKind::SubscriptionUpdate
        | EventKind::SubscriptionDelete => &[],
        // Unknown events too: all newer ones that are about a guild have the field.
        _ => &["guild_id"],
    }
}

impl Dispatch {
    /// Id of the guild the event is about; `None` if it is about none, such as a direct message.
    ///
    /// It steps over the fields before the id, decodes nothing and allocates nothing. Of an event this
    /// version does not know it is the field `guild_id`.
    #[must_use]
    pub fn guild_id(&self) -> Option<Id<marker::Guild>> {
        id_at(self.data_and_rest(), guild_path(self.kind()))
    }
}
