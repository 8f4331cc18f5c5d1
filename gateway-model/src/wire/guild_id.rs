//! Which guild an event is about, found without decoding it.

use crate::id::{Id, marker};
use crate::scan::find::find_field;
use crate::wire::dispatch::Dispatch;
use crate::wire::event_kind::EventKind;

/// Where the data of an event have the id of the guild.
enum Place {
    /// In this field.
    Field(&'static str),
    /// In a field of the object in this field.
    Inside(&'static str, &'static str),
    /// Nowhere: it is about no guild.
    Nowhere,
}

/// Docs: the tables of [Gateway Events](https://docs.discord.com/developers/events/gateway-events#receive-events).
const fn place(kind: EventKind) -> Place {
    match kind {
        // These are guild objects themselves.
        EventKind::GuildCreate | EventKind::GuildUpdate | EventKind::GuildDelete => {
            Place::Field("id")
        }
        EventKind::RateLimited => Place::Inside("meta", "guild_id"),
        EventKind::Ready
        | EventKind::Resumed
        | EventKind::UserUpdate
        | EventKind::SubscriptionCreate
        | EventKind::SubscriptionUpdate
        | EventKind::SubscriptionDelete => Place::Nowhere,
        // Unknown events too: all newer ones that are about a guild have the field.
        _ => Place::Field("guild_id"),
    }
}

impl Dispatch {
    /// Id of the guild the event is about; `None` if it is about none, such as a direct message.
    ///
    /// It steps over the fields before the id, decodes nothing and allocates nothing. Of an event this
    /// version does not know it is the field `guild_id`.
    #[must_use]
    pub fn guild_id(&self) -> Option<Id<marker::Guild>> {
        let data = self.data_and_rest();
        let value = match place(self.kind()) {
            Place::Field(name) => &data[find_field(data, name.as_bytes())?],
            Place::Inside(outer, name) => {
                let object = &data[find_field(data, outer.as_bytes())?];
                &object[find_field(object, name.as_bytes())?]
            }
            Place::Nowhere => return None,
        };
        let digits = match value {
            [b'"', digits @ .., b'"'] => digits,
            digits => digits,
        };
        std::str::from_utf8(digits).ok()?.parse().ok()
    }
}
