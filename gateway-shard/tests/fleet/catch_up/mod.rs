//! Messages that are missed with a lost session, compared one by one with the simulated Discord.

mod losses;
mod told;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use gateway_model::channel::{ChannelKind, OverwriteKind};
use gateway_model::event::MessageCreate;
use gateway_model::gateway::Intents;
use gateway_model::{EventKind, Id, Permissions};
use gateway_shard::{
    Bot, CatchUp, Context, Events, Gateway, NotCaughtUp, NotCaughtUpReason, SessionGap,
    SettingError, ShardEvent, ShardEventKind, Shutdown, StartError,
};
use gateway_sim::control::{ConnectionAction, RestAction, Target, UserAction, WorldAction};
use gateway_sim::world::Guild;
use gateway_sim::{Sim, SimBuilder};
use serde_json::json;
use tokio::task::JoinHandle;

use crate::support::{PATIENCE, TestFolder, builder, copy};

const MESSAGES: &str = "GET /channels/{channel}/messages";

/// The events of all processes.
#[derive(Debug, Default)]
struct Came {
    /// By channel: the message id, and whether the message was caught up.
    messages: BTreeMap<u64, Vec<(u64, bool)>>,
    missed: Vec<Arc<NotCaughtUp>>,
    gaps: Vec<Arc<SessionGap>>,
}

impl Came {
    fn take(&mut self, event: &ShardEvent) {
        match &event.kind {
            ShardEventKind::Dispatch(dispatch) if dispatch.kind() == EventKind::MessageCreate => {
                let message = dispatch.decode::<MessageCreate>().unwrap();
                assert_eq!(event.key().is_none(), event.is_caught_up());
                assert!(message.guild_id.is_some());
                let of_channel = self.messages.entry(message.channel_id.get()).or_default();
                of_channel.push((message.id.get(), event.is_caught_up()));
            }
            ShardEventKind::NotCaughtUp(missed) => self.missed.push(Arc::clone(missed)),
            ShardEventKind::SessionGap(gap) => self.gaps.push(Arc::clone(gap)),
            _ => {}
        }
    }

    fn ids(&self) -> BTreeMap<u64, Vec<u64>> {
        let of = |(channel, came): (&u64, &Vec<(u64, bool)>)| {
            (*channel, came.iter().map(|(id, _)| *id).collect())
        };
        self.messages.iter().map(of).collect()
    }

    fn caught_up(&self) -> usize {
        self.messages.values().flatten().filter(|(_, caught_up)| *caught_up).count()
    }
}

type Log = Arc<Mutex<Came>>;

fn read(mut events: Events, log: &Log) -> JoinHandle<()> {
    let log = Arc::clone(log);
    tokio::spawn(async move {
        while let Some(event) = events.next().await {
            log.lock().unwrap().take(&event);
        }
    })
}

async fn start(sim: &Sim, folder: Option<&Path>, settings: CatchUp, log: &Log) -> Gateway {
    let mut builder = builder(sim).catch_up(settings);
    if let Some(folder) = folder {
        builder = builder.state_folder(folder);
    }
    let (gateway, events) = builder.start().await.unwrap();
    read(events, log);
    gateway
}

fn sim() -> SimBuilder {
    Sim::builder().guilds(4).members(3).recommended_shards(2).max_concurrency(2).rest_limits(false)
}

/// Returns the text channels and threads.
fn channels(sim: &Sim) -> Vec<u64> {
    sim.inspect(|core| {
        let guilds = core.world().guilds().filter_map(|guild| core.world().guild(guild));
        let of = |guild: &Guild| -> Vec<u64> {
            let channels = guild.channels.iter();
            let with_messages =
                channels.filter(|(_, channel)| matches!(channel["type"].as_u64(), Some(0 | 11)));
            with_messages.map(|(id, _)| *id).collect()
        };
        guilds.flat_map(|guild| of(&guild)).collect()
    })
}

/// Starts a thread in the first channel.
async fn start_thread(sim: &Sim, gateway: &Gateway) {
    let channel = Id::new(channels(sim)[0]).unwrap();
    let thread = gateway.rest().start_thread(channel, "thread").kind(ChannelKind::PublicThread);
    thread.await.unwrap();
}

fn write(sim: &Sim, channel: u64) -> u64 {
    let action = UserAction::Message {
        content: "hello".to_owned(),
        guild: None,
        channel: Some(channel.to_string()),
        author: None,
        fields: json!({}),
    };
    let done = sim.act(action).unwrap();
    let id = done["message"]["id"].as_str().unwrap_or_else(|| panic!("{done}"));
    id.parse().unwrap()
}

/// Ends the sessions. The bot learns of it immediately, or when it resumes.
fn lose(sim: &Sim, target: Target) {
    if target == Target::All {
        sim.act(ConnectionAction::ForgetSessions.on(Target::All)).unwrap();
        sim.act(ConnectionAction::Drop.on(Target::All)).unwrap();
    } else {
        let invalid = ConnectionAction::InvalidateSession { resumable: false };
        sim.act(invalid.on(target)).unwrap();
    }
}

/// Returns the messages that were written, by channel.
fn written(sim: &Sim) -> BTreeMap<u64, Vec<u64>> {
    let of = |channel: u64| sim.inspect(|core| core.world().messages(channel).ids().collect());
    let all = channels(sim).into_iter().map(|channel| (channel, of(channel)));
    all.filter(|(_, ids): &(u64, Vec<u64>)| !ids.is_empty()).collect()
}

async fn until(what: &str, log: &Log, enough: impl Fn(&Came) -> bool) {
    for _ in 0..10_000 {
        if enough(&log.lock().unwrap()) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("{what}: {:?}", log.lock().unwrap());
}

async fn all_came(sim: &Sim, log: &Log) {
    let count = |ids: &BTreeMap<u64, Vec<u64>>| ids.values().map(Vec::len).sum::<usize>();
    let wanted = written(sim);
    until("all messages", log, |came| count(&came.ids()) >= count(&wanted)).await;
    assert_eq!(log.lock().unwrap().ids(), wanted, "each once, in the order of its channel");
}

/// Numbers that are determined by a seed.
struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }

    fn of<T: Copy>(&mut self, list: &[T]) -> T {
        list[usize::try_from(self.below(list.len() as u64)).unwrap()]
    }
}

/// Writes some messages, and lets some time pass.
async fn life(sim: &Sim, random: &mut Random) {
    let channels = channels(sim);
    for _ in 0..random.below(30) {
        write(sim, random.of(&channels));
        if random.below(4) == 0 {
            tokio::time::sleep(Duration::from_millis(random.below(400))).await;
        }
    }
}
