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

/// What the task makes of a Ready whose session is this, and the session that is stored then.
fn ready(task: &mut ShardTask, session: Option<Session>) -> Option<Session> {
    let meters = Meters::new(ShardId::ONE);
    let began = StateChange::Ready { session };
    assert!(task.observe(ConnectionEvent::State(began), &meters).is_some());
    let ready = dispatch("READY", 1, r#"{"guilds":[]}"#);
    assert!(task.observe(ready, &meters).is_some(), "it is handed on");
    task.shard.unsaved().map(|(_, record)| record.session)
}

fn dispatch(name: &str, sequence: u64, data: &str) -> ConnectionEvent {
    let text = format!(r#"{{"op":0,"s":{sequence},"t":"{name}","d":{data}}}"#);
    ConnectionEvent::Dispatch(Dispatch::parse(text.into_bytes().into()).unwrap())
}

fn acked(sequence: Option<u64>) -> ConnectionEvent {
    ConnectionEvent::State(StateChange::HeartbeatAcked { latency: None, sequence })
}

fn session(id: &str) -> Session {
    let resume_gateway_url = Some("wss://resume.example".to_owned());
    Session { id: id.to_owned(), resume_gateway_url, sequence: 1, shard: ShardId::ONE }
}

#[tokio::test]
async fn a_ready_without_a_usable_session_is_not_stored_and_its_events_are_handed_on() {
    let folder = TestFolder::new();
    let mut task = task(&folder);
    assert_eq!(ready(&mut task, Some(session("abc"))), Some(session("abc")));
    // Nor is the session before stored again: it has ended.
    assert_eq!(ready(&mut task, None), None);
    let longest = session(&"x".repeat(512));
    assert_eq!(ready(&mut task, Some(longest.clone())), Some(longest));
    let without_address = Session { resume_gateway_url: None, ..session("abc") };
    assert_eq!(ready(&mut task, Some(without_address.clone())), Some(without_address));
}

/// The connection leaves out events that nobody wants, and a Ready with them: its session is stored all the same.
#[tokio::test]
async fn a_session_is_stored_whether_its_ready_is_wanted_or_not() {
    let folder = TestFolder::new();
    let meters = Meters::new(ShardId::ONE);
    let message = || dispatch("MESSAGE_CREATE", 3, "{}");
    let acked = || acked(None);
    for next in [message(), acked()] {
        let mut task = task(&folder);
        let began = StateChange::Ready { session: Some(session("abc")) };
        let _ = task.observe(ConnectionEvent::State(began), &meters);
        assert!(task.shard.unsaved().is_none(), "its Ready may be the next event");
        let _held = task.observe(next, &meters);
        let (_, record) = task.shard.unsaved().unwrap();
        assert_eq!((record.session, record.ready), (session("abc"), None));
    }
}

/// A Ready in the midst of a session is an event of it: what is in somebody's hands is not handled by it.
#[tokio::test]
async fn a_ready_that_begins_no_session_is_an_event_of_the_one_there_is() {
    let folder = TestFolder::new();
    let mut task = task(&folder);
    let meters = Meters::new(ShardId::ONE);
    assert!(ready(&mut task, Some(session("abc"))).is_some());
    let _held = task.observe(dispatch("MESSAGE_CREATE", 2, "{}"), &meters);
    let again = task.observe(dispatch("READY", 3, r#"{"guilds":[]}"#), &meters).unwrap();
    again.handled();
    let (_, record) = task.shard.unsaved().unwrap();
    assert_eq!(record.session.sequence, 1, "the message is in somebody's hands");
}

/// Events that the connection leaves out are handled, but not before those that came earlier.
#[tokio::test]
async fn events_that_are_left_out_are_handled_in_their_turn() {
    let folder = TestFolder::new();
    let mut task = task(&folder);
    let meters = Meters::new(ShardId::ONE);
    let began = StateChange::Ready { session: Some(session("abc")) };
    let _ = task.observe(ConnectionEvent::State(began), &meters);
    task.observe(dispatch("READY", 1, r#"{"guilds":[]}"#), &meters).unwrap().handled();
    let stored = |task: &ShardTask| task.shard.unsaved().unwrap().1.session.sequence;
    let message = task.observe(dispatch("MESSAGE_CREATE", 2, "{}"), &meters).unwrap();
    let _ = task.observe(acked(Some(9)), &meters);
    assert_eq!(stored(&task), 1);
    message.handled();
    assert_eq!(stored(&task), 9);
    // An answer that is older than what was handed out says nothing new.
    let _held = task.observe(dispatch("MESSAGE_CREATE", 12, "{}"), &meters);
    let _ = task.observe(acked(Some(11)), &meters);
    assert_eq!(stored(&task), 9);
}
