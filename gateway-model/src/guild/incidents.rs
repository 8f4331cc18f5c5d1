//! Actions disabled because of an incident.

use crate::macros::object::object;
use crate::timestamp::Timestamp;

object! {
    /// Actions disabled in a guild because of an incident, and until when.
    ///
    /// Docs: [Guild, Incidents Data Object](https://docs.discord.com/developers/resources/guild#incidents-data-object).
    #[derive(Copy, Eq, Hash)]
    pub struct IncidentsData {
        /// When invites work again.
        pub invites_disabled_until: Option<Timestamp>,
        /// When direct messages work again.
        pub dms_disabled_until: Option<Timestamp>,
        /// When spam in direct messages was detected.
        pub dm_spam_detected_at?: Timestamp,
        /// When a raid was detected.
        pub raid_detected_at?: Timestamp,
    }
}
