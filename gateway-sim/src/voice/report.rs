//! A report of what voice drivers sent, for tests.

use std::collections::VecDeque;

use serde::Serialize;

/// The number of connections that are kept, newest first.
const KEPT: usize = 100;

/// A connection of a voice driver, and what it sent so far.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct VoiceConnection {
    /// Its number, which is also its SSRC; the first is 1.
    pub number: u32,
    /// The version of the voice gateway that it requested.
    pub version: u32,
    /// `server_id` of Identify or Resume.
    pub guild: Option<String>,
    /// `user_id` of Identify.
    pub user: Option<String>,
    /// `session_id` of Identify or Resume.
    pub session_id: Option<String>,
    /// `max_dave_protocol_version` of Identify.
    pub dave_version: Option<u64>,
    /// Whether it was accepted: guild, user, session id and token are those that the gateway sent.
    pub is_let_in: bool,
    /// Whether it resumed a session.
    pub is_resumed: bool,
    /// The transport encryption that it chose with Select Protocol, and that Session Description confirmed.
    pub mode: Option<String>,
    /// The number of heartbeats.
    pub heartbeats: u64,
    /// The speaking flags that it last set.
    pub speaking: Option<u64>,
    /// The number of MLS key packages, which are part of DAVE.
    pub key_packages: u64,
    /// The number of voice packets over UDP. Their contents are not checked.
    pub packets: u64,
    /// The close code, if the simulator closed it.
    pub close_code: Option<u16>,
    /// Why the simulator closed it.
    pub close_reason: Option<String>,
    /// Whether it is still open.
    pub is_open: bool,
}

/// The newest hundred connections of voice drivers.
#[derive(Debug, Default)]
pub(crate) struct VoiceLog {
    connections: VecDeque<VoiceConnection>,
    opened: u32,
}

impl VoiceLog {
    /// Adds a connection; returns its number.
    pub(crate) fn open(&mut self, version: u32) -> u32 {
        self.opened += 1;
        if self.connections.len() == KEPT {
            self.connections.pop_front();
        }
        let number = self.opened;
        let connection =
            VoiceConnection { number, version, is_open: true, ..VoiceConnection::default() };
        self.connections.push_back(connection);
        number
    }

    /// Changes the record of a connection, if it is still kept.
    pub(crate) fn note(&mut self, number: u32, note: impl FnOnce(&mut VoiceConnection)) {
        if let Some(one) = self.connections.iter_mut().find(|one| one.number == number) {
            note(one);
        }
    }

    /// Returns all records, oldest first.
    pub(crate) fn all(&self) -> Vec<VoiceConnection> {
        self.connections.iter().cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_hundred_are_kept() {
        let mut log = VoiceLog::default();
        for _ in 0..250 {
            log.open(8);
        }
        log.note(150, |_| unreachable!("it is no longer kept"));
        log.note(151, |one| one.heartbeats = 7);
        let all = log.all();
        assert_eq!((all.len(), all[0].number, all[0].heartbeats), (KEPT, 151, 7));
    }
}
