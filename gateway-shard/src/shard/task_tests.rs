//! What a shard's task makes of a Ready that no later process could resume.

use gateway_model::gateway::Intents;
use gateway_proto::Token;

use super::*;
use crate::clock::WallClock;
use crate::disk::TestFolder;
use crate::reshard::Handover;
use crate::shard::{Blueprint, Fleet, Sessions};
use crate::store::{FileStore, Guarded};

/// The task of a shard that is not connected, over a store that outlives the process.
fn task(folder: &TestFolder) -> ShardTask {
    let token = Token::new("OTAwMDAwMDAwMDAwMDAwMDAx.G.test").unwrap();
    let protocol =
        gateway_proto::ProtocolConfig::new(token, Intents::GUILDS, "ws://127.0.0.1:1").unwrap();
    let store = FileStore::open(folder.path().join("sessions.json")).unwrap();
    let blueprint = Blueprint {
        protocol,
        connection: None,
        thread: None,
        event_capacity: 8,
        queue: Arc::new(gateway_conn::AlwaysReady),
        local_queue: None,
        store: Guarded::new(Arc::new(store)),
        max_concurrency: 1,
        clock: WallClock::default(),
        save_soon: Arc::default(),
        gate: Arc::new(Handover::default()),
        guilds_changed: Arc::default(),
        runs_a_range: false,
        follow_required: false,
    };
    let mut sessions = Sessions::default();
    let (_, mut tasks) = Fleet::build(0, &[ShardId::ONE], &blueprint, &mut sessions, None).unwrap();
    tasks.remove(0).0
}

#[tokio::test]
async fn a_ready_without_a_usable_session_is_not_stored_and_its_events_are_handed_on() {
    let folder = TestFolder::new();
    let mut task = task(&folder);
    let meters = Meters::new(ShardId::ONE);
    let mut ready = |session: &str| {
        let text = format!(r#"{{"op":0,"s":1,"t":"READY","d":{{"guilds":[]{session}}}}}"#);
        let ready = Dispatch::parse(text.into_bytes().into()).unwrap();
        assert!(
            task.observe(ConnectionEvent::Dispatch(ready), &meters).is_some(),
            "it is handed on"
        );
        task.shard.unsaved().map(|(_, record)| record.session)
    };
    let id = |id: &str| format!(r#","session_id":"{id}""#);
    let whole = ready(&id("abc")).unwrap();
    assert_eq!((&*whole.id, whole.sequence), ("abc", 1));
    // Nor is the session before stored again: it has ended.
    for bad in [&id(""), &id(&"x".repeat(513)), r#","session_id":7"#, r#","session_id":null"#, ""] {
        assert_eq!(ready(bad), None, "{bad}");
    }
    assert_eq!(ready(&id(&"x".repeat(512))).map(|session| session.id.len()), Some(512));
    // What is wrong with the address costs the address only.
    let address = r#","session_id":"abc","resume_gateway_url":7"#;
    assert_eq!(ready(address).unwrap().resume_gateway_url, None);
}
