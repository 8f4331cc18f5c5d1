//! Log events: every line contains the shard, and none contains the token.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod support;

use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_tungstenite::tungstenite::protocol::CloseFrame;
use gateway_conn::ConnectionEvent;
use gateway_proto::{Compression, StateChange};
use support::{Gateway, event, next_sequence, state};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// Records every line, with its span.
#[derive(Clone, Default)]
struct Lines(Arc<Kept>);

#[derive(Default)]
struct Kept {
    lines: Mutex<Vec<String>>,
    spans: Mutex<Vec<String>>,
    entered: AtomicU64,
}

struct Text(String);

impl Visit for Text {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        write!(self.0, " {field}={value:?}").unwrap();
    }
}

impl Subscriber for Lines {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut text = Text(span.metadata().name().to_owned());
        span.record(&mut text);
        let mut spans = self.0.spans.lock().unwrap();
        spans.push(text.0);
        Id::from_u64(spans.len() as u64)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let metadata = event.metadata();
        let mut text = Text(format!("{} {}", metadata.target(), metadata.level()));
        event.record(&mut text);
        let entered = self.0.entered.load(Ordering::Relaxed) as usize;
        if let Some(span) = entered.checked_sub(1) {
            write!(text.0, " in {}", self.0.spans.lock().unwrap()[span]).unwrap();
        }
        self.0.lines.lock().unwrap().push(text.0);
    }

    fn enter(&self, span: &Id) {
        self.0.entered.store(span.into_u64(), Ordering::Relaxed);
    }

    fn exit(&self, _: &Id) {
        self.0.entered.store(0, Ordering::Relaxed);
    }
}

#[tokio::test(start_paused = true)]
async fn case_37_a_blocked_runtime_is_named_in_the_log_and_as_the_cause_of_a_loss() {
    let lines = Lines::default();
    let _guard = tracing::subscriber::set_default(lines.clone());
    let gateway = Gateway::bind().await;
    let (mut events, sender) = gateway.connect(Compression::ZlibStream);
    // A second connection of the same runtime is late as well. Only one of them logs it.
    let other = Gateway::bind().await;
    let (_other_events, other_sender) = other.connect(Compression::ZlibStream);
    let (mut peer, _) = gateway.accept_session(&[]).await;
    let _other_peer = other.accept_session(&[]).await;
    assert_eq!(next_sequence(&mut events).await, 1);
    // A task that blocks delays all others: the clock has advanced when they are polled again.
    tokio::time::advance(Duration::from_secs(20)).await;
    let length = loop {
        match events.next().await.unwrap() {
            ConnectionEvent::RuntimeBlocked { duration: length } => break length,
            ConnectionEvent::State(StateChange::Disconnected { .. }) => panic!("it is not told"),
            _ => {}
        }
    };
    assert!((19..=20).contains(&length.as_secs()), "{length:?}");
    let close = CloseFrame { code: 4000.into(), reason: "".into() };
    peer.ws.close(Some(close)).await.unwrap();
    state(&mut events, |change| matches!(change, StateChange::Disconnected { .. })).await;
    assert_eq!(sender.status().counts.late_polls, 1);
    assert_eq!(other_sender.status().counts.late_polls, 1);

    let said = format!("the runtime was blocked for {:.1} s by a task", length.as_secs_f64());
    let kept = lines.0.lines.lock().unwrap();
    let warned = |parts: [&str; 2]| {
        let lines = kept.iter().filter(|line| line.contains("WARN"));
        lines.filter(|line| parts.iter().all(|part| line.contains(part))).collect::<Vec<_>>()
    };
    // Either of the two connections may have logged it, with any delay.
    let blocked = warned(["thread=", "the runtime was blocked for"]);
    assert!(blocked.len() == 1 && blocked[0].contains("case_37"), "{blocked:?}");
    assert_eq!(warned(["disconnected; before that", &said]).len(), 1, "{kept:#?}");
}

#[tokio::test(start_paused = true)]
async fn every_line_names_the_shard_and_none_the_token_or_the_session() {
    let lines = Lines::default();
    let _guard = tracing::subscriber::set_default(lines.clone());
    let gateway = Gateway::bind().await;
    let (mut events, sender) = gateway.connect(Compression::ZlibStream);
    let (mut peer, _) = gateway.accept_session(&[]).await;
    assert_eq!(next_sequence(&mut events).await, 1);
    // An invalid payload, a corrupt stream, a Resume, a refusal and the end.
    peer.send(&serde_json::json!("nonsense with test-token in it")).await;
    peer.send_binary(vec![7; 64]).await;
    let (_peer, _) = gateway.accept_session(&[event(2)]).await;
    state(&mut events, |change| matches!(change, StateChange::Resumed { .. })).await;
    sender.close().await;

    let kept = lines.0.lines.lock().unwrap();
    let ours: Vec<&String> = kept.iter().filter(|line| line.starts_with("gateway_conn")).collect();
    for part in ["ready", "message ignored", "link failed", "disconnected", "resumed", "stopped"] {
        assert!(ours.iter().any(|line| line.contains(part)), "nothing says {part}: {ours:#?}");
    }
    // For each wait, the log names the timer.
    for timer in ["Connect", "Heartbeat", "Reconnect", "Close"] {
        let part = format!("waiting timer={timer} wait=");
        assert!(
            ours.iter().any(|line| line.contains(&part)),
            "nothing waits for {timer}: {ours:#?}"
        );
    }
    for line in &ours {
        assert!(line.ends_with("in shard id=0/1"), "no shard: {line}");
    }
    for line in kept.iter().chain(lines.0.spans.lock().unwrap().iter()) {
        assert!(!line.contains("test-token"), "the token is in: {line}");
        assert!(!line.contains("\"s1\""), "the session is in: {line}");
    }
}
