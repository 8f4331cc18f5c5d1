//! One connection of the simulated network: two ordered streams that are slow, or break.

use std::time::{Duration, Instant};

use gateway_proto::LinkId;
use gateway_sim::core::ConnId;

/// Which way something travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    Up,
    Down,
}

/// What one stream of a connection did and will do.
#[derive(Debug)]
struct Stream {
    /// When the last thing sent arrives: what is sent later arrives later.
    last: Instant,
    bytes: u64,
    /// After this many bytes the connection breaks.
    cut: Option<u64>,
}

/// What becomes of something that is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It arrives then.
    Arrives(Instant),
    /// It is lost and nobody is told.
    Lost,
    /// It is cut off, and the connection breaks then.
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
    /// Loses all, silently.
    pub(crate) black_hole: bool,
    /// The client's end is gone.
    pub(crate) client_gone: bool,
    /// The server's end is gone, or never was.
    pub(crate) server_gone: bool,
    /// The peer does not answer a close frame.
    pub(crate) close_unanswered: bool,
    /// Hello is held back this long.
    pub(crate) hello_delay: Duration,
    /// Replayed events come this far apart.
    pub(crate) replay_gap: Duration,
    /// When the last event arrives, where they come apart.
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

    /// The connection breaks after so many bytes one way.
    pub(crate) fn cut(&mut self, way: Way, byte: u64) {
        self.stream(way).cut = Some(byte);
    }

    /// The connection does not break after all.
    pub(crate) fn uncut(&mut self) {
        self.up.cut = None;
        self.down.cut = None;
    }

    /// How many bytes went one way.
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

    /// When an event arrives that the server sends at this time at the earliest. Events keep their order
    /// and come apart until Resumed or Ready; nothing else is held up by them.
    pub(crate) fn event_arrives(&mut self, at: Instant, ends_replay: bool) -> Instant {
        if ends_replay {
            self.replay_gap = Duration::ZERO;
        }
        self.last_event = at.max(self.last_event + self.replay_gap + Duration::from_nanos(1));
        self.last_event
    }

    /// Sends something of so many bytes.
    pub(crate) fn send(&mut self, way: Way, bytes: u64, extra: Duration, now: Instant) -> Fate {
        if self.black_hole {
            return Fate::Lost;
        }
        let latency = self.latency + extra;
        let stream = self.stream(way);
        stream.bytes += bytes;
        // Things sent together arrive together, a little apart so that their order is plain.
        stream.last = (now + latency).max(stream.last + Duration::from_nanos(1));
        let at = stream.last;
        if stream.cut.is_some_and(|cut| stream.bytes > cut) {
            self.black_hole = true;
            return Fate::Breaks(at);
        }
        Fate::Arrives(at)
    }
}
