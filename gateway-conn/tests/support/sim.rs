//! A client of gateway-sim, whose events are numbered so that lost or duplicated ones are detected.

use std::time::Duration;

use gateway_conn::{
    AlwaysReady, Config, ConnectionEvent, ConnectionEvents, ConnectionHandle, connect,
};
use gateway_model::Dispatch;
use gateway_model::gateway::Intents;
use gateway_proto::{Compression, StateChange, Token};
use gateway_sim::Sim;
use gateway_sim::control::Action;
use serde_json::json;

/// Makes an event about as large as a message.
const FILLING: &str = concat!(
    "A message of some length, as people write them, ",
    "with a second line, so that an event is not all names and numbers."
);

/// The limit in virtual time, which no test reaches.
const PATIENCE: Duration = Duration::from_secs(600);

/// A simulated gateway with a live client.
pub struct Simulated {
    pub sim: Sim,
    pub events: ConnectionEvents,
    pub sender: ConnectionHandle,
    injected: u64,
    received: u64,
    /// State changes seen since the last call of [`states`](Self::states).
    states: Vec<StateChange>,
}

/// Returns settings that connect to a simulation.
pub fn config(sim: &Sim, compression: Compression) -> Config {
    let token = Token::new(sim.token()).unwrap();
    let protocol =
        gateway_proto::ProtocolConfig::new(token, Intents::all(), &sim.gateway_url()).unwrap();
    Config::new(protocol.with_compression(compression))
}

/// Returns a simulation that allows a client to identify again at any time.
pub async fn sim() -> Sim {
    let relaxed = Duration::from_secs(5);
    Sim::builder()
        .guilds(2)
        .configure(move |core| core.identify_tolerance = relaxed)
        .start()
        .await
        .unwrap()
}

impl Simulated {
    /// Starts both, and waits for Ready and its guilds.
    pub async fn live(compression: Compression) -> Self {
        Self::live_with(compression, |config| config).await
    }

    /// Like `live`, with other settings of the transport.
    pub async fn live_with(compression: Compression, change: impl Fn(Config) -> Config) -> Self {
        let sim = sim().await;
        let config = change(config(&sim, compression));
        let (events, sender) = connect(config, AlwaysReady).unwrap();
        let mut live = Self { sim, events, sender, injected: 0, received: 0, states: Vec::new() };
        live.until(|change| matches!(change, StateChange::Ready { .. })).await;
        live.inject(1);
        live.receive_all().await;
        live
    }

    /// Creates this many numbered events.
    pub fn inject(&mut self, count: u64) {
        for _ in 0..count {
            self.injected += 1;
            let sessions = self.sim.inject(
                "MESSAGE_CREATE",
                None,
                json!({ "number": self.injected, "filling": FILLING }),
            );
            assert_eq!(sessions, 1, "event {} has no session", self.injected);
        }
    }

    pub fn act(&self, action: impl Into<Action>) {
        self.sim.act(action).unwrap();
    }

    async fn next(&mut self) -> ConnectionEvent {
        let next = tokio::time::timeout(PATIENCE, self.events.next()).await;
        next.expect("ten minutes of silence").expect("the stream ended")
    }

    /// Reads one event. Counts it if it is numbered, and keeps it if it is a state change.
    async fn step(&mut self) {
        match self.next().await {
            ConnectionEvent::Dispatch(dispatch) => self.count(&dispatch),
            ConnectionEvent::State(change) => self.states.push(change),
            ConnectionEvent::Stopped(reason) => panic!("stopped: {reason}"),
            _ => {}
        }
    }

    /// Counts an event, if it is numbered.
    pub fn count(&mut self, dispatch: &Dispatch) {
        let data: serde_json::Value = dispatch.decode().unwrap();
        if let Some(number) = data["number"].as_u64() {
            assert_eq!(number, self.received + 1, "an event is lost, doubled or early");
            self.received = number;
        }
    }

    /// Reads until all events that happened so far have arrived, each once and in order.
    pub async fn receive_all(&mut self) {
        while self.received < self.injected {
            self.step().await;
        }
    }

    /// Forgets the events so far, which are lost with their session. The next event counts as the first.
    pub fn forget_numbers(&mut self) {
        self.received = self.injected;
    }

    /// Reads until a state change.
    pub async fn until(&mut self, wanted: impl Fn(&StateChange) -> bool) {
        let start = tokio::time::Instant::now();
        loop {
            assert!(start.elapsed() < PATIENCE, "it does not happen; seen: {:?}", self.states);
            if let Some(at) = self.states.iter().position(&wanted) {
                self.states.drain(..=at);
                return;
            }
            self.step().await;
        }
    }
}
