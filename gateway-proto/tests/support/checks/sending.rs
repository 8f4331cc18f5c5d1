//! What the machine sends, and on which socket.

use std::time::Duration;

use gateway_proto::{Connection, LinkId};
use serde_json::Value;

use super::resuming::{REFUSED, RESUMES_IN_A_ROW};
use super::{CLOSE, Checks, DIALS_A_MINUTE, Permit, SESSION, Socket};

impl Checks {
    pub(super) fn connect(&mut self, link: LinkId, url: &str) {
        let socket = self.socket;
        self.require(socket == Socket::None, "one socket at a time", || format!("{socket:?}"));
        let leaked = self.permit != Permit::None;
        self.require(!leaked, "no permit leaks", || "held while dialling".into());
        let query = "?v=10&encoding=json&compress=zlib-stream";
        self.require(url.ends_with(query), "every URL has the same query", || url.to_owned());
        self.socket = Socket::Connecting(link);
        self.sends.clear();
        self.recent.clear();
        self.handshakes = 0;
        self.not_read = false;
        self.beat_by = None;
        self.commands.connected();
        self.resuming.dialled(self.now);
        self.dials.push_back(self.now);
        while self.dials.front().is_some_and(|at| self.now - *at > Duration::from_secs(60)) {
            self.dials.pop_front();
        }
        let dials = self.dials.len();
        self.require(dials <= DIALS_A_MINUTE, "dials are spaced", || format!("{dials} a minute"));
    }

    pub(super) fn send(&mut self, link: LinkId, payload: &str, machine: &Connection) {
        let open = self.socket == Socket::Open(link);
        self.require(open, "sends go to the open socket", || payload.to_owned());
        self.require(payload.len() <= 4096, "4096 bytes", || payload.len().to_string());
        self.sends.push_back(self.now);
        self.recent.push_back(self.now);
        if self.recent.len() > 120 {
            self.recent.pop_front();
        }
        while self.sends.front().is_some_and(|at| self.now - *at >= Duration::from_secs(60)) {
            self.sends.pop_front();
        }
        let sends = self.sends.len();
        self.require(sends <= 120, "120 sends in 60 s", || format!("{sends}"));
        let value: Value = serde_json::from_str(payload).unwrap_or_default();
        match value["op"].as_u64() {
            Some(1) => {
                self.beat_by = machine.heartbeat_interval().map(|every| self.now + every);
                self.commands.heartbeat_sent();
            }
            Some(2) => self.identify(&value),
            Some(6) => self.resume(&value),
            Some(3 | 4) => {}
            Some(8) => {
                let nonce = value["d"]["nonce"].as_str().unwrap_or_default();
                let (in_turn, why) = self.commands.request_sent(nonce);
                self.require(in_turn, "commands keep their order", || why);
            }
            _ => self.fail("only documented payloads are sent", payload),
        }
        let secret = matches!(value["op"].as_u64(), Some(2 | 6));
        let shown = !secret && payload.contains(&self.token);
        self.require(!shown, "the token is in Identify and Resume only", || payload.to_owned());
    }

    pub(super) fn identify(&mut self, value: &Value) {
        self.identifies += 1;
        self.require(self.permit == Permit::Held, "no Identify without a permit", String::new);
        self.permit = Permit::None;
        self.once_a_connection();
        let age = self.now - self.alive_at;
        let refused = self.resuming.refused_for();
        let allowed = self.may_identify || age >= SESSION || refused >= REFUSED;
        self.require(allowed, "no Identify while there is a session", || {
            format!("{age:?} old, refused for {refused:?}")
        });
        self.may_identify = true;
        let (sent, wanted) = (value["d"]["presence"]["since"].as_u64(), self.commands.presence);
        self.require(sent == wanted, "Identify has the newest presence", || {
            format!("{sent:?} instead of {wanted:?}")
        });
    }

    pub(super) fn resume(&mut self, value: &Value) {
        self.resumes += 1;
        self.once_a_connection();
        let in_a_row = self.resuming.resume_sent();
        let goes_on = in_a_row <= RESUMES_IN_A_ROW;
        self.require(goes_on, "a refused session is given up", || format!("{in_a_row} Resumes"));
        let (sent, wanted) = (value["d"]["seq"].as_u64(), self.last_sequence);
        self.require(sent == wanted, "Resume names the last sequence handed on", || {
            format!("{sent:?} instead of {wanted:?}")
        });
    }

    pub(super) fn once_a_connection(&mut self) {
        self.handshakes += 1;
        let handshakes = self.handshakes;
        self.require(handshakes == 1, "one handshake a connection", || handshakes.to_string());
    }

    pub(super) fn close(&mut self, link: LinkId, code: u16) {
        let open = self.socket == Socket::Open(link);
        self.require(open, "closes go to the open socket", || format!("{link}"));
        let ends = matches!(code, 1000 | 1001);
        let wanted = self.offline_asked;
        self.require(ends == wanted, "1000 ends the session, so only when wanted", || {
            format!("closed with {code}")
        });
        self.socket = Socket::Closing(link, self.now + CLOSE);
        self.beat_by = None;
    }

    pub(super) fn dropped(&mut self, link: LinkId) {
        let own = matches!(self.socket, Socket::Connecting(l) | Socket::Open(l) | Socket::Closing(l, _) if l == link);
        self.require(own, "drops go to the own socket", || format!("{link}"));
        self.socket = Socket::None;
        self.beat_by = None;
    }
}
