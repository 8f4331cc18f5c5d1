//! One connection: the state of its handshake, its send window, its heartbeat.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// The state of a connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    /// Open; Hello is sent at this time.
    AwaitHello(Instant),
    /// Hello was sent; Identify or Resume is expected.
    Unauthenticated,
    /// It carries this session.
    Live(Box<str>),
    /// Its session was invalidated.
    Invalidated,
}

/// One connection.
#[derive(Debug)]
pub(super) struct Link {
    pub(super) phase: Phase,
    pub(super) last_heartbeat: Instant,
    pub(super) window: SendWindow,
    /// Fault: heartbeats are not acknowledged.
    pub(super) acks_muted: bool,
    /// Identify asked for payload compression.
    pub(super) compress: bool,
    /// After Reconnect: when the server closes it.
    pub(super) close_at: Option<Instant>,
    /// When its Identify, which was too early, is answered with Invalid Session.
    pub(super) invalid_at: Option<Instant>,
    /// The client, as reported by the driver.
    pub(super) peer: String,
}

impl Link {
    pub(super) fn new(hello_at: Instant, now: Instant) -> Self {
        Self {
            phase: Phase::AwaitHello(hello_at),
            last_heartbeat: now,
            window: SendWindow::default(),
            acks_muted: false,
            compress: false,
            close_at: None,
            invalid_at: None,
            peer: String::new(),
        }
    }

    /// Returns when a heartbeat is overdue; never before Hello.
    pub(super) fn heartbeat_deadline(&self, patience: Duration) -> Option<Instant> {
        match self.phase {
            Phase::AwaitHello(_) => None,
            _ => self.last_heartbeat.checked_add(patience),
        }
    }
}

/// The payloads of the last 60 s.
///
/// Docs: [Gateway, Rate Limiting](https://docs.discord.com/developers/events/gateway#rate-limiting):
/// 120 events per connection every 60 seconds. Whether the window is fixed or slides is not said; a
/// sliding one is the stricter, so a client that passes it passes the other.
#[derive(Debug, Default)]
pub(super) struct SendWindow(VecDeque<Instant>);

impl SendWindow {
    /// Counts a payload; returns false if it exceeds the limit.
    pub(super) fn admit(&mut self, now: Instant, limit: usize) -> bool {
        while self
            .0
            .front()
            .is_some_and(|&sent| now.duration_since(sent) >= Duration::from_secs(60))
        {
            self.0.pop_front();
        }
        self.0.push_back(now);
        self.0.len() <= limit
    }
}
