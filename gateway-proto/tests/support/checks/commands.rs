//! Checks every command from the user to the server: none is lost or out of order, and none is sent again after it has
//! certainly arrived.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

/// Identifies a command.
#[derive(Clone, Debug)]
pub(crate) enum Wish {
    /// A presence, identified by its `since`.
    Presence(u64),
    /// A voice state, identified by its channel.
    Voice { guild: u64, channel: u64 },
    /// A request, identified by its nonce.
    Request { nonce: String },
}

/// A request that was sent on the present connection.
#[derive(Clone, Copy, Debug)]
struct OnTheWay {
    index: usize,
    heartbeats_before: u64,
}

/// The commands of one process, and what happened to them.
#[derive(Debug, Default)]
pub(crate) struct CommandWatch {
    /// Nonces in the order in which they were accepted.
    requests: Vec<String>,
    arrived: BTreeSet<usize>,
    /// The first request that was never sent.
    unsent: usize,
    /// The request that was sent last on this connection.
    last_sent: Option<usize>,
    on_the_way: Vec<OnTheWay>,
    /// Requests before this one have certainly arrived.
    sure: usize,
    heartbeats: u64,
    acknowledged: u64,
    pub(super) presence: Option<u64>,
    presence_arrived: Option<u64>,
    voice: BTreeMap<u64, u64>,
    voice_arrived: BTreeMap<u64, u64>,
    /// The first connection of this process.
    first_connection: u64,
    /// The server acknowledged a heartbeat that it did not get, so an ACK proves nothing.
    lied_to: bool,
}

impl CommandWatch {
    /// Another process begins; the commands of the last one are lost with it.
    pub(super) fn restarted(&mut self, first_connection: u64) {
        *self = Self { first_connection, ..Self::default() };
    }

    pub(crate) fn lied_to(&mut self) {
        self.lied_to = true;
    }

    pub(crate) fn accepted(&mut self, wish: Wish) {
        match wish {
            Wish::Presence(since) => self.presence = Some(since),
            Wish::Voice { guild, channel } => {
                self.voice.insert(guild, channel);
            }
            Wish::Request { nonce } => self.requests.push(nonce),
        }
    }

    pub(super) fn connected(&mut self) {
        self.last_sent = None;
        self.on_the_way.clear();
        (self.heartbeats, self.acknowledged) = (0, 0);
    }

    pub(super) fn heartbeat_sent(&mut self) {
        self.heartbeats += 1;
    }

    pub(super) fn heartbeat_acknowledged(&mut self) {
        self.acknowledged = self.heartbeats.min(self.acknowledged + 1);
        let acknowledged = self.acknowledged;
        let sure = self.on_the_way.iter().filter(|sent| sent.heartbeats_before < acknowledged);
        self.sure = sure.map(|sent| sent.index + 1).max().unwrap_or(0).max(self.sure);
        self.on_the_way.retain(|sent| sent.heartbeats_before >= acknowledged);
    }

    /// Returns whether this request is the next in order, and a message for people.
    pub(super) fn request_sent(&mut self, nonce: &str) -> (bool, String) {
        let Some(index) = self.requests.iter().position(|known| known == nonce) else {
            return (false, format!("{nonce} is not known"));
        };
        let (last, unsent, sure) = (self.last_sent, self.unsent, self.sure);
        let in_turn = match last {
            Some(last) => index == last + 1,
            None => index <= unsent && index >= sure,
        };
        self.last_sent = Some(index);
        self.unsent = unsent.max(index + 1);
        self.on_the_way.push(OnTheWay { index, heartbeats_before: self.heartbeats });
        (in_turn, format!("{index} after {last:?}, {unsent} is unsent, {sure} is not sure"))
    }

    /// Records that the server received the payload on an open connection.
    pub(crate) fn arrived(&mut self, connection: u64, payload: &[u8]) {
        if connection < self.first_connection {
            return;
        }
        let value: Value = serde_json::from_slice(payload).unwrap_or_default();
        let data = &value["d"];
        match value["op"].as_u64() {
            Some(2) => self.presence_arrived = data["presence"]["since"].as_u64(),
            Some(3) => self.presence_arrived = data["since"].as_u64(),
            Some(4) => {
                let number = |key: &str| data[key].as_str().and_then(|text| text.parse().ok());
                if let (Some(guild), Some(channel)) = (number("guild_id"), number("channel_id")) {
                    self.voice_arrived.insert(guild, channel);
                }
            }
            Some(8) => {
                let nonce = data["nonce"].as_str();
                let known = self.requests.iter().position(|known| Some(known.as_str()) == nonce);
                self.arrived.extend(known);
            }
            _ => {}
        }
    }

    /// Returns the violations, long after the last fault, one for each of three rules.
    pub(super) fn at_rest(&self) -> [(&'static str, Option<String>); 3] {
        let lost = (0..self.requests.len()).find(|index| !self.arrived.contains(index));
        let lost = lost.map(|index| format!("{} of {}", index, self.requests.len()));
        let presence = (self.presence_arrived, self.presence);
        let presence = (self.presence.is_some() && presence.0 != presence.1)
            .then(|| format!("{:?} instead of {:?}", presence.0, presence.1));
        let voice = (self.voice != self.voice_arrived)
            .then(|| format!("{:?} instead of {:?}", self.voice_arrived, self.voice));
        let all = [
            ("no command is lost", lost),
            ("the newest presence arrives", presence),
            ("the newest voice state arrives", voice),
        ];
        // A command lost because of a false ACK is not the machine's fault.
        all.map(|(rule, what)| (rule, what.filter(|_| !self.lied_to)))
    }
}
