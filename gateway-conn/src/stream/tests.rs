use std::future::Future as _;
use std::task::Waker;

use gateway_model::Dispatch;
use gateway_proto::{Shutdown, StateChange, StopReason};

use super::*;
use crate::config::Capacity;
use crate::events::Amount;

fn append(shared: &Shared, event: ConnectionEvent) {
    let amount = Amount { events: 1, bytes: 0 };
    shared.queue.append(&mut [Item::One(event)].into(), amount, Capacity::default());
}

#[test]
fn the_stream_is_at_its_end_after_stopped() {
    let shared = Shared::new(machine());
    let mut events = ConnectionEvents::new(Arc::clone(&shared), None);
    let mut cx = Context::from_waker(Waker::noop());
    assert!(!events.is_terminated());
    let reason = StopReason::Shutdown { session: None };
    append(&shared, ConnectionEvent::Stopped(reason));
    let mut next = || Pin::new(&mut events).poll_next(&mut cx);
    assert!(matches!(next(), Poll::Ready(Some(ConnectionEvent::Stopped(_)))));
    assert!(matches!(next(), Poll::Ready(None)));
    assert!(events.is_terminated());
    drop(events);
    shared.shut_down(Shutdown::KeepSession);
}

#[test]
fn next_gives_what_waits_and_nothing_is_kept_once_the_events_are_dropped() {
    let shared = Shared::new(machine());
    let mut events = ConnectionEvents::new(Arc::clone(&shared), None);
    let mut cx = Context::from_waker(Waker::noop());
    append(&shared, ConnectionEvent::State(StateChange::Connected));
    let next = std::pin::pin!(events.next()).poll(&mut cx);
    assert!(matches!(next, Poll::Ready(Some(ConnectionEvent::State(_)))), "{next:?}");
    assert!(std::pin::pin!(events.next()).poll(&mut cx).is_pending());
    drop(events);
    let event = r#"{"t":"TYPING_START","s":1,"op":0,"d":{}}"#;
    append(&shared, ConnectionEvent::Dispatch(Dispatch::parse(event.into()).unwrap()));
    assert_eq!(shared.queue.waiting().events, 0);
}

fn machine() -> gateway_proto::Connection {
    let token = gateway_proto::Token::new("t").unwrap();
    let intents = gateway_model::gateway::Intents::GUILDS;
    let config = gateway_proto::ProtocolConfig::new(token, intents, "ws://127.0.0.1:1/").unwrap();
    gateway_proto::Connection::new(config, 1, std::time::Instant::now())
}
