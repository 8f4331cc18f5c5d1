//! The subject of an event is known without decoding it.

use serde_json::{Value, json};

use crate::samples::{dispatch, samples};

fn ids(name: &str, data: &Value) -> [Option<u64>; 4] {
    let about = dispatch(name, data).subject();
    [
        about.guild.map(|id| id.get()),
        about.channel.map(|id| id.get()),
        about.user.map(|id| id.get()),
        about.message.map(|id| id.get()),
    ]
}

#[test]
fn the_guild_is_the_same_as_that_found_alone() {
    for sample in samples() {
        let dispatch = sample.dispatch();
        assert_eq!(dispatch.subject().guild, dispatch.guild_id(), "{}", sample.name());
    }
}

#[test]
fn each_event_has_its_own_places() {
    let message = json!({"mentions": [{"id": "9"}], "author": {"id": "3"}, "id": "4", "channel_id": "2",
        "guild_id": "1", "member": {"user": {"id": "9"}}});
    let of_user = json!({"message_id": "4", "user_id": "3", "channel_id": "2", "guild_id": "1",
        "member": {"user": {"id": "9"}}});
    let member = json!({"guild_id": "1", "user": {"name": "{", "id": "3"}});
    let thread = json!({"id": "2", "guild_id": "1", "owner_id": "9"});
    let interaction = json!({"id": "9", "member": {"user": {"id": "3"}}, "message": {"id": "4"},
        "channel_id": "2", "guild_id": "1", "channel": {"id": "9"}});
    let direct = json!({"id": "9", "user": {"id": 3}, "channel_id": 2});
    for (names, data, expected) in [
        (&["MESSAGE_CREATE", "MESSAGE_UPDATE"][..], message, [1, 2, 3, 4]),
        (&["MESSAGE_DELETE"], json!({"id": "4", "channel_id": "2", "guild_id": "1"}), [1, 2, 0, 4]),
        (&["MESSAGE_REACTION_ADD", "MESSAGE_POLL_VOTE_ADD", "A_NEW_EVENT"], of_user, [1, 2, 3, 4]),
        (&["GUILD_MEMBER_ADD", "GUILD_BAN_REMOVE", "PRESENCE_UPDATE"], member, [1, 0, 3, 0]),
        (&["THREAD_CREATE", "CHANNEL_DELETE"], thread, [1, 2, 0, 0]),
        (&["INTERACTION_CREATE"], interaction, [1, 2, 3, 4]),
        (&["INTERACTION_CREATE"], direct, [0, 2, 3, 0]),
        (&["USER_UPDATE"], json!({"id": "3"}), [0, 0, 3, 0]),
        (&["GUILD_CREATE"], json!({"id": "1", "channel_id": "9", "user_id": "9"}), [1, 0, 0, 0]),
        (&["INVITE_CREATE"], json!({"channel_id": "2", "inviter": {"id": "3"}}), [0, 2, 3, 0]),
        (&["TYPING_START"], json!({"user_id": "x", "channel_id": null}), [0; 4]),
        (&["TYPING_START"], json!([]), [0; 4]),
    ] {
        for name in names {
            let expected = expected.map(|id| (id != 0).then_some(id));
            assert_eq!(ids(name, &data), expected, "{name}");
        }
    }
}
