//! The phases of a machine. Each owns what exists only in it, so no timer, flag or count of an old
//! socket outlives that socket.

use std::time::{Duration, Instant};

use crate::heartbeat::{Heartbeat, HeartbeatCount, SLEPT};
use crate::input::{LinkId, Shutdown};
use crate::output::{NextStep, StopReason};
use crate::send_window::SendWindow;
use crate::state::State;

/// One open socket.
#[derive(Debug)]
pub(super) struct Link {
    pub(super) id: LinkId,
    pub(super) window: SendWindow,
    pub(super) heartbeats: HeartbeatCount,
    pub(super) paused: bool,
}

impl Link {
    pub(super) fn new(id: LinkId) -> Self {
        let (window, heartbeats) = (SendWindow::new(), HeartbeatCount::default());
        Self { id, window, heartbeats, paused: false }
    }
}

/// One open socket on which Hello has come.
#[derive(Debug)]
pub(super) struct Greeted {
    pub(super) link: Link,
    pub(super) heartbeat: Heartbeat,
}

/// What a connection is opened for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Attempt {
    pub(super) next: NextStep,
    pub(super) on_resume_url: bool,
    /// When it was dialled, or is planned.
    pub(super) begun: Instant,
}

/// A time limit for the peer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Deadline {
    pub(super) at: Instant,
    length: Duration,
}

impl Deadline {
    pub(super) fn new(length: Duration, now: Instant) -> Self {
        Self { at: now + length, length }
    }

    /// Starts anew.
    pub(super) fn restart(&mut self, now: Instant) {
        self.at = now + self.length;
    }

    /// Whether the peer is late. While reading is paused, and where we slept through the deadline, what
    /// it sent may not be read yet: then the limit starts anew.
    pub(super) fn has_passed(&mut self, paused: bool, now: Instant) -> bool {
        if now < self.at {
            return false;
        }
        let unfair = paused || now.duration_since(self.at) > SLEPT;
        if unfair {
            self.restart(now);
        }
        !unfair
    }
}

/// What follows once a closing socket is gone.
#[derive(Clone, Copy, Debug)]
pub(super) enum Then {
    /// Another connection, at this time or as soon as the socket is gone.
    Reconnect { at: Instant },
    /// The end.
    Stop(Shutdown),
}

/// Where the machine is, with all that belongs to it there.
#[derive(Debug)]
pub(super) enum Phase {
    Waiting { until: Instant },
    Dialling { link: LinkId, attempt: Attempt, deadline: Deadline },
    AwaitingHello { link: Link, attempt: Attempt, deadline: Deadline },
    AwaitingPermit { link: Greeted },
    Identifying { link: Greeted, deadline: Deadline },
    Resuming { link: Greeted, attempt: Attempt, deadline: Deadline, replayed: u64 },
    Live { link: Greeted, since: Instant },
    Closing { link: LinkId, drop_at: Instant, then: Then },
    Stopped(StopReason),
}

impl Phase {
    pub(super) const fn state(&self) -> State {
        match self {
            Self::Waiting { .. } => State::Waiting,
            Self::Dialling { .. } => State::Dialling,
            Self::AwaitingHello { .. } => State::AwaitingHello,
            Self::AwaitingPermit { .. } => State::AwaitingPermit,
            Self::Identifying { .. } => State::Identifying,
            Self::Resuming { .. } => State::Resuming,
            Self::Live { .. } => State::Live,
            Self::Closing { .. } => State::Closing,
            Self::Stopped(_) => State::Stopped,
        }
    }

    /// The socket of this phase, if it has one.
    pub(super) const fn link_id(&self) -> Option<LinkId> {
        match self {
            Self::Dialling { link, .. } | Self::Closing { link, .. } => Some(*link),
            Self::AwaitingHello { link, .. } => Some(link.id),
            Self::AwaitingPermit { link }
            | Self::Identifying { link, .. }
            | Self::Resuming { link, .. }
            | Self::Live { link, .. } => Some(link.link.id),
            Self::Waiting { .. } | Self::Stopped(_) => None,
        }
    }

    /// The socket, where Hello has come on it.
    pub(super) const fn greeted(&self) -> Option<&Greeted> {
        match self {
            Self::AwaitingPermit { link }
            | Self::Identifying { link, .. }
            | Self::Resuming { link, .. }
            | Self::Live { link, .. } => Some(link),
            _ => None,
        }
    }

    /// The socket, where Hello has come on it.
    pub(super) const fn greeted_mut(&mut self) -> Option<&mut Greeted> {
        match self {
            Self::AwaitingPermit { link }
            | Self::Identifying { link, .. }
            | Self::Resuming { link, .. }
            | Self::Live { link, .. } => Some(link),
            _ => None,
        }
    }

    /// The open socket of this phase, if it has one.
    pub(super) const fn link_mut(&mut self) -> Option<&mut Link> {
        match self {
            Self::AwaitingHello { link, .. } => Some(link),
            Self::AwaitingPermit { link }
            | Self::Identifying { link, .. }
            | Self::Resuming { link, .. }
            | Self::Live { link, .. } => Some(&mut link.link),
            _ => None,
        }
    }

    /// The attempt that is under way, where it is one.
    pub(super) const fn attempt(&self) -> Option<Attempt> {
        match self {
            Self::Dialling { attempt, .. }
            | Self::AwaitingHello { attempt, .. }
            | Self::Resuming { attempt, .. } => Some(*attempt),
            _ => None,
        }
    }
}
