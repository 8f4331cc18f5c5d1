//! How a shard handles a Ready that no later process could resume, and events that are left out.

use gateway_model::gateway::Intents;
use gateway_proto::{Session, Token};

use super::*;
use crate::clock::WallClock;
use crate::disk::TestFolder;
use crate::events::{Queued, ShardEvents};
use crate::reshard::Handover;
use crate::shard::{Blueprint, Fleet, Sessions};
use crate::store::{FileStore, Guarded};

/// A shard whose events arrive one by one and are read immediately.
struct Fed {
    observer: ShardObserver,
    events: ShardEvents,
}

impl Fed {
    fn feed(&self, event: ConnectionEvent) -> Option<Queued> {
        self.observer.note(&event);
        self.events.read(event)
    }

    /// Returns the session that would be stored now.
    fn stored(&self) -> Option<Session> {
        self.observer.shard.unsaved().map(|(_, record)| record.session)
    }
}

/// Returns a shard that is not connected, with a store that outlives the process. Its connection delivers Ready or not.
fn shard(folder: &TestFolder, ready_is_wanted: bool) -> Fed {
    let token = Token::new("OTAwMDAwMDAwMDAwMDAwMDAx.G.test").unwrap();
    let protocol =
        gateway_proto::ProtocolConfig::new(token, Intents::GUILDS, "ws://127.0.0.1:1").unwrap();
    let store = FileStore::open(folder.path().join("sessions.json")).unwrap();
    let blueprint = Blueprint {
        protocol,
        connection: None,
        thread: None,
        events: EventSet::ALL,
        event_capacity: None,
        queue: Arc::new(gateway_conn::AlwaysReady),
        local_queue: None,
        store: Guarded::new(Arc::new(store)),
        max_concurrency: 1,
        clock: WallClock::default(),
        save_soon: Arc::default(),
        gate: Arc::new(Handover::default()),
        catch_up: None,
        guilds_changed: Arc::default(),
        runs_a_part: false,
        leased: None,
        follow_required: false,
    };
    let mut sessions = Sessions::default();
    let (_, mut tasks) = Fleet::build(0, &[ShardId::ONE], &blueprint, &mut sessions, None).unwrap();
    let (task, events) = tasks.remove(0);
    let observer = ShardObserver {
        shard: task.shard,
        save_soon: task.save_soon,
        guilds_changed: task.guilds_changed,
        gate: task.gate,
        meters: Meters::new(ShardId::ONE),
        ready_is_wanted,
        panicked: None,
    };
    Fed { observer, events }
}

/// Passes a Ready with this session. Returns the session that is stored then.
fn ready(fed: &Fed, session: Option<Session>) -> Option<Session> {
    let began = StateChange::Ready { session };
    assert!(fed.feed(ConnectionEvent::State(began)).is_some());
    let ready = dispatch("READY", 1, r#"{"guilds":[]}"#);
    assert!(fed.feed(ready).is_some(), "it is handed on");
    fed.stored()
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
    let fed = shard(&folder, true);
    assert_eq!(ready(&fed, Some(session("abc"))), Some(session("abc")));
    // The previous session is not stored again either, because it has ended.
    assert_eq!(ready(&fed, None), None);
    let longest = session(&"x".repeat(512));
    assert_eq!(ready(&fed, Some(longest.clone())), Some(longest));
    let without_address = Session { resume_gateway_url: None, ..session("abc") };
    assert_eq!(ready(&fed, Some(without_address.clone())), Some(without_address));
}

/// The connection leaves out events that nobody wants, including a Ready. Its session is stored nevertheless.
#[tokio::test]
async fn a_session_is_stored_whether_its_ready_is_wanted_or_not() {
    let folder = TestFolder::new();
    let began = || ConnectionEvent::State(StateChange::Ready { session: Some(session("abc")) });
    let stored =
        |fed: &Fed| fed.observer.shard.unsaved().map(|(_, record)| (record.session, record.ready));
    let unwanted = shard(&folder, false);
    let _ = unwanted.feed(began());
    assert_eq!(stored(&unwanted), Some((session("abc"), None)));
    // An event that is wanted, but for which the connection had no room.
    for next in [dispatch("GUILD_CREATE", 3, r#"{"id":"1"}"#), acked(None)] {
        let fed = shard(&folder, true);
        let _ = fed.feed(began());
        assert_eq!(stored(&fed), None, "its Ready may be the next event");
        let _held = fed.feed(next);
        assert_eq!(stored(&fed), Some((session("abc"), None)));
    }
}

/// A Ready within a session is one of its events: events that are still held are not handled by it.
#[tokio::test]
async fn a_ready_that_begins_no_session_is_an_event_of_the_one_there_is() {
    let folder = TestFolder::new();
    let fed = shard(&folder, true);
    assert!(ready(&fed, Some(session("abc"))).is_some());
    let _held = fed.feed(dispatch("MESSAGE_CREATE", 2, "{}"));
    let again = fed.feed(dispatch("READY", 3, r#"{"guilds":[]}"#)).unwrap();
    again.mark_handled();
    assert_eq!(fed.stored().unwrap().sequence, 1, "the message is in somebody's hands");
}

/// Events that the connection leaves out count as handled, but not before earlier ones.
#[tokio::test]
async fn events_that_are_left_out_are_handled_in_their_turn() {
    let folder = TestFolder::new();
    let fed = shard(&folder, true);
    let began = StateChange::Ready { session: Some(session("abc")) };
    let _ = fed.feed(ConnectionEvent::State(began));
    fed.feed(dispatch("READY", 1, r#"{"guilds":[]}"#)).unwrap().mark_handled();
    let stored = || fed.stored().unwrap().sequence;
    let message = fed.feed(dispatch("MESSAGE_CREATE", 2, "{}")).unwrap();
    let _ = fed.feed(acked(Some(9)));
    assert_eq!(stored(), 1);
    message.mark_handled();
    assert_eq!(stored(), 9);
    // An answer that is older than the delivered events changes nothing.
    let _held = fed.feed(dispatch("MESSAGE_CREATE", 12, "{}"));
    let _ = fed.feed(acked(Some(11)));
    assert_eq!(stored(), 9);
}
