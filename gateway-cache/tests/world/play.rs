//! One shard of a bot in virtual time: on one side the simulator's core, on the other a minimal client and the cache.

use std::net::{IpAddr, Ipv4Addr};
use std::time::{Duration, Instant};

use bytes::Bytes;
use gateway_cache::Cache;
use gateway_model::gateway::Intents;
use gateway_model::id::{Id, marker};
use gateway_model::{Dispatch, Timestamp};
use gateway_sim::core::{ConnId, Core, CoreConfig, CoreInput, CoreOutput};
use gateway_sim::rest::Api;
use gateway_sim::traffic::{Traffic, TrafficConfig};
use http::Request;
use serde_json::{Value, json};

use crate::seen::Seen;

/// The data for a Resume.
struct Session {
    id: String,
    sequence: u64,
}

pub(crate) struct Play {
    pub(crate) core: Core,
    api: Api,
    traffic: Traffic,
    pub(crate) now: Instant,
    pub(crate) rng: fastrand::Rng,
    pub(crate) cache: Cache,
    pub(crate) seen: Seen,
    pub(crate) events: u64,
    pub(crate) seed: u64,
    conn: Option<ConnId>,
    connections: u64,
    session: Option<Session>,
    heartbeat: Instant,
    /// The guilds that were known before the last Ready and must still be known.
    known: Vec<Id<marker::Guild>>,
}

impl Play {
    pub(crate) fn new(seed: u64) -> Self {
        let now = Instant::now();
        let config = CoreConfig {
            guilds: 3,
            members_per_guild: 12,
            session_starts: 100_000,
            ..CoreConfig::default()
        };
        let start = Timestamp::from_unix_ms(i64::try_from(config.start_unix_ms).unwrap());
        let traffic = TrafficConfig {
            seed,
            events_per_second: 4.0,
            ping_every: None,
            ..TrafficConfig::default()
        };
        let mut api = Api::new();
        api.set_limits_enabled(false);
        let mut play = Self {
            core: Core::new(config, seed, now),
            api,
            traffic: Traffic::new(traffic, Duration::ZERO),
            now,
            rng: fastrand::Rng::with_seed(seed),
            cache: Cache::everything(Intents::all()).clock(move || start).build(),
            seen: Seen::default(),
            events: 0,
            seed,
            conn: None,
            connections: 0,
            session: None,
            heartbeat: now,
            known: Vec::new(),
        };
        play.settle();
        play
    }

    /// Makes a random step.
    pub(crate) fn step(&mut self) {
        self.now += Duration::from_millis(self.rng.u64(20..700));
        self.core.handle(CoreInput::Timeout, self.now);
        match self.rng.u32(0..100) {
            0..3 => self.fault(),
            3..10 if self.conn.is_none() => self.connect(),
            3..25 => {
                self.traffic.run(&mut self.core, self.now);
            }
            _ => self.act(),
        }
        if self.now - self.heartbeat > Duration::from_secs(20) {
            self.beat();
        }
        self.drain();
    }

    /// Connects if necessary, and processes everything that was sent.
    pub(crate) fn settle(&mut self) {
        for _ in 0..20 {
            self.drain();
            if self.conn.is_some() && self.session.is_some() {
                return;
            }
            self.now += Duration::from_secs(6);
            self.core.handle(CoreInput::Timeout, self.now);
            if self.conn.is_none() {
                self.connect();
            }
        }
        panic!("seed {}: no session", self.seed);
    }

    fn beat(&mut self) {
        self.heartbeat = self.now;
        let sequence = self.session.as_ref().map(|session| session.sequence);
        self.send(&json!({ "op": 1, "d": sequence }));
    }

    pub(crate) fn send(&mut self, payload: &Value) {
        if let Some(conn) = self.conn {
            let payload = Bytes::from(payload.to_string());
            self.core.handle(CoreInput::Frame { conn, payload }, self.now);
        }
    }

    fn connect(&mut self) {
        self.connections += 1;
        let conn = ConnId(self.connections);
        self.conn = Some(conn);
        self.heartbeat = self.now;
        self.core.handle(CoreInput::Opened { conn, query: "v=10&encoding=json".into() }, self.now);
        let token = self.core.token().to_owned();
        let payload = match &self.session {
            Some(session) => {
                json!({ "op": 6, "d": { "token": token, "session_id": session.id, "seq": session.sequence } })
            }
            None => {
                // Two Identifies must be 5 s apart.
                self.now += Duration::from_secs(6);
                json!({ "op": 2, "d": {
                    "token": token,
                    "intents": Intents::all().bits(),
                    "large_threshold": 250,
                    "properties": { "os": "linux", "browser": "test", "device": "test" },
                } })
            }
        };
        self.send(&payload);
        self.drain();
    }

    fn lose_connection(&mut self) {
        if let Some(conn) = self.conn.take() {
            self.core.drop_connection(conn, self.now);
        }
    }

    fn fault(&mut self) {
        let guilds: Vec<_> = (0..3).filter_map(|at| self.core.world().guild_at(at)).collect();
        let guild = guilds[self.rng.usize(0..guilds.len())];
        match (self.rng.u32(0..9), self.conn) {
            (0 | 1, Some(_)) => self.lose_connection(),
            (2, Some(conn)) => {
                self.core.invalidate_session(conn, false, self.now);
            }
            (3, Some(conn)) => {
                self.core.invalidate_session(conn, true, self.now);
            }
            (4, Some(conn)) => {
                self.core.repeat_last_dispatch(conn, self.now);
            }
            (5, _) => {
                let id = self.session.as_ref().map(|session| session.id.clone());
                self.lose_connection();
                if let Some(id) = id.filter(|_| self.rng.bool()) {
                    self.core.forget_session(&id, self.now);
                }
            }
            (6, _) => self.core.set_guild_unavailable(guild, true, self.now),
            (7, _) if self.rng.u32(0..4) == 0 => {
                self.core.leave_own_guild(guild, self.now);
            }
            // On a Resume, the simulator creates a missed Guild Create again, later than the events that follow it.
            (_, Some(_)) => {
                self.core.set_guild_unavailable(guild, false, self.now);
                self.core.rejoin_guild(guild, self.now);
            }
            _ => {}
        }
    }

    /// Processes what the simulator sends.
    pub(crate) fn drain(&mut self) {
        loop {
            match self.core.poll() {
                CoreOutput::Send { conn, payload } if Some(conn) == self.conn => {
                    self.receive(payload)
                }
                CoreOutput::Close { conn, code, .. } if Some(conn) == self.conn => {
                    self.conn = None;
                    if matches!(code, 1000 | 1001 | 4007 | 4009) {
                        self.session = None;
                    }
                }
                CoreOutput::Drop { conn } if Some(conn) == self.conn => self.conn = None,
                CoreOutput::WaitUntil(_) | CoreOutput::Idle => return,
                _ => {}
            }
        }
    }

    fn receive(&mut self, payload: Bytes) {
        let value: Value = serde_json::from_slice(&payload).unwrap();
        match value["op"].as_u64() {
            Some(0) => self.dispatched(payload, &value),
            Some(1) => self.beat(),
            Some(9) => {
                if value["d"] == false {
                    self.session = None;
                }
                self.lose_connection();
            }
            _ => {}
        }
    }

    fn dispatched(&mut self, payload: Bytes, value: &Value) {
        let sequence = value["s"].as_u64().unwrap();
        if value["t"] == "READY" {
            let id = value["d"]["session_id"].as_str().unwrap().to_owned();
            self.session = Some(Session { id, sequence });
        } else if let Some(session) = &mut self.session {
            // As in gateway-proto, a repeated event is ignored.
            if sequence <= session.sequence {
                return;
            }
            session.sequence = sequence;
        }
        if value["t"] == "READY" {
            self.before_ready(value);
        }
        self.events += 1;
        let dispatch = Dispatch::parse(payload).unwrap();
        self.cache.update_dispatch(&dispatch).unwrap();
        self.seen.take_in(value);
        if value["t"] == "GUILD_DELETE" && value["d"]["unavailable"] != true {
            let gone = value["d"]["id"].as_str().unwrap();
            self.known.retain(|guild| guild.to_string() != gone);
        }
        for guild in &self.known {
            assert!(
                self.cache.guild(*guild).is_some(),
                "seed {}: {guild} is unknown in between",
                self.seed
            );
        }
    }

    /// Guilds that are known and in the Ready must stay known at every later event.
    fn before_ready(&mut self, ready: &Value) {
        let named: Vec<&str> = ready["d"]["guilds"]
            .as_array()
            .unwrap()
            .iter()
            .map(|guild| guild["id"].as_str().unwrap())
            .collect();
        let known =
            self.cache.guild_ids().into_iter().filter(|guild| self.cache.guild(*guild).is_some());
        self.known = known.filter(|guild| named.contains(&&*guild.to_string())).collect();
    }

    /// Sends a REST request of the bot. Returns the response; null if it was refused.
    pub(crate) fn rest(&mut self, method: &str, path: &str, body: &Value) -> Value {
        let request = Request::builder()
            .method(method)
            .uri(format!("/api/v10{path}"))
            .header("authorization", format!("Bot {}", self.core.token()))
            .header("content-type", "application/json")
            .body(if body.is_null() { Bytes::new() } else { Bytes::from(body.to_string()) })
            .unwrap();
        let from = IpAddr::V4(Ipv4Addr::LOCALHOST);
        let response = self.api.handle(&mut self.core, &request, from, self.now);
        self.seen.rest(method, path, response.status().as_u16());
        if response.status().is_success() {
            serde_json::from_slice(response.body()).unwrap_or(Value::Null)
        } else {
            Value::Null
        }
    }
}
