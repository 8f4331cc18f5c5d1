//! The core's rules, each checked at the point where it can fail.

mod bounds;
mod close_codes;
mod commands;
mod guild_create;
mod limits;
mod resume;
mod routing;
mod scheduled;

use std::time::{Duration, Instant};

use bytes::Bytes;
use serde_json::{Value, json};

use super::*;

/// A core and its virtual time.
pub(super) struct Bench {
    pub(super) core: Core,
    pub(super) now: Instant,
    next: u64,
}

impl Bench {
    pub(super) fn new(config: CoreConfig) -> Self {
        let now = Instant::now();
        Self { core: Core::new(config, 7, now), now, next: 0 }
    }

    pub(super) fn open(&mut self, query: &str) -> ConnId {
        self.next += 1;
        let conn = ConnId(self.next);
        self.core.handle(CoreInput::Opened { conn, query: query.to_owned() }, self.now);
        conn
    }

    /// Opens a connection and receives its Hello.
    pub(super) fn hello(&mut self) -> ConnId {
        let conn = self.open("v=10&encoding=json");
        let sent = self.drain();
        assert_eq!(sent.len(), 1, "{sent:?}");
        assert_eq!(payload(&sent[0])["op"], 10);
        conn
    }

    pub(super) fn send(&mut self, conn: ConnId, value: &Value) -> Vec<CoreOutput> {
        let payload = Bytes::from(value.to_string());
        self.core.handle(CoreInput::Frame { conn, payload }, self.now);
        self.drain()
    }

    pub(super) fn identify(&mut self, conn: ConnId, change: Value) -> Vec<CoreOutput> {
        self.send(conn, &identify(change))
    }

    /// A live session with these intents; the outputs up to its last Guild Create are already removed.
    pub(super) fn live(&mut self, intents: u64, shard: [u32; 2]) -> ConnId {
        let conn = self.hello();
        let sent = self.identify(conn, json!({ "intents": intents, "shard": shard }));
        assert_eq!(payload(&sent[0])["t"], "READY", "{sent:?}");
        conn
    }

    pub(super) fn wait(&mut self, time: Duration) -> Vec<CoreOutput> {
        self.now += time;
        self.core.handle(CoreInput::Timeout, self.now);
        self.drain()
    }

    pub(super) fn drain(&mut self) -> Vec<CoreOutput> {
        let mut sent = Vec::new();
        loop {
            match self.core.poll() {
                CoreOutput::WaitUntil(_) | CoreOutput::Idle => return sent,
                output => sent.push(output),
            }
        }
    }
}

pub(super) fn identify(change: Value) -> Value {
    let mut data = json!({
        "token": DEFAULT_TOKEN,
        "intents": 513,
        "properties": { "os": "linux", "browser": "test", "device": "test" },
    });
    for (key, value) in change.as_object().unwrap() {
        if value == "absent" {
            data.as_object_mut().unwrap().remove(key);
        } else {
            data[key] = value.clone();
        }
    }
    json!({ "op": 2, "d": data })
}

pub(super) fn payload(output: &CoreOutput) -> Value {
    match output {
        CoreOutput::Send { payload, .. } => serde_json::from_slice(payload).unwrap(),
        other => panic!("not a payload: {other:?}"),
    }
}

/// Names of the dispatches among the outputs.
pub(super) fn names(outputs: &[CoreOutput]) -> Vec<String> {
    outputs.iter().filter_map(|o| payload(o)["t"].as_str().map(str::to_owned)).collect()
}
