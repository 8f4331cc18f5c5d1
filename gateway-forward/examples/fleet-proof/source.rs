//! The simulated Discord, and the events that it sent, against which everything else is checked.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::Result;
use gateway_sim::Sim;
use serde_json::json;
use tokio::time::MissedTickBehavior;

use crate::bench::Scale;

/// How often events are created.
const TICK: Duration = Duration::from_millis(10);

pub(crate) struct Source {
    sim: Arc<Sim>,
    /// The guild of each event, by the event's number.
    sent: Arc<Mutex<Vec<u64>>>,
    flows: Arc<AtomicBool>,
}

impl Source {
    pub(crate) async fn start(scale: Scale) -> Result<Self> {
        let sim = Sim::builder()
            .guilds(usize::try_from(scale.shards)? * 8)
            .members(2)
            .recommended_shards(scale.shards)
            .max_concurrency(scale.concurrency)
            .session_starts(10_000)
            .rest_limits(false)
            .start()
            .await?;
        let (sim, sent) = (Arc::new(sim), Arc::<Mutex<Vec<u64>>>::default());
        let flows = Arc::new(AtomicBool::new(false));
        tokio::spawn(flow(Arc::clone(&sim), Arc::clone(&sent), Arc::clone(&flows), scale.rate));
        Ok(Self { sim, sent, flows })
    }

    pub(crate) fn sim(&self) -> &Sim {
        &self.sim
    }

    /// Sets whether events are created from now on.
    pub(crate) fn set_flowing(&self, flows: bool) {
        self.flows.store(flows, Ordering::SeqCst);
    }

    /// Returns how many events there were so far.
    pub(crate) fn count(&self) -> usize {
        self.sent.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// Returns the guild of each event from this one on.
    pub(crate) fn sent_since(&self, first: usize) -> Vec<u64> {
        self.sent.lock().unwrap_or_else(PoisonError::into_inner)[first..].to_vec()
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
