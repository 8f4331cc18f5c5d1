//! From Hello to a live session: which payloads are sent, in which order, with which fields.
//!
//! Docs: <https://docs.discord.com/developers/events/gateway#connection-lifecycle>

use gateway_model::gateway::command::{IdentifyProperties, UpdatePresence};
use gateway_model::gateway::{Intents, ShardId};
use gateway_model::presence::Status;
use gateway_proto::{Compression, Input, Output, ProtocolConfig, State, Token};
use serde_json::{Value, json};

use crate::support::Script;
use crate::support::script::{HELLO, READY, RESUMED};

fn config() -> ProtocolConfig {
    let intents = Intents::GUILDS | Intents::GUILD_MODERATION;
    ProtocolConfig::new(Token::new("my_token").unwrap(), intents, "wss://gateway.example").unwrap()
}

fn first_sent(script: &Script) -> Value {
    serde_json::from_str(script.sent()[0]).unwrap()
}

/// Docs: <https://docs.discord.com/developers/events/gateway#identifying>
#[test]
fn hello_comes_first_then_identify_with_a_permit() {
    let mut script = Script::new();
    script.open();
    assert!(script.sent().is_empty(), "nothing is sent before Hello");
    script.say(HELLO);
    assert!(script.sent().is_empty(), "and nothing without a permit");
    assert!(script.outputs.contains(&Output::RequestIdentify));
    script.handle(Input::IdentifyGranted);
    assert!(script.has_sent(2));
    // A second permit is given back, and allows no second Identify.
    script.handle(Input::IdentifyGranted);
    assert_eq!(script.outputs, [Output::ReleaseIdentify]);
    script.say(READY);
    assert_eq!(script.machine.state(), State::Live);
}

/// Docs: <https://docs.discord.com/developers/events/gateway-events#identify>
#[test]
fn identify_holds_what_the_settings_say() {
    let properties = IdentifyProperties::new("linux", "disco");
    let config = config()
        .with_shard(ShardId::new(3, 8).unwrap())
        .with_compression(Compression::Payload)
        .with_large_threshold(250)
        .unwrap()
        .with_presence(UpdatePresence::new(Status::DoNotDisturb))
        .unwrap()
        .with_properties(properties)
        .unwrap();
    let mut script = Script::with(config);
    script.open();
    script.say(HELLO);
    script.handle(Input::IdentifyGranted);
    let expected = json!({
        "op": 2,
        "d": {
            "token": "my_token",
            "properties": { "os": "linux", "browser": "disco", "device": "disco" },
            "compress": true,
            "large_threshold": 250,
            "shard": [3, 8],
            "presence": { "since": null, "activities": [], "status": "dnd", "afk": false },
            "intents": 5,
        },
    });
    assert_eq!(first_sent(&script), expected);
}

/// Settings that are not set are not sent, so that Discord's defaults apply.
#[test]
fn identify_without_settings_is_the_minimal_one() {
    let mut script = Script::with(config());
    script.open();
    script.say(HELLO);
    script.handle(Input::IdentifyGranted);
    let identify = first_sent(&script);
    let keys: Vec<_> = identify["d"].as_object().unwrap().keys().map(String::as_str).collect();
    let mut expected = ["token", "properties", "shard", "intents"];
    expected.sort_unstable();
    let mut keys = keys;
    keys.sort_unstable();
    assert_eq!(keys, expected);
    assert_eq!(identify["d"]["properties"]["browser"], "gateway-proto");
}

/// Docs: <https://docs.discord.com/developers/events/gateway-events#resume>
#[test]
fn resume_names_the_session_and_the_last_sequence() {
    let mut script = Script::live();
    script.say(r#"{"t":"GUILD_CREATE","s":1337,"op":0,"d":{}}"#);
    script.close(None);
    while script.dialled().is_none() {
        script.wait(std::time::Duration::from_millis(100));
    }
    script.open();
    script.say(HELLO);
    let expected = json!({ "op": 6, "d": { "token": "token", "session_id": "abc", "seq": 1337 } });
    assert_eq!(first_sent(&script), expected);
    assert!(!script.outputs.contains(&Output::RequestIdentify), "a Resume needs no permit");
}

/// Docs: <https://docs.discord.com/developers/events/gateway-events#ready>
#[test]
fn ready_and_resumed_are_handed_on() {
    let mut script = Script::new();
    script.open();
    script.say(HELLO);
    script.handle(Input::IdentifyGranted);
    script.say(READY);
    assert_eq!(script.events(), ["READY"]);
    script.close(None);
    while script.dialled().is_none() {
        script.wait(std::time::Duration::from_millis(100));
    }
    script.open();
    script.say(HELLO);
    script.say(RESUMED);
    assert_eq!(script.events(), ["RESUMED"]);
}

/// A rate limit of one opcode concerns only the sender of the command. The connection continues.
///
/// Docs: <https://docs.discord.com/developers/events/gateway-events#rate-limited>
#[test]
fn rate_limited_is_handed_on() {
    let mut script = Script::live();
    script.say(
        r#"{"t":"RATE_LIMITED","s":2,"op":0,"d":{"opcode":8,"retry_after":30.0,"meta":{"guild_id":"1"}}}"#,
    );
    assert_eq!(script.events(), ["RATE_LIMITED"]);
    assert_eq!(script.machine.state(), State::Live);
}
