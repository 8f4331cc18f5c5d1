//! The phases of a machine. Each phase owns the data that exists only in it, so no timer, flag or count of an old
//! socket outlives that socket.

use std::time::Instant;

use super::attempt::Attempt;
use super::deadline::Deadline;
use super::heartbeat::Heartbeat;
use super::resume::Replay;
use crate::input::{LinkId, Shutdown};
use crate::output::StopReason;
use crate::send_window::SendWindow;
use crate::state::State;

/// One open socket.
#[derive(Debug)]
pub(super) struct Link {
    pub(super) id: LinkId,
    pub(super) window: SendWindow,
    pub(super) heartbeat: Heartbeat,
}

impl Link {
    pub(super) fn new(id: LinkId) -> Self {
        Self { id, window: SendWindow::new(), heartbeat: Heartbeat::default() }
    }
}

/// What follows once a closing socket is gone.
#[derive(Clone, Copy, Debug)]
pub(super) enum Then {
    /// Another connection, at this time or, if it has passed, as soon as the socket is gone.
    Reconnect { at: Instant },
    /// The machine stops.
    Stop(Shutdown),
}

/// The phase of a machine, with the data that belongs to it.
#[derive(Debug)]
pub(super) enum Phase {
    Waiting { until: Instant },
    Connecting { link: LinkId, attempt: Attempt, deadline: Deadline },
    AwaitingHello { link: Link, attempt: Attempt, deadline: Deadline },
    AwaitingPermit { link: Link },
    Identifying { link: Link, deadline: Deadline },
    Resuming { link: Link, attempt: Attempt, replay: Replay },
    Live { link: Link, since: Instant },
    Closing { link: LinkId, drop_at: Instant, then: Then },
    Stopped(StopReason),
}

impl Phase {
    pub(super) const fn state(&self) -> State {
        match self {
            Self::Waiting { .. } => State::Waiting,
            Self::Connecting { .. } => State::Connecting,
            Self::AwaitingHello { .. } => State::AwaitingHello,
            Self::AwaitingPermit { .. } => State::AwaitingPermit,
            Self::Identifying { .. } => State::Identifying,
            Self::Resuming { .. } => State::Resuming,
            Self::Live { .. } => State::Live,
            Self::Closing { .. } => State::Closing,
            Self::Stopped(_) => State::Stopped,
        }
    }

    /// The number of this phase's socket, if it has one.
    #[inline]
    pub(super) const fn link_id(&self) -> Option<LinkId> {
        match self {
            Self::Connecting { link, .. } | Self::Closing { link, .. } => Some(*link),
            phase => match phase.link() {
                Some(link) => Some(link.id),
                None => None,
            },
        }
    }

    /// The open socket of this phase, if it has one.
    #[inline]
    pub(super) const fn link(&self) -> Option<&Link> {
        match self {
            Self::AwaitingHello { link, .. }
            | Self::AwaitingPermit { link }
            | Self::Identifying { link, .. }
            | Self::Resuming { link, .. }
            | Self::Live { link, .. } => Some(link),
            _ => None,
        }
    }

    /// The open socket of this phase, if it has one.
    pub(super) const fn link_mut(&mut self) -> Option<&mut Link> {
        match self {
            Self::AwaitingHello { link, .. }
            | Self::AwaitingPermit { link }
            | Self::Identifying { link, .. }
            | Self::Resuming { link, .. }
            | Self::Live { link, .. } => Some(link),
            _ => None,
        }
    }

    /// The time limit for the peer in this phase, if there is one.
    pub(super) const fn deadline_mut(&mut self) -> Option<&mut Deadline> {
        match self {
            Self::Connecting { deadline, .. }
            | Self::AwaitingHello { deadline, .. }
            | Self::Identifying { deadline, .. } => Some(deadline),
            Self::Resuming { replay, .. } => Some(&mut replay.deadline),
            _ => None,
        }
    }

    /// The attempt that is in progress, if this phase is part of one.
    pub(super) const fn attempt(&self) -> Option<Attempt> {
        match self {
            Self::Connecting { attempt, .. }
            | Self::AwaitingHello { attempt, .. }
            | Self::Resuming { attempt, .. } => Some(*attempt),
            _ => None,
        }
    }
}
