//! The bot's own presence.

use crate::macros::object::object;
use crate::presence::{Activity, Status};
use crate::timestamp::Timestamp;

object! {
    /// Updates the bot's presence.
    ///
    /// Docs: [Gateway Events, Update Presence](https://docs.discord.com/developers/events/gateway-events#update-presence).
    pub struct UpdatePresence {
        /// Unix time in ms since when the bot is idle; `None` if it is not.
        pub since: Option<u64>,
        /// Activities.
        pub activities: Vec<Activity>,
        /// Status.
        pub status: Status,
        /// Whether the bot is away.
        pub afk: bool,
    }
}

impl UpdatePresence {
    /// Creates a presence with a status and no activities.
    #[must_use]
    pub const fn new(status: Status) -> Self {
        Self { since: None, activities: Vec::new(), status, afk: false }
    }

    /// Adds an activity.
    #[must_use]
    pub fn activity(mut self, activity: Activity) -> Self {
        self.activities.push(activity);
        self
    }

    /// Sets since when the bot is idle. Times before 1970 count as its start.
    #[must_use]
    pub fn idle_since(self, since: Timestamp) -> Self {
        Self { since: Some(u64::try_from(since.unix_ms()).unwrap_or(0)), ..self }
    }

    /// Sets whether the bot is away.
    #[must_use]
    pub fn afk(self, afk: bool) -> Self {
        Self { afk, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::presence::ActivityKind;

    #[test]
    fn all_four_fields_are_always_sent() {
        let presence = UpdatePresence::new(Status::DoNotDisturb);
        let text = r#"{"since":null,"activities":[],"status":"dnd","afk":false}"#;
        assert_eq!(serde_json::to_string(&presence).unwrap(), text);
        let presence = UpdatePresence::new(Status::Idle)
            .idle_since(Timestamp::from_unix_ms(91_879_201))
            .activity(Activity::new(ActivityKind::Playing, "Cards"))
            .afk(true);
        let text = r#"{"since":91879201,"activities":[{"name":"Cards","type":0}],"status":"idle","afk":true}"#;
        assert_eq!(serde_json::to_string(&presence).unwrap(), text);
    }
}
