//! A model of Discord: sessions that any worker can resume, and the rules for Identifies.

use std::collections::{BTreeMap, BTreeSet};

use crate::lease::Lease;

/// A session has one event in this many milliseconds.
const EVENT_MS: u64 = 100;

/// A process's connection for one shard.
pub(super) type Connection = (usize, u64);

#[derive(Debug)]
pub(super) struct DiscordSession {
    pub(super) lease: Lease,
    begun: u64,
    pub(super) connected: Option<Connection>,
    pub(super) is_over: bool,
    /// The highest sequence that a worker has handled.
    pub(super) handled: u64,
}

#[derive(Debug)]
pub(super) struct Discord {
    pub(super) sessions: Vec<DiscordSession>,
    pub(super) max_concurrency: u32,
    pub(super) total: u32,
    pub(super) remaining: u32,
    last_identify: BTreeMap<u32, u64>,
    /// Totals for which Discord refuses every shard.
    pub(super) refused: BTreeSet<u32>,
    pub(super) identifies: u32,
    pub(super) resumes: u32,
    /// Whether a second Resume of a connected session is refused. Otherwise it closes the older connection.
    pub(super) refuses_second: bool,
    /// The shortest time between two Identifies of one key so far.
    pub(super) least_gap: u64,
}

/// The result of a Resume.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Resumed {
    Done,
    /// Accepted, and this older connection is closed.
    Replaces(Connection),
    /// Op 9: the session has ended.
    Refused,
}

impl Discord {
    pub(super) fn new(max_concurrency: u32, total: u32, refuses_second: bool) -> Self {
        Self {
            sessions: Vec::new(),
            max_concurrency,
            total,
            remaining: total,
            last_identify: BTreeMap::new(),
            refused: BTreeSet::new(),
            identifies: 0,
            resumes: 0,
            refuses_second,
            least_gap: u64::MAX,
        }
    }

    pub(super) fn identify(&mut self, lease: Lease, by: Connection, now: u64) -> usize {
        let key = lease.index % self.max_concurrency;
        if let Some(last) = self.last_identify.insert(key, now) {
            self.least_gap = self.least_gap.min(now - last);
        }
        self.remaining = self.remaining.saturating_sub(1);
        self.identifies += 1;
        let connected = Some(by);
        let session = DiscordSession { lease, begun: now, connected, is_over: false, handled: 1 };
        self.sessions.push(session);
        self.sessions.len() - 1
    }

    pub(super) fn resume(&mut self, session: usize, by: Connection) -> Resumed {
        self.resumes += 1;
        let refuses = self.refuses_second;
        let session = &mut self.sessions[session];
        match session.connected {
            _ if session.is_over => Resumed::Refused,
            Some(older) if older != by => {
                if refuses {
                    return Resumed::Refused;
                }
                session.connected = Some(by);
                Resumed::Replaces(older)
            }
            _ => {
                session.connected = Some(by);
                Resumed::Done
            }
        }
    }

    /// The sequence that a session has reached.
    pub(super) fn sequence(&self, session: usize, now: u64) -> u64 {
        1 + (now - self.sessions[session].begun) / EVENT_MS
    }

    /// A process handles the events that have arrived so far.
    pub(super) fn handle(&mut self, session: usize, by: Connection, now: u64) -> u64 {
        let sequence = self.sequence(session, now);
        let session = &mut self.sessions[session];
        if session.connected == Some(by) && !session.is_over {
            session.handled = sequence;
        }
        session.handled
    }

    /// A process closes the connection of one of its shards.
    pub(super) fn disconnect(&mut self, by: Connection) {
        for session in self.sessions.iter_mut().filter(|session| session.connected == Some(by)) {
            session.connected = None;
        }
    }

    /// A process has ended, and with it all its connections.
    pub(super) fn drop_process(&mut self, process: usize) {
        for session in &mut self.sessions {
            if session.connected.is_some_and(|(owner, _)| owner == process) {
                session.connected = None;
            }
        }
    }
}
