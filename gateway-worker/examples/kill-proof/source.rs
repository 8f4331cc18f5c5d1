//! The simulated Discord, and the events that it sent, against which everything else is checked.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::Result;
use gateway_sim::Sim;
use serde_json::json;
use tokio::time::MissedTickBehavior;

const SHARDS: u32 = 8;

/// How often events are created.
const TICK: Duration = Duration::from_millis(10);

pub(crate) struct Source {
    sim: Arc<Sim>,
    /// The guild of each event, by the event's number.
    sent: Arc<Mutex<Vec<u64>>>,
    flows: Arc<AtomicBool>,
}

impl Source {
    pub(crate) async fn start(rate: u32) -> Result<Self> {
        let sim = Sim::builder()
            .guilds(SHARDS as usize * 8)
            .members(2)
            .recommended_shards(SHARDS)
            .max_concurrency(SHARDS)
            .session_starts(10_000)
            .rest_limits(false)
            .start()
            .await?;
        let (sim, sent) = (Arc::new(sim), Arc::<Mutex<Vec<u64>>>::default());
        let flows = Arc::new(AtomicBool::new(false));
        tokio::spawn(flow(Arc::clone(&sim), Arc::clone(&sent), Arc::clone(&flows), rate));
        Ok(Self { sim, sent, flows })
    }

    pub(crate) fn token(&self) -> String {
        self.sim.token().to_owned()
    }

    /// Writes the configuration of a publisher.
    pub(crate) fn publisher_config(
        &self,
        name: &str,
        folder: &Path,
        nats: &str,
    ) -> Result<PathBuf> {
        let folder = folder.join(name);
        std::fs::create_dir_all(&folder)?;
        let config = format!(
            "[discord]\nintents = [\"GUILDS\", \"GUILD_MESSAGES\"]\nshards = {SHARDS}\napi_url = \"{api}\"\n\
             application_id = \"42\"\nstate_folder = \"{state}\"\n\
             [fleet]\nname = \"kills\"\nworker = \"{name}\"\ncapacity = {SHARDS}\ndead_after = \"6s\"\n\
             [[sink]]\nname = \"bus\"\ntype = \"nats\"\nserver = \"{nats}\"\npartitions = 8\n\
             duplicate_window = \"5m\"\n[sink.filter]\nevents = [\"MESSAGE_CREATE\"]\n[sink.queue]\nmax_in_flight = 64\n",
            api = self.sim.api_url(),
            state = folder.join("state").display(),
        );
        let file = folder.join("forward.toml");
        std::fs::write(&file, config)?;
        Ok(file)
    }

    /// Returns whether every shard has had a session.
    pub(crate) fn is_ready(&self) -> bool {
        self.identifies() >= u64::from(SHARDS)
    }

    /// Sets whether events are created from now on.
    pub(crate) fn set_flowing(&self, flows: bool) {
        self.flows.store(flows, Ordering::SeqCst);
    }

    /// Returns the guild of each event so far.
    pub(crate) fn sent(&self) -> Vec<u64> {
        self.sent.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn identifies(&self) -> u64 {
        self.sim.stats().identifies
    }
}

async fn flow(sim: Arc<Sim>, sent: Arc<Mutex<Vec<u64>>>, flows: Arc<AtomicBool>, rate: u32) {
    let guilds: Vec<u64> = sim.inspect(|core| core.world().guilds().map(|id| id.get()).collect());
    let mut tick = tokio::time::interval(TICK);
    tick.set_missed_tick_behavior(MissedTickBehavior::Burst);
    let each = (f64::from(rate) * TICK.as_secs_f64()).round() as usize;
    loop {
        tick.tick().await;
        if !flows.load(Ordering::SeqCst) {
            continue;
        }
        for _ in 0..each.max(1) {
            // Locked while sending, so that a reader of the numbers sees only events that were sent.
            let mut sent = sent.lock().unwrap_or_else(PoisonError::into_inner);
            let number = sent.len();
            let guild = guilds[number % guilds.len()];
            let data =
                json!({ "number": number, "guild_id": guild.to_string(), "content": "hello" });
            // An event without a session to receive it does not count.
            if sim.inject("MESSAGE_CREATE", Some(guild), data) > 0 {
                sent.push(guild);
            }
        }
    }
}
