//! A sample of each event, with all the fields that the docs list for it.
//!
//! Docs: [Gateway Events, Receive Events](https://docs.discord.com/developers/events/gateway-events#receive-events).

use gateway_model::{Bytes, Dispatch, EventKind};
use serde_json::{Value, json};

use crate::parts::expand;

/// One event.
pub(crate) struct Sample {
    pub(crate) kind: EventKind,
    pub(crate) data: Value,
    /// Id of its guild.
    pub(crate) guild: Option<u64>,
}

impl Sample {
    pub(crate) fn name(&self) -> &'static str {
        self.kind.name().unwrap()
    }

    pub(crate) fn dispatch(&self) -> Dispatch {
        dispatch(self.name(), &self.data)
    }
}

/// Returns a dispatch with this name and data.
pub(crate) fn dispatch(name: &str, data: &Value) -> Dispatch {
    let text = format!(r#"{{"t":"{name}","s":1,"op":0,"d":{data}}}"#);
    Dispatch::parse(Bytes::from(text)).unwrap()
}

/// Returns a sample of every event, ordered by name.
pub(crate) fn samples() -> Vec<Sample> {
    let samples: Vec<_> = SAMPLES
        .iter()
        .map(|(name, text)| {
            let (text, merged) = text.split_once(" + ").unwrap_or((text, "{}"));
            let mut data: Value = serde_json::from_str(&expand(text)).unwrap();
            let merged: Value = serde_json::from_str(&expand(merged)).unwrap();
            for (field, value) in merged.as_object().unwrap() {
                data[field] = value.clone();
            }
            Sample { kind: EventKind::from_name(name), guild: guild(name), data }
        })
        .collect();
    assert_eq!(samples.len(), EventKind::KNOWN.len());
    samples
}

/// Returns the sample's guild, which is always 5.
fn guild(name: &str) -> Option<u64> {
    let without = [
        "READY",
        "RESUMED",
        "USER_UPDATE",
        "SUBSCRIPTION_CREATE",
        "SUBSCRIPTION_UPDATE",
        "SUBSCRIPTION_DELETE",
    ];
    (!without.contains(&name)).then_some(5)
}

/// Name and data; ` + ` adds fields to an object.
const SAMPLES: &[(&str, &str)] = &[
    (
        "READY",
        r#"{"v":10,"user":$USER,"guilds":[{"id":"5","unavailable":true}],"session_id":"s",
        "resume_gateway_url":"wss://example.com","shard":[0,1],"application":{"id":"1","flags":0}}"#,
    ),
    ("RESUMED", "{}"),
    ("RATE_LIMITED", r#"{"opcode":8,"retry_after":2.5,"meta":{"guild_id":"5","nonce":"n"}}"#),
    ("APPLICATION_COMMAND_PERMISSIONS_UPDATE", "$COMMAND_PERMISSIONS"),
    ("AUTO_MODERATION_RULE_CREATE", "$RULE"),
    ("AUTO_MODERATION_RULE_UPDATE", "$RULE"),
    ("AUTO_MODERATION_RULE_DELETE", "$RULE"),
    (
        "AUTO_MODERATION_ACTION_EXECUTION",
        r#"{"guild_id":"5","action":$ACTION,"rule_id":"2",
        "rule_trigger_type":1,"user_id":"3","channel_id":"4","message_id":"6",
        "alert_system_message_id":"7","content":"c","matched_keyword":"k","matched_content":"m"}"#,
    ),
    ("CHANNEL_CREATE", "$CHANNEL"),
    ("CHANNEL_UPDATE", "$CHANNEL"),
    ("CHANNEL_DELETE", "$CHANNEL"),
    (
        "CHANNEL_INFO",
        r#"{"guild_id":"5","channels":[{"id":"1","status":"s","voice_start_time":1700000000}]}"#,
    ),
    ("VOICE_CHANNEL_STATUS_UPDATE", r#"{"id":"1","guild_id":"5","status":"s"}"#),
    (
        "VOICE_CHANNEL_START_TIME_UPDATE",
        r#"{"id":"1","guild_id":"5","voice_start_time":1700000000}"#,
    ),
    ("THREAD_CREATE", r#"$THREAD + {"newly_created":true}"#),
    ("THREAD_UPDATE", "$THREAD"),
    ("THREAD_DELETE", r#"{"id":"1","guild_id":"5","parent_id":"2","type":11}"#),
    (
        "THREAD_LIST_SYNC",
        r#"{"guild_id":"5","channel_ids":["1"],"threads":[$THREAD],"members":[$THREAD_MEMBER]}"#,
    ),
    ("THREAD_MEMBER_UPDATE", r#"$THREAD_MEMBER + {"guild_id":"5"}"#),
    (
        "THREAD_MEMBERS_UPDATE",
        r#"{"id":"1","guild_id":"5","member_count":2,"added_members":[{"id":"1",
        "user_id":"2","join_timestamp":"2021-04-12T23:40:39.855793+00:00","flags":1,"member":$MEMBER,
        "presence":$PRESENCE}],"removed_member_ids":["3"]}"#,
    ),
    (
        "CHANNEL_PINS_UPDATE",
        r#"{"guild_id":"5","channel_id":"1","last_pin_timestamp":"2021-01-01T00:00:00+00:00"}"#,
    ),
    ("ENTITLEMENT_CREATE", "$ENTITLEMENT"),
    ("ENTITLEMENT_UPDATE", "$ENTITLEMENT"),
    ("ENTITLEMENT_DELETE", "$ENTITLEMENT"),
    (
        "GUILD_CREATE",
        r#"$GUILD + {"joined_at":"2021-01-01T00:00:00+00:00","large":false,
        "unavailable":false,"member_count":3,"voice_states":[$VOICE_STATE],"members":[$MEMBER],
        "channels":[$CHANNEL],"threads":[$THREAD],"presences":[$PRESENCE],"stage_instances":[$STAGE],
        "guild_scheduled_events":[$SCHEDULED_EVENT],"soundboard_sounds":[$SOUND]}"#,
    ),
    ("GUILD_UPDATE", "$GUILD"),
    ("GUILD_DELETE", r#"{"id":"5","unavailable":true}"#),
    ("GUILD_AUDIT_LOG_ENTRY_CREATE", r#"$AUDIT_ENTRY + {"guild_id":"5"}"#),
    ("GUILD_BAN_ADD", r#"{"guild_id":"5","user":$USER}"#),
    ("GUILD_BAN_REMOVE", r#"{"guild_id":"5","user":$USER}"#),
    ("GUILD_EMOJIS_UPDATE", r#"{"guild_id":"5","emojis":[$EMOJI]}"#),
    ("GUILD_STICKERS_UPDATE", r#"{"guild_id":"5","stickers":[$STICKER]}"#),
    ("GUILD_INTEGRATIONS_UPDATE", r#"{"guild_id":"5"}"#),
    ("GUILD_MEMBER_ADD", r#"$MEMBER + {"guild_id":"5"}"#),
    ("GUILD_MEMBER_REMOVE", r#"{"guild_id":"5","user":$USER}"#),
    ("GUILD_MEMBER_UPDATE", r#"$MEMBER + {"guild_id":"5"}"#),
    (
        "GUILD_MEMBERS_CHUNK",
        r#"{"guild_id":"5","members":[$MEMBER],"chunk_index":0,"chunk_count":1,
        "not_found":["8"],"presences":[$PRESENCE],"nonce":"n"}"#,
    ),
    ("GUILD_ROLE_CREATE", r#"{"guild_id":"5","role":$ROLE}"#),
    ("GUILD_ROLE_UPDATE", r#"{"guild_id":"5","role":$ROLE}"#),
    ("GUILD_ROLE_DELETE", r#"{"guild_id":"5","role_id":"1"}"#),
    ("GUILD_SCHEDULED_EVENT_CREATE", "$SCHEDULED_EVENT"),
    ("GUILD_SCHEDULED_EVENT_UPDATE", "$SCHEDULED_EVENT"),
    ("GUILD_SCHEDULED_EVENT_DELETE", "$SCHEDULED_EVENT"),
    (
        "GUILD_SCHEDULED_EVENT_USER_ADD",
        r#"{"guild_scheduled_event_id":"1","user_id":"2","guild_id":"5"}"#,
    ),
    (
        "GUILD_SCHEDULED_EVENT_USER_REMOVE",
        r#"{"guild_scheduled_event_id":"1","user_id":"2","guild_id":"5"}"#,
    ),
    ("GUILD_SOUNDBOARD_SOUND_CREATE", "$SOUND"),
    ("GUILD_SOUNDBOARD_SOUND_UPDATE", "$SOUND"),
    ("GUILD_SOUNDBOARD_SOUND_DELETE", r#"{"sound_id":"1","guild_id":"5"}"#),
    ("GUILD_SOUNDBOARD_SOUNDS_UPDATE", r#"{"soundboard_sounds":[$SOUND],"guild_id":"5"}"#),
    ("SOUNDBOARD_SOUNDS", r#"{"soundboard_sounds":[$SOUND],"guild_id":"5"}"#),
    ("INTEGRATION_CREATE", r#"$INTEGRATION + {"guild_id":"5"}"#),
    ("INTEGRATION_UPDATE", r#"$INTEGRATION + {"guild_id":"5"}"#),
    ("INTEGRATION_DELETE", r#"{"id":"1","guild_id":"5","application_id":"2"}"#),
    (
        "INVITE_CREATE",
        r#"{"channel_id":"1","code":"abc","created_at":"2021-01-01T00:00:00+00:00",
        "guild_id":"5","inviter":$USER,"max_age":60,"max_uses":0,"target_type":1,"target_user":$USER,
        "target_application":$APPLICATION,"temporary":false,"uses":0,
        "expires_at":"2021-01-01T00:01:00+00:00","role_ids":["2"]}"#,
    ),
    ("INVITE_DELETE", r#"{"channel_id":"1","guild_id":"5","code":"abc"}"#),
    ("MESSAGE_CREATE", r#"$MESSAGE + {"guild_id":"5","member":$PARTIAL_MEMBER,"channel_type":0}"#),
    ("MESSAGE_UPDATE", r#"$MESSAGE + {"guild_id":"5","member":$PARTIAL_MEMBER,"channel_type":0}"#),
    ("MESSAGE_DELETE", r#"{"id":"1","channel_id":"2","guild_id":"5"}"#),
    ("MESSAGE_DELETE_BULK", r#"{"ids":["1","3"],"channel_id":"2","guild_id":"5"}"#),
    (
        "MESSAGE_REACTION_ADD",
        r##"{"user_id":"1","channel_id":"2","message_id":"3","guild_id":"5",
        "member":$MEMBER,"emoji":$PARTIAL_EMOJI,"message_author_id":"4","burst":true,
        "burst_colors":["#ff0000"],"type":1}"##,
    ),
    (
        "MESSAGE_REACTION_REMOVE",
        r#"{"user_id":"1","channel_id":"2","message_id":"3","guild_id":"5",
        "emoji":$PARTIAL_EMOJI,"burst":false,"type":0}"#,
    ),
    ("MESSAGE_REACTION_REMOVE_ALL", r#"{"channel_id":"2","message_id":"3","guild_id":"5"}"#),
    (
        "MESSAGE_REACTION_REMOVE_EMOJI",
        r#"{"channel_id":"2","guild_id":"5","message_id":"3","emoji":$PARTIAL_EMOJI}"#,
    ),
    ("PRESENCE_UPDATE", r#"$PRESENCE + {"guild_id":"5"}"#),
    (
        "TYPING_START",
        r#"{"channel_id":"1","guild_id":"5","user_id":"2","timestamp":1700000000,"member":$MEMBER}"#,
    ),
    ("USER_UPDATE", "$USER"),
    (
        "VOICE_CHANNEL_EFFECT_SEND",
        r#"{"channel_id":"1","guild_id":"5","user_id":"2","emoji":$PARTIAL_EMOJI,
        "animation_type":1,"animation_id":2,"sound_id":"3","sound_volume":0.5}"#,
    ),
    ("VOICE_STATE_UPDATE", r#"$VOICE_STATE + {"guild_id":"5"}"#),
    ("VOICE_SERVER_UPDATE", r#"{"token":"hush","guild_id":"5","endpoint":"a.discord.media:2048"}"#),
    ("WEBHOOKS_UPDATE", r#"{"guild_id":"5","channel_id":"1"}"#),
    ("INTERACTION_CREATE", "$INTERACTION"),
    ("STAGE_INSTANCE_CREATE", "$STAGE"),
    ("STAGE_INSTANCE_UPDATE", "$STAGE"),
    ("STAGE_INSTANCE_DELETE", "$STAGE"),
    ("SUBSCRIPTION_CREATE", "$SUBSCRIPTION"),
    ("SUBSCRIPTION_UPDATE", "$SUBSCRIPTION"),
    ("SUBSCRIPTION_DELETE", "$SUBSCRIPTION"),
    (
        "MESSAGE_POLL_VOTE_ADD",
        r#"{"user_id":"1","channel_id":"2","message_id":"3","guild_id":"5","answer_id":4}"#,
    ),
    (
        "MESSAGE_POLL_VOTE_REMOVE",
        r#"{"user_id":"1","channel_id":"2","message_id":"3","guild_id":"5","answer_id":4}"#,
    ),
];

/// Returns a value of another type.
pub(crate) fn of_another_type(value: &Value) -> Value {
    match value {
        Value::Object(_) => json!("not an object"),
        Value::Array(_) => json!({"not": "a list"}),
        Value::String(_) => json!({"not": "a text"}),
        _ => json!({"not": "a number"}),
    }
}
