//! Values that Discord sends although the docs do not say so, or that the docs allow but are rare.

use gateway_model::channel::{ChannelFlags, ChannelKind, DefaultReaction, ForumTag};
use gateway_model::event::{
    Event, GuildCreate, MessageCreate, MessageDelete, PresenceUpdate, Ready, ThreadMembersUpdate,
    ThreadUpdate,
};
use gateway_model::guild::RoleTags;
use gateway_model::presence::Status;
use gateway_model::{DecodeError, Dispatch, EventKind, Permissions};
use serde_json::{Value, json};

use crate::samples::{dispatch, samples};

fn sample(kind: EventKind) -> Value {
    samples().into_iter().find(|sample| sample.kind == kind).unwrap().data
}

fn paths(skipped: &[DecodeError]) -> Vec<&str> {
    skipped.iter().map(DecodeError::path).collect()
}

/// <https://github.com/discord/discord-api-docs/issues/5139>
#[test]
fn counts_of_threads_may_be_negative() {
    let mut thread = sample(EventKind::ThreadUpdate);
    thread["member_count"] = json!(-1);
    thread["message_count"] = json!(-7);
    let read = dispatch("THREAD_UPDATE", &thread).decode_event::<ThreadUpdate>().unwrap();
    assert_eq!((read.member_count, read.message_count), (Some(-1), Some(-7)));
    assert!(read.skipped.is_empty());
    let mut members = sample(EventKind::ThreadMembersUpdate);
    members["member_count"] = json!(-1);
    let read = dispatch("THREAD_MEMBERS_UPDATE", &members);
    let read = read.decode_event::<ThreadMembersUpdate>().unwrap();
    assert_eq!((read.member_count, read.skipped.len()), (-1, 0));
    let mut guild = sample(EventKind::GuildCreate);
    guild["threads"] = json!([thread]);
    let read = dispatch("GUILD_CREATE", &guild).decode_event::<GuildCreate>().unwrap();
    assert_eq!((read.available().unwrap().threads.len(), read.skipped.len()), (1, 0));
}

/// <https://github.com/discord/discord-api-docs/issues/5603>
#[test]
fn an_optional_id_of_zero_is_none() {
    for zero in [json!(0), json!("0"), json!(null)] {
        let tag = json!({"id": "1", "name": "a", "moderated": false, "emoji_id": zero, "emoji_name": "x"});
        let tag: ForumTag = serde_json::from_value(tag).unwrap();
        assert_eq!(tag.emoji_id, None, "{zero}");
        let reaction: DefaultReaction =
            serde_json::from_value(json!({"emoji_id": zero, "emoji_name": null})).unwrap();
        assert_eq!(reaction.emoji_id, None, "{zero}");
    }
}

#[test]
fn of_a_presence_nothing_but_the_id_is_sure() {
    let read = |data: Value| {
        let dispatch = dispatch("PRESENCE_UPDATE", &data);
        dispatch.decode_event::<PresenceUpdate>().unwrap()
    };
    let least = read(json!({"user": {"id": "1"}}));
    assert_eq!((least.user.id.get(), least.activities.len()), (1, 0));
    assert!(matches!(least.status, Status::Unknown(_)) && least.skipped.is_empty());

    let odd =
        read(json!({"user": {"id": "1"}, "status": 5, "client_status": [], "activities": {}}));
    assert_eq!((&odd.status, odd.activities.len()), (&Status::Unknown("5".into()), 0));
    assert_eq!(paths(&odd.skipped), ["activities", "client_status", "status"]);

    let activities = json!([{"name": "a", "type": 0}, 7, {"name": "b", "type": 0, "party": 1}]);
    let odd = read(json!({"user": {"id": "1"}, "status": "idle", "activities": activities}));
    assert_eq!(odd.activities.len(), 2);
    assert_eq!(paths(&odd.skipped), ["activities[1]", "activities[2].party"]);

    let user = json!({
        "id": "1", "bot": true, "public_flags": 64, "banner": "06c16474723fe537c283b8efa61a30c8",
        "avatar_decoration_data": {"asset": "a_d3da36040163ee0f9176dfe7ced45cdc", "sku_id": "9"},
        "primary_guild": {"identity_guild_id": "5", "identity_enabled": true, "tag": "T", "badge": "b"},
        "collectibles": {"nameplate": {"sku_id": "8", "asset": "a/b/", "label": "", "palette": "cobalt"}},
    });
    let full = read(json!({"user": user, "status": "online"}));
    assert_eq!(serde_json::to_value(&full.user).unwrap(), user);
    assert_eq!(full.user.bot, Some(true));
}

#[test]
fn numbers_wider_than_usual_are_kept() {
    for number in [70_000, -1] {
        let kind: ChannelKind = serde_json::from_value(json!(number)).unwrap();
        assert_eq!(kind, ChannelKind::Unknown(number));
        assert_eq!(serde_json::to_value(kind).unwrap(), number);
    }
    // Bits beyond 64: permissions are strings, so that they can grow.
    let text = (1_u128 << 100 | 8).to_string();
    let permissions: Permissions = serde_json::from_value(json!(text)).unwrap();
    assert!(permissions.contains(Permissions::ADMINISTRATOR));
    assert_eq!(serde_json::to_value(permissions).unwrap(), text);
    // Flags are numbers, which cannot grow. A larger number is reported.
    let mut channel = sample(EventKind::ChannelUpdate);
    channel["type"] = json!(3_000_000_000_u64);
    channel["flags"] = json!((1_u128 << 70 | 2).to_string());
    let read = dispatch("CHANNEL_UPDATE", &channel).event().unwrap();
    let Event::ChannelUpdate(channel) = &read.value else { panic!("{read:?}") };
    assert_eq!(channel.kind, ChannelKind::Unknown(i32::MAX));
    assert_eq!(channel.flags, Some(ChannelFlags::PINNED));
    let mut told = paths(&read.skipped);
    told.sort_unstable();
    assert_eq!(told, ["flags", "type"]);
}

#[test]
fn null_is_an_empty_list_everywhere() {
    let mut guild = sample(EventKind::GuildCreate);
    for list in
        ["threads", "members", "channels", "voice_states", "presences", "stage_instances", "emojis"]
    {
        guild[list] = json!(null);
    }
    let read = dispatch("GUILD_CREATE", &guild).decode_event::<GuildCreate>().unwrap();
    assert!(read.available().unwrap().threads.is_empty() && read.skipped.is_empty());
}

/// An invalid side object of a message costs only itself.
#[test]
fn a_message_is_lost_only_without_what_makes_it_one() {
    let data = sample(EventKind::MessageCreate);
    let fatal = |harm: fn(&mut Value)| -> Vec<String> {
        let names = data.as_object().unwrap().keys();
        names
            .filter(|name| {
                let mut data = data.clone();
                harm(&mut data[name.as_str()]);
                dispatch("MESSAGE_CREATE", &data).decode_event::<MessageCreate>().is_err()
            })
            .cloned()
            .collect()
    };
    let needed = ["author", "channel_id", "id", "timestamp"];
    assert_eq!(fatal(|value| *value = Value::Null), needed);
    assert_eq!(fatal(|value| *value = json!({"x": [[]]})), needed);
}

#[test]
fn a_broken_side_object_is_left_out_and_told() {
    let mut data = sample(EventKind::MessageCreate);
    let answered = data.clone();
    data["referenced_message"] = answered;
    data["referenced_message"]["poll"] = json!({"question": 5});
    data["poll"] = json!(1);
    data["author"]["collectibles"] =
        json!({"nameplate": {"sku_id": "1", "asset": "a", "label": "b", "palette": 5}});
    data["author"]["avatar_decoration_data"] = json!({"asset": "a", "sku_id": null});
    let read = dispatch("MESSAGE_CREATE", &data).decode_event::<MessageCreate>().unwrap();
    let answered = read.referenced_message.get().unwrap();
    assert!(read.poll.is_none() && answered.poll.is_none());
    assert!(read.author.avatar_decoration_data.is_none() && read.author.collectibles.is_some());
    let mut told = paths(&read.skipped);
    told.sort_unstable();
    let wanted = [
        "author.avatar_decoration_data.sku_id",
        "author.collectibles.nameplate.palette",
        "poll",
        "referenced_message.poll.question",
    ];
    assert_eq!(told, wanted);
}

#[test]
fn ready_needs_the_ids_of_its_user_and_application_and_no_more_of_them() {
    let mut data = sample(EventKind::Ready);
    data["user"] = json!({"id": "1", "username": 5, "avatar": [], "flags": "x", "collectibles": 7});
    data["application"] = json!({"id": "2", "flags": {}});
    let read = dispatch("READY", &data).decode_event::<Ready>().unwrap();
    assert_eq!((read.user.id.get(), read.application.id.get()), (1, 2));
    assert_eq!(read.skipped.len(), 5);
}

#[test]
fn a_list_is_no_object() {
    let delete = dispatch("MESSAGE_DELETE", &json!(["5", "6", "7"]));
    assert_eq!(delete.decode_event::<MessageDelete>().unwrap_err().path(), ".");
    assert!(serde_json::from_value::<MessageDelete>(json!(["5", "6", "7"])).is_err());
}

#[test]
fn a_role_is_not_of_boosters_where_its_tag_is_false() {
    let read = |value: Value| {
        serde_json::from_value::<RoleTags>(json!({"premium_subscriber": value}))
            .unwrap()
            .premium_subscriber
    };
    assert!(read(json!(null)) && read(json!(true)) && !read(json!(false)));
}

#[test]
fn an_odd_nonce_costs_itself() {
    for (nonce, read) in [("9223372036854775808", None), ("1.5", None), ("-5", Some("-5"))] {
        let text = format!(
            r#"{{"t":"MESSAGE_CREATE","s":1,"op":0,"d":{{"id":"9","channel_id":"8","author":{{"id":"4"}},
            "timestamp":"2026-08-11T17:27:07Z","nonce":{nonce}}}}}"#
        );
        let message =
            Dispatch::parse(text.into()).unwrap().decode_event::<MessageCreate>().unwrap();
        let written = message.nonce.as_ref().map(|nonce| serde_json::to_string(nonce).unwrap());
        assert_eq!(written.as_deref(), read);
        assert_eq!(paths(&message.skipped), if read.is_none() { vec!["nonce"] } else { vec![] });
    }
}

#[test]
fn half_a_surrogate_pair_is_read_as_a_replacement_and_told() {
    for (escaped, text) in [
        (r"a\ud83db", "a\u{fffd}b"),
        (r"\ude00", "\u{fffd}"),
        (r"\ud83d\ud83d\ude00", "\u{fffd}😀"),
        (r"\ud83d\n", "\u{fffd}\n"),
    ] {
        let json = format!(
            r#"{{"t":"MESSAGE_CREATE","s":1,"op":0,"d":{{"id":"9","channel_id":"8","author":{{"id":"4"}},
            "timestamp":"2026-08-11T17:27:07Z","content":"{escaped}"}}}}"#
        );
        let message =
            Dispatch::parse(json.into()).unwrap().decode_event::<MessageCreate>().unwrap();
        assert_eq!(&*message.content, text);
        assert_eq!(paths(&message.skipped), ["content"]);
    }
}
