//! Stages and scheduled events.

use gateway_model::guild::ScheduledEvent;
use gateway_model::stage_instance::StageInstance;

use super::row::row;

bitflags::bitflags! {
    /// Groups of fields of stages. The channel is always kept.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub struct StageFields: u8 {
        /// `topic` and all other fields.
        const DETAILS = 1;
    }
}

bitflags::bitflags! {
    /// Groups of fields of scheduled events. Channel, status, times and entity are always kept.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub struct ScheduledEventFields: u8 {
        /// `name`.
        const NAME = 1;
        /// `description`, `entity_metadata`, `image`, `recurrence_rule`, `privacy_level`.
        const DETAILS = 1 << 1;
        /// `creator`, `creator_id`.
        const CREATOR = 1 << 2;
        /// `user_count`, which events of users update. Discord includes it in no event, so it is correct only for
        /// scheduled events that are created while the cache runs.
        const USER_COUNT = 1 << 3;
    }
}

row! { StageInstance, StageFields, StageInstance, r#"{"id":"1","guild_id":"1","channel_id":"1"}"#, |stage, place| {
        stage.id = place.id.cast();
        stage.guild_id = place.guild;
    },
    [] channel_id;
    [DETAILS] topic, privacy_level, discoverable_disabled, guild_scheduled_event_id;
}

row! { ScheduledEvent, ScheduledEventFields, ScheduledEvent,
    r#"{"id":"1","guild_id":"1","scheduled_start_time":"1970-01-01T00:00:00Z"}"#, |event, place| {
        event.id = place.id.cast();
        event.guild_id = place.guild;
    },
    [] channel_id, status, entity_type, scheduled_start_time, scheduled_end_time, entity_id;
    [NAME] name;
    [DETAILS] privacy_level, description, entity_metadata json, image, recurrence_rule json;
    [USER_COUNT] user_count;
    [CREATOR] creator_id, creator;
}

#[cfg(test)]
mod tests {
    use super::super::row::come_back;
    use super::*;

    #[test]
    fn all_fields_come_back() {
        let text = r#"{"id":"9","guild_id":"5","channel_id":"4","topic":"t","privacy_level":2,
            "discoverable_disabled":true,"guild_scheduled_event_id":"3"}"#;
        let stage: StageInstance = serde_json::from_str(text).unwrap();
        assert_eq!(come_back(&stage, 9, StageFields::all()), stage);
        let text = r#"{"id":"9","guild_id":"5","channel_id":null,"creator_id":"4","name":"n","description":"d",
            "scheduled_start_time":"2026-01-01T00:00:00Z","scheduled_end_time":"2026-01-02T00:00:00Z",
            "privacy_level":2,"status":1,"entity_type":3,"entity_id":"7","entity_metadata":{"location":"l"},
            "creator":{"id":"4","username":"u","discriminator":"0","global_name":null,"avatar":null},"user_count":3,
            "image":"8342729096ea3675442027381ff50dfe","recurrence_rule":{"start":"2026-01-01T00:00:00Z","end":null,
            "frequency":2,"interval":1,"by_weekday":[1],"by_n_weekday":null,"by_month":null,"by_month_day":null,
            "by_year_day":null,"count":null}}"#;
        let event: ScheduledEvent = serde_json::from_str(text).unwrap();
        assert_eq!(come_back(&event, 9, ScheduledEventFields::all()), event);
    }
}
