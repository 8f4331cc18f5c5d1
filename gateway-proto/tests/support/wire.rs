//! One connection of the simulated network: two ordered streams that may be slow or break.

use std::time::{Duration, Instant};

use gateway_proto::LinkId;
use gateway_sim::core::ConnId;

/// A direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    Up,
    Down,
}

/// The state of one stream of a connection.
#[derive(Debug)]
struct Stream {
    /// When the last thing sent arrives. Everything sent later arrives later.
    last: Instant,
    bytes: u64,
    /// After this many bytes the connection breaks.
    cut: Option<u64>,
}

/// The fate of something that is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It arrives at this time.
    Arrives(Instant),
    /// It is lost silently.
    Lost,
    /// It is truncated, and the connection breaks at this time.
    Breaks(Instant),
}

/// One connection.
#[derive(Debug)]
pub(crate) struct Wire {
    pub(crate) link: LinkId,
    pub(crate) conn: ConnId,
    latency: Duration,
    up: Stream,
    down: Stream,
    /// Loses everything silently.
    pub(crate) black_hole: bool,
    /// The client's end is gone.
    pub(crate) client_gone: bool,
    /// The server's end is gone, or never was.
    pub(crate) server_gone: bool,
    /// The peer does not answer a close frame.
    pub(crate) close_unanswered: bool,
    /// Hello is delayed by this.
    pub(crate) hello_delay: Duration,
    /// Replayed events arrive this far apart.
    pub(crate) replay_gap: Duration,
    /// When the last event arrives, if events arrive apart.
    last_event: Instant,
}

impl Wire {
    pub(crate) fn new(link: LinkId, conn: ConnId, latency: Duration, now: Instant) -> Self {
        let stream = || Stream { last: now, bytes: 0, cut: None };
        Self {
            link,
            conn,
            latency,
            up: stream(),
            down: stream(),
            black_hole: false,
            client_gone: false,
            server_gone: false,
            close_unanswered: false,
            hello_delay: Duration::ZERO,
            replay_gap: Duration::ZERO,
            last_event: now,
        }
    }

    /// Breaks the connection after this many bytes in one direction.
    pub(crate) fn cut(&mut self, way: Way, byte: u64) {
        self.stream(way).cut = Some(byte);
    }

    /// Cancels the break.
    pub(crate) fn uncut(&mut self) {
        self.up.cut = None;
        self.down.cut = None;
    }

    /// Returns how many bytes were sent in one direction.
    pub(crate) fn bytes(&self, way: Way) -> u64 {
        match way {
            Way::Up => self.up.bytes,
            Way::Down => self.down.bytes,
        }
    }

    fn stream(&mut self, way: Way) -> &mut Stream {
        match way {
            Way::Up => &mut self.up,
            Way::Down => &mut self.down,
        }
    }

    /// Returns when an event arrives that the server sends at this time at the earliest. Events keep their order and
    /// arrive apart until Resumed or Ready. They delay nothing else.
    pub(crate) fn event_arrives(&mut self, at: Instant, ends_replay: bool) -> Instant {
        if ends_replay {
            self.replay_gap = Duration::ZERO;
        }
        self.last_event = at.max(self.last_event + self.replay_gap + Duration::from_nanos(1));
        self.last_event
    }

    /// Sends something of this many bytes.
    pub(crate) fn send(&mut self, way: Way, bytes: u64, extra: Duration, now: Instant) -> Fate {
        if self.black_hole {
            return Fate::Lost;
        }
        let latency = self.latency + extra;
        let stream = self.stream(way);
        stream.bytes += bytes;
        // Things sent together arrive together, slightly apart so that their order is defined.
        stream.last = (now + latency).max(stream.last + Duration::from_nanos(1));
        let at = stream.last;
        if stream.cut.is_some_and(|cut| stream.bytes > cut) {
            self.black_hole = true;
            return Fate::Breaks(at);
        }
        Fate::Arrives(at)
    }
}
