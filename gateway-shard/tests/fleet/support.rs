//! A simulated Discord, a gateway connected to it, and a record of all events.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use gateway_model::gateway::Intents;
use gateway_model::{Dispatch, EventKind};
use gateway_shard::{
    Events, Gateway, GatewayBuilder, Refused, ShardEvent, ShardEventKind, StateChange,
};
use gateway_sim::{Sim, SimBuilder};
use serde_json::json;
use tokio::sync::watch;

/// The time limit of every wait in the tests.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// Returns a simulation with two shards that need not wait for each other.
pub(crate) fn two_shards() -> SimBuilder {
    Sim::builder().guilds(8).members(5).recommended_shards(2).max_concurrency(2)
}

/// Returns a gateway builder for this simulation, with all intents.
pub(crate) fn builder(sim: &Sim) -> GatewayBuilder {
    Gateway::builder(sim.token(), Intents::all()).api_url(sim.api_url())
}

/// Runs a gateway that is refused because of this token. Returns it after its end, with the events until then.
pub(crate) async fn refused_by_the_gateway(sim: &Sim, wrong: &str) -> (Gateway, Record, Refused) {
    // The REST client has the right token, so that the gateway is the first to see the wrong one.
    let rest = http_client::Client::builder(sim.token()).api_url(sim.api_url()).build().unwrap();
    let started = Gateway::builder(wrong, Intents::GUILDS).rest(rest).start().await;
    let (gateway, events) = started.unwrap();
    let mut record = Record::new(events);
    let refused = tokio::time::timeout(PATIENCE, gateway.ended()).await.unwrap().unwrap_err();
    record.ended().await;
    (gateway, record, refused)
}

/// Writes `numbers` as messages, one after the other, alternating between the guilds.
pub(crate) fn say(sim: &Sim, numbers: std::ops::Range<u64>) {
    let wanted = usize::try_from(numbers.end - numbers.start).unwrap();
    assert_eq!(say_to_any(sim, numbers), wanted, "one session each");
}

/// The same for any number of sessions. Returns how many sessions received one.
pub(crate) fn say_to_any(sim: &Sim, numbers: std::ops::Range<u64>) -> usize {
    let mut sessions = 0;
    let guilds: Vec<u64> = sim.inspect(|core| core.world().guilds().map(|id| id.get()).collect());
    for number in numbers {
        let guild = guilds[usize::try_from(number).unwrap() % guilds.len()];
        let id = (1_000_000 + number).to_string();
        let data = json!({
            "id": id, "channel_id": "5", "guild_id": guild.to_string(), "content": number.to_string(),
        });
        sessions += sim.inject("MESSAGE_CREATE", Some(guild), data);
    }
    sessions
}

/// The events, in their order.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    /// Shard id, session and sequence of each dispatch.
    pub(crate) dispatches: Vec<(u32, String, u64)>,
    pub(crate) kinds: BTreeMap<EventKind, u64>,
    /// Answers to requests.
    answers: Vec<Dispatch>,
    /// The numbers written by [`say`].
    pub(crate) numbers: Vec<u64>,
    /// All other events.
    pub(crate) notices: Vec<(u32, ShardEventKind)>,
}

impl Seen {
    fn take(&mut self, event: &ShardEvent) {
        let shard = event.shard.id();
        let Some(dispatch) = event.dispatch() else {
            self.notices.push((shard, event.kind.clone()));
            return;
        };
        let key = event.key().expect("a dispatch has a session");
        self.dispatches.push((shard, key.session, key.sequence));
        *self.kinds.entry(dispatch.kind()).or_default() += 1;
        if dispatch.kind() == EventKind::GuildMembersChunk {
            self.answers.push(dispatch.clone());
        }
        if dispatch.kind() == EventKind::MessageCreate {
            let data: serde_json::Value = dispatch.decode().unwrap();
            if let Some(number) = data["content"].as_str().and_then(|text| text.parse().ok()) {
                self.numbers.push(number);
            }
        }
    }

    pub(crate) fn count(&self, kind: EventKind) -> u64 {
        self.kinds.get(&kind).copied().unwrap_or_default()
    }

    /// Returns the answers of this kind.
    pub(crate) fn of_kind(&self, kind: EventKind) -> impl Iterator<Item = &Dispatch> {
        self.answers.iter().filter(move |dispatch| dispatch.kind() == kind)
    }

    pub(crate) fn states(&self, which: impl Fn(&StateChange) -> bool) -> usize {
        let states = self.notices.iter().filter_map(|(_, kind)| match kind {
            ShardEventKind::State(change) => Some(change),
            _ => None,
        });
        states.filter(|change| which(change)).count()
    }
}

/// Reads events to their end, in a separate task.
pub(crate) struct Record {
    seen: Arc<Mutex<Seen>>,
    changed: watch::Receiver<bool>,
}

impl Record {
    pub(crate) fn new(mut events: Events) -> Self {
        let seen = Arc::new(Mutex::new(Seen::default()));
        let (change, changed) = watch::channel(false);
        let shared = Arc::clone(&seen);
        tokio::spawn(async move {
            while let Some(event) = events.next().await {
                shared.lock().unwrap().take(&event);
                let _ = change.send(false);
            }
            let _ = change.send(true);
        });
        Self { seen, changed }
    }

    pub(crate) fn with<R>(&self, look: impl FnOnce(&Seen) -> R) -> R {
        look(&self.seen.lock().unwrap())
    }

    /// Waits until enough events have arrived.
    pub(crate) async fn until(&mut self, what: &str, enough: impl Fn(&Seen) -> bool) {
        let wait = async {
            while !self.with(&enough) {
                self.changed.changed().await.expect("the stream ended before");
            }
        };
        if tokio::time::timeout(PATIENCE, wait).await.is_err() {
            panic!("{what} did not come: {:#?}", self.with(|seen| format!("{:?}", seen.notices)));
        }
    }

    /// Waits for the end of the stream.
    pub(crate) async fn ended(&mut self) {
        let end = self.changed.wait_for(|ended| *ended);
        tokio::time::timeout(PATIENCE, end).await.expect("the stream does not end").unwrap();
    }

    /// Checks against what the simulation sent: every sequence of every session arrived exactly once, in order.
    pub(crate) fn assert_nothing_lost(&self, sim: &Sim) {
        let came = self.by_session();
        let stats = sim.stats();
        assert_eq!(came.len(), stats.sessions.len(), "sessions");
        for (session, sent) in &stats.sessions {
            let expected: Vec<u64> = (1..=sent.events).collect();
            assert_eq!(came[session], expected, "shard {:?}", sent.shard);
        }
    }

    /// The same while the simulation still sends: the events have no gap and no repeat.
    pub(crate) fn assert_no_gap(&self) {
        for (session, came) in self.by_session() {
            let expected: Vec<u64> = (1..=came.len() as u64).collect();
            assert_eq!(came, expected, "session {session}");
        }
    }

    fn by_session(&self) -> BTreeMap<String, Vec<u64>> {
        let mut came: BTreeMap<String, Vec<u64>> = BTreeMap::new();
        self.with(|seen| {
            for (_, session, sequence) in &seen.dispatches {
                came.entry(session.clone()).or_default().push(*sequence);
            }
        });
        came
    }
}

/// A folder for one test, removed when the test ends.
pub(crate) struct TestFolder(std::path::PathBuf);

impl TestFolder {
    pub(crate) fn new() -> Self {
        static NEXT: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
        let number = NEXT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let name = format!("gateway-fleet-{}-{number}", std::process::id());
        // In memory if possible, because the disk would dominate the time of thousands of restarts.
        let in_memory = Path::new("/dev/shm").join(&name);
        let mut private = fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut private, 0o700);
        if private.create(&in_memory).is_ok() {
            return Self(in_memory);
        }
        let path = std::env::temp_dir().join(name);
        private.create(&path).unwrap();
        Self(path)
    }

    pub(crate) fn path(&self) -> &std::path::Path {
        &self.0
    }
}

impl Drop for TestFolder {
    fn drop(&mut self) {
        // A folder that remains in the temporary directory affects no later test.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Copies what is on the disk now, as the next process would find it.
pub(crate) fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            fs::create_dir_all(&target).unwrap();
            copy(&entry.path(), &target);
        } else {
            // The file of a write in progress may no longer exist.
            let _ = fs::copy(entry.path(), target);
        }
    }
}
