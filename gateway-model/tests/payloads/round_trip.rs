//! Checks that events are written as they were read.

use gateway_model::event::{Event, GuildCreate, MessageCreate, MessageDelete, ThreadMembersUpdate};
use gateway_model::{Dispatch, EventKind};
use serde::Serialize;
use serde_json::{Value, json};

use crate::compare::differences;
use crate::samples::{dispatch, samples};

/// Reads the event as its type, and writes it.
macro_rules! written_back {
    ($dispatch:expr; $($kind:ident,)*) => {
        match $dispatch.kind() {
            $(EventKind::$kind => {
                write(&$dispatch.decode_event::<gateway_model::event::$kind>().unwrap().value)
            })*
            kind => panic!("{kind:?} is not in the list"),
        }
    };
}

fn write(event: &impl Serialize) -> Value {
    serde_json::to_value(event).unwrap()
}

fn written_back(dispatch: &Dispatch) -> Value {
    written_back! { dispatch;
        Ready, Resumed, RateLimited, ApplicationCommandPermissionsUpdate, AutoModerationRuleCreate,
        AutoModerationRuleUpdate, AutoModerationRuleDelete, AutoModerationActionExecution,
        ChannelCreate, ChannelUpdate, ChannelDelete, ChannelInfo, VoiceChannelStatusUpdate,
        VoiceChannelStartTimeUpdate, ThreadCreate, ThreadUpdate, ThreadDelete, ThreadListSync,
        ThreadMemberUpdate, ThreadMembersUpdate, ChannelPinsUpdate, EntitlementCreate,
        EntitlementUpdate, EntitlementDelete, GuildCreate, GuildUpdate, GuildDelete,
        GuildAuditLogEntryCreate, GuildBanAdd, GuildBanRemove, GuildEmojisUpdate,
        GuildStickersUpdate, GuildIntegrationsUpdate, GuildMemberAdd, GuildMemberRemove,
        GuildMemberUpdate, GuildMembersChunk, GuildRoleCreate, GuildRoleUpdate, GuildRoleDelete,
        GuildScheduledEventCreate, GuildScheduledEventUpdate, GuildScheduledEventDelete,
        GuildScheduledEventUserAdd, GuildScheduledEventUserRemove, GuildSoundboardSoundCreate,
        GuildSoundboardSoundUpdate, GuildSoundboardSoundDelete, GuildSoundboardSoundsUpdate,
        SoundboardSounds, IntegrationCreate, IntegrationUpdate, IntegrationDelete, InviteCreate,
        InviteDelete, MessageCreate, MessageUpdate, MessageDelete, MessageDeleteBulk,
        MessageReactionAdd, MessageReactionRemove, MessageReactionRemoveAll,
        MessageReactionRemoveEmoji, PresenceUpdate, TypingStart, UserUpdate,
        VoiceChannelEffectSend, VoiceStateUpdate, VoiceServerUpdate, WebhooksUpdate,
        InteractionCreate, StageInstanceCreate, StageInstanceUpdate, StageInstanceDelete,
        SubscriptionCreate, SubscriptionUpdate, SubscriptionDelete, MessagePollVoteAdd,
        MessagePollVoteRemove,
    }
}

#[test]
fn every_field_of_every_event_is_kept() {
    let mut found = Vec::new();
    for sample in samples() {
        let written = written_back(&sample.dispatch());
        // A field that may be missing or null is `None` in both cases, and is not written.
        let kept = |difference: &String| !difference.ends_with(": null was left out");
        let lost = differences(&sample.data, &written).into_iter().filter(kept);
        found.extend(lost.map(|difference| format!("{}: {difference}", sample.name())));
    }
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn every_event_is_an_arm_of_the_enum() {
    for sample in samples() {
        let decoded = sample.dispatch().event().unwrap();
        assert_eq!(decoded.kind(), sample.kind);
        assert!(decoded.skipped.is_empty(), "{:?}", decoded.skipped);
    }
}

#[test]
fn every_event_tolerates_unknown_fields_of_every_kind_and_everywhere() {
    for sample in samples() {
        let mut data = sample.data.clone();
        add_unknown_fields(&mut data);
        assert_ne!(data, sample.data);
        let (with, without) = (dispatch(sample.name(), &data), sample.dispatch());
        let (with, without) = (with.event().unwrap(), without.event().unwrap());
        assert!(with.skipped.is_empty(), "{:?}", with.skipped);
        // Types that keep fields unchanged (the changes of an audit log) contain them, so they are not equal.
        if sample.kind != EventKind::GuildAuditLogEntryCreate {
            assert_eq!(with.value, without.value, "{}", sample.name());
        }
    }
}

/// Adds fields to an object and to all objects in it, except those whose keys are ids or numbers.
fn add_unknown_fields(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.values_mut().for_each(add_unknown_fields);
            if fields.keys().all(|name| name.parse::<u64>().is_err()) {
                fields.insert("zz_null".into(), Value::Null);
                fields.insert("zz_nested".into(), json!({"id": [1, {"type": "x"}]}));
                fields.insert("aa_first".into(), json!("x\"}"));
            }
        }
        Value::Array(items) => items.iter_mut().for_each(add_unknown_fields),
        _ => {}
    }
}

#[test]
fn an_unknown_event_keeps_name_and_data() {
    let data = json!({"a": [1, null, "x"], "guild_id": "5"});
    let dispatch = dispatch("NEWER_THAN_THIS_VERSION", &data);
    let Event::Unknown(kept) = dispatch.event().unwrap().value else { panic!("it is unknown") };
    assert_eq!(kept.name(), "NEWER_THAN_THIS_VERSION");
    assert_eq!(kept.decode::<Value>().unwrap(), data);
    assert_eq!(kept.data(), data.to_string().as_bytes());
}

#[test]
fn events_have_the_fields_of_their_object() {
    let samples = samples();
    let sample = |kind| samples.iter().find(|sample| sample.kind == kind).unwrap().dispatch();

    let created = sample(EventKind::MessageCreate).decode_event::<MessageCreate>().unwrap();
    assert_eq!((&*created.content, created.guild_id.unwrap().get()), ("Supa \"Hot\" 🔥", 5));
    let guild = sample(EventKind::GuildCreate).decode_event::<GuildCreate>().unwrap();
    let guild = guild.available().unwrap();
    assert_eq!(
        (&*guild.name, guild.members.len(), guild.member_count),
        ("Mason's Test Server", 1, 3)
    );
    let update = sample(EventKind::ThreadMembersUpdate).decode_event::<ThreadMembersUpdate>();
    let update = update.unwrap();
    assert!(
        update.added_members[0].presence.is_some()
            && update.added_members[0].member.member.is_some()
    );
}

#[test]
fn a_view_borrows_and_an_event_is_owned() {
    let deleted = {
        let dispatch = dispatch("MESSAGE_DELETE", &json!({"id": "1", "channel_id": "2"}));
        #[derive(serde::Deserialize)]
        struct View<'a> {
            channel_id: &'a str,
        }
        let view: View<'_> = dispatch.decode().unwrap();
        assert!(dispatch.message().as_ptr_range().contains(&view.channel_id.as_ptr()));
        dispatch.decode::<MessageDelete>().unwrap()
    };
    assert_eq!(deleted.channel_id.get(), 2);
}
