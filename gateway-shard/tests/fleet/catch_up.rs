//! Messages that are missed with a lost session, compared one by one with the simulated Discord.

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

#[tokio::test(start_paused = true)]
async fn every_message_comes_once_and_in_order_though_sessions_are_lost_at_random() {
    let (mut came, mut caught_up) = (0, 0);
    for seed in 0..12 {
        let sim = sim().start().await.unwrap();
        let (log, mut random) = (Log::default(), Random(seed));
        let gateway = start(&sim, None, CatchUp::new(), &log).await;
        assert!(gateway.wait_ready(PATIENCE).await);
        for round in 0..6 {
            if round < 2 {
                start_thread(&sim, &gateway).await;
            }
            life(&sim, &mut random).await;
            match random.below(4) {
                0 => lose(&sim, Target::All),
                1 | 2 => lose(&sim, Target::Shard(u32::try_from(random.below(2)).unwrap())),
                _ => _ = sim.drop_connections(None),
            }
            life(&sim, &mut random).await;
        }
        all_came(&sim, &log).await;
        assert!(gateway.shutdown(Shutdown::Offline, PATIENCE).await.in_time);
        let log = log.lock().unwrap();
        assert!(log.missed.is_empty(), "{:?}", log.missed);
        came += log.ids().values().map(Vec::len).sum::<usize>();
        caught_up += log.caught_up();
    }
    println!("{came} messages, {caught_up} of them caught up with");
    assert!(caught_up > came / 10);
}

#[tokio::test(start_paused = true)]
async fn every_message_comes_once_and_in_order_over_restarts() {
    let (mut came, mut caught_up) = (0, 0);
    for seed in 0..8 {
        let sim = sim().start().await.unwrap();
        let (log, folder, mut random) = (Log::default(), TestFolder::new(), Random(100 + seed));
        let settings = CatchUp::new();
        let mut gateway = start(&sim, Some(folder.path()), settings.clone(), &log).await;
        assert!(gateway.wait_ready(PATIENCE).await);
        for _ in 0..5 {
            life(&sim, &mut random).await;
            if random.below(2) == 0 {
                lose(&sim, Target::All);
                life(&sim, &mut random).await;
            }
            // At any time, also while catching up.
            let kind =
                random.of(&[Shutdown::KeepSession, Shutdown::KeepSession, Shutdown::Offline]);
            if kind == Shutdown::Offline {
                all_came(&sim, &log).await;
            }
            let report = gateway.shutdown(kind, PATIENCE).await;
            assert!(report.in_time, "{report:?}");
            life(&sim, &mut random).await;
            if random.below(2) == 0 {
                // The session no longer exists when the next process starts.
                tokio::time::sleep(Duration::from_secs(200)).await;
            }
            gateway = start(&sim, Some(folder.path()), settings.clone(), &log).await;
            if random.below(3) > 0 {
                assert!(gateway.wait_ready(PATIENCE).await);
            }
        }
        all_came(&sim, &log).await;
        assert!(gateway.shutdown(Shutdown::KeepSession, PATIENCE).await.is_clean());
        let log = log.lock().unwrap();
        assert!(log.missed.is_empty(), "{:?}", log.missed);
        came += log.ids().values().map(Vec::len).sum::<usize>();
        caught_up += log.caught_up();
    }
    println!("{came} messages, {caught_up} of them caught up with");
    assert!(caught_up > came / 10);
}

/// A process is killed: messages handled in the last second may be delivered again, and none is missed.
#[tokio::test(start_paused = true)]
async fn a_process_that_is_killed_while_it_catches_up_loses_no_message() {
    let mut repeats = 0;
    for seed in 0..6 {
        let sim = sim().start().await.unwrap();
        let (mut random, mut folder) = (Random(200 + seed), TestFolder::new());
        let mut all: BTreeMap<u64, Vec<u64>> = BTreeMap::new();
        for _ in 0..6 {
            let log = Log::default();
            let builder = builder(&sim).catch_up(CatchUp::new()).state_folder(folder.path());
            let (gateway, events) = builder.start().await.unwrap();
            let process = read(events, &log);
            assert!(gateway.wait_ready(PATIENCE).await);
            // The first knowledge of a guild is on the disk within a second.
            tokio::time::sleep(Duration::from_secs(2)).await;
            life(&sim, &mut random).await;
            if random.below(3) > 0 {
                lose(&sim, Target::All);
            }
            life(&sim, &mut random).await;
            tokio::time::sleep(Duration::from_millis(random.below(9000))).await;
            // The next process finds what is on the disk now.
            let next = TestFolder::new();
            copy(folder.path(), next.path());
            process.abort();
            for (channel, ids) in log.lock().unwrap().ids() {
                all.entry(channel).or_default().extend(ids);
            }
            folder = next;
        }
        let log = Log::default();
        let gateway = start(&sim, Some(folder.path()), CatchUp::new(), &log).await;
        assert!(gateway.wait_ready(PATIENCE).await);
        let with_last = |last: &Came| {
            let mut came = all.clone();
            for (channel, ids) in last.ids() {
                came.entry(channel).or_default().extend(ids);
            }
            came
        };
        let wanted = written(&sim);
        let is_there = |last: &Came| {
            let came = with_last(last);
            wanted.iter().all(|(channel, ids)| {
                let came = came.get(channel).map_or(&[][..], Vec::as_slice);
                ids.iter().all(|id| came.contains(id))
            })
        };
        until("all messages", &log, is_there).await;
        let came = with_last(&log.lock().unwrap());
        for (channel, came) in came {
            let (mut first, before) = (Vec::new(), came.len());
            for id in came {
                if !first.contains(&id) {
                    first.push(id);
                }
            }
            repeats += before - first.len();
            assert_eq!(first, wanted[&channel], "the first time of each is in order");
        }
    }
    println!("{repeats} repeats");
}

#[tokio::test(start_paused = true)]
async fn a_change_of_the_number_of_shards_misses_nothing() {
    for seed in 0..4 {
        let sim = sim().start().await.unwrap();
        let (log, mut random) = (Log::default(), Random(300 + seed));
        let gateway = start(&sim, None, CatchUp::new(), &log).await;
        assert!(gateway.wait_ready(PATIENCE).await);
        life(&sim, &mut random).await;
        if seed % 2 == 1 {
            lose(&sim, Target::All);
        }
        let changing = gateway.clone();
        let change = tokio::spawn(async move { changing.reshard(3).await });
        while !change.is_finished() {
            life(&sim, &mut random).await;
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        change.await.unwrap().unwrap();
        lose(&sim, Target::Shard(0));
        life(&sim, &mut random).await;
        all_came(&sim, &log).await;
        assert!(log.lock().unwrap().missed.is_empty());
        assert!(gateway.shutdown(Shutdown::Offline, PATIENCE).await.in_time);
    }
}

#[tokio::test(start_paused = true)]
async fn a_lost_session_is_told_with_its_guilds_and_its_time_also_after_a_restart() {
    let sim = sim().start().await.unwrap();
    let (log, folder) = (Log::default(), TestFolder::new());
    let (gateway, events) = builder(&sim).state_folder(folder.path()).start().await.unwrap();
    read(events, &log);
    assert!(gateway.wait_ready(PATIENCE).await);
    assert!(log.lock().unwrap().gaps.is_empty(), "the first session follows on none");
    lose(&sim, Target::Shard(1));
    until("a gap", &log, |came| came.gaps.len() == 1).await;
    let of_shard = |shard: u32| -> Vec<_> {
        let guilds: Vec<_> = sim.inspect(|core| core.world().guilds().collect());
        let mut guilds: Vec<_> =
            guilds.into_iter().filter(|guild| gateway.shard_of(*guild).id() == shard).collect();
        guilds.sort_unstable();
        guilds
    };
    {
        let log = log.lock().unwrap();
        assert_eq!(log.gaps[0].guilds, of_shard(1));
        assert!(log.gaps[0].from <= log.gaps[0].until);
    }
    assert!(gateway.wait_ready(PATIENCE).await);
    assert!(gateway.shutdown(Shutdown::KeepSession, PATIENCE).await.is_clean());
    // Discord has none of the sessions any more.
    tokio::time::sleep(Duration::from_secs(200)).await;
    let (next, events) = builder(&sim).state_folder(folder.path()).start().await.unwrap();
    read(events, &log);
    assert!(next.wait_ready(PATIENCE).await);
    until("a gap of each shard", &log, |came| came.gaps.len() == 3).await;
    let mut guilds: Vec<_> = {
        let log = log.lock().unwrap();
        log.gaps[1..].iter().map(|gap| gap.guilds.clone()).collect()
    };
    guilds.sort_unstable();
    let mut expected = vec![of_shard(0), of_shard(1)];
    expected.sort_unstable();
    assert_eq!(guilds, expected);
    assert!(next.shutdown(Shutdown::KeepSession, PATIENCE).await.is_clean());
}

/// Runs a bot that has seen one message in the first channel and then misses `count`.
async fn missed(
    settings: CatchUp,
    count: usize,
    before: impl FnOnce(&Sim),
) -> (Sim, Log, u64, Vec<u64>) {
    let sim = sim().guilds(1).recommended_shards(1).start().await.unwrap();
    let log = Log::default();
    let gateway = start(&sim, None, settings, &log).await;
    assert!(gateway.wait_ready(PATIENCE).await);
    let channel = channels(&sim)[0];
    let first = write(&sim, channel);
    until("the first message", &log, |came| !came.messages.is_empty()).await;
    lose(&sim, Target::All);
    let ids: Vec<u64> = (0..count).map(|_| write(&sim, channel)).collect();
    before(&sim);
    assert!(gateway.wait_ready(PATIENCE).await);
    (sim, log, first, ids)
}

#[tokio::test(start_paused = true)]
async fn past_its_bounds_the_rest_is_told_with_channel_and_span() {
    let settings = CatchUp::new().max_messages_per_channel(120);
    let (sim, log, first, ids) = missed(settings, 150, |_| ()).await;
    let channel = channels(&sim)[0];
    until("the rest", &log, |came| came.missed.len() == 1).await;
    let last = write(&sim, channel);
    until("a new one", &log, |came| came.ids()[&channel].contains(&last)).await;
    let log = log.lock().unwrap();
    let span = log.missed[0].channels[0];
    assert!(matches!(log.missed[0].reason, NotCaughtUpReason::MessageLimit));
    assert_eq!(
        (span.channel.get(), span.after.get(), span.until.get()),
        (channel, ids[119], ids[149])
    );
    let mut expected = vec![first];
    expected.extend(&ids[..120]);
    expected.push(last);
    assert_eq!(log.ids()[&channel], expected);
    assert_eq!(sim.rest_stats().by_route[MESSAGES], 2);
}

#[tokio::test(start_paused = true)]
async fn a_channel_that_may_not_be_read_is_told_and_never_asked_for() {
    let sim = sim().guilds(1).recommended_shards(1).start().await.unwrap();
    let log = Log::default();
    let gateway = start(&sim, None, CatchUp::new(), &log).await;
    assert!(gateway.wait_ready(PATIENCE).await);
    let channel = channels(&sim)[0];
    let first = write(&sim, channel);
    until("the first message", &log, |came| !came.messages.is_empty()).await;
    let guild = sim.inspect(|core| core.world().guild_at(0).unwrap());
    let hide = gateway.rest().edit_channel_permissions(
        Id::new(channel).unwrap(),
        guild.everyone_role().cast(),
        OverwriteKind::Role,
    );
    hide.deny(Permissions::READ_MESSAGE_HISTORY).await.unwrap();
    let permissions = Permissions::VIEW_CHANNEL;
    sim.act(WorldAction::BotPermissions { guild: None, permissions }).unwrap();
    lose(&sim, Target::All);
    let ids = [(); 3].map(|()| write(&sim, channel));
    until("the report", &log, |came| came.missed.len() == 1).await;
    let log = log.lock().unwrap();
    let NotCaughtUpReason::NoPermission { missing } = log.missed[0].reason else {
        panic!("{:?}", log.missed)
    };
    assert!(missing.contains(Permissions::READ_MESSAGE_HISTORY));
    let span = log.missed[0].channels[0];
    assert_eq!((span.after.get(), span.until.get()), (first, ids[2]));
    assert_eq!(sim.rest_stats().by_route.get(MESSAGES), None);
}

#[tokio::test(start_paused = true)]
async fn a_request_that_fails_for_good_is_told_and_newer_messages_go_on() {
    let (sim, log, first, ids) = missed(CatchUp::new(), 3, |sim| {
        let failure = json!({
            "route": MESSAGES, "status": 403, "body": r#"{"code":50001,"message":"Missing Access"}"#,
        });
        sim.act(RestAction::Fail(serde_json::from_value(failure).unwrap())).unwrap();
    })
    .await;
    until("the report", &log, |came| came.missed.len() == 1).await;
    let channel = channels(&sim)[0];
    let last = write(&sim, channel);
    until("a new one", &log, |came| came.ids()[&channel].len() == 2).await;
    let log = log.lock().unwrap();
    assert!(matches!(log.missed[0].reason, NotCaughtUpReason::Rest(_)), "{:?}", log.missed);
    let span = log.missed[0].channels[0];
    assert_eq!((span.after.get(), span.until.get()), (first, ids[2]));
    assert_eq!(log.ids()[&channel], [first, last]);
}

#[tokio::test(start_paused = true)]
async fn listeners_are_told_of_the_gap_and_know_a_message_that_was_caught_up_with() {
    let sim = sim().guilds(1).recommended_shards(1).start().await.unwrap();
    let heard: Arc<Mutex<Vec<String>>> = Arc::default();
    let add = |heard: &Arc<Mutex<Vec<String>>>, text: String| heard.lock().unwrap().push(text);
    let mut bot = Bot::new();
    let told = Arc::clone(&heard);
    bot.on::<MessageCreate>(move |ctx: Context, message| {
        let told = Arc::clone(&told);
        async move { add(&told, format!("{} {}", message.content, ctx.is_caught_up())) }
    });
    let told = Arc::clone(&heard);
    bot.on::<SessionGap>(move |_, gap| {
        let told = Arc::clone(&told);
        async move { add(&told, format!("gap of {} guild", gap.guilds.len())) }
    });
    let told = Arc::clone(&heard);
    bot.on::<gateway_shard::CaughtUp>(move |_, done| {
        let told = Arc::clone(&told);
        async move { add(&told, format!("{} read", done.messages)) }
    });
    let intents = Intents::GUILDS | Intents::GUILD_MESSAGES | Intents::MESSAGE_CONTENT;
    let start = |intents, bot: Bot| {
        let builder = Gateway::builder(sim.token(), intents).api_url(sim.api_url());
        bot.start(builder.catch_up(CatchUp::new()))
    };
    let (gateway, run) = start(intents, bot).await.unwrap();
    let running = tokio::spawn(run);
    assert!(gateway.wait_ready(PATIENCE).await);
    let channel = channels(&sim)[0];
    let lines = async |count: usize| {
        while heard.lock().unwrap().len() < count {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    write(&sim, channel);
    tokio::time::timeout(PATIENCE, lines(1)).await.unwrap();
    lose(&sim, Target::All);
    write(&sim, channel);
    tokio::time::timeout(PATIENCE, lines(4)).await.unwrap();
    assert_eq!(*heard.lock().unwrap(), ["hello false", "gap of 1 guild", "hello true", "1 read"]);
    assert!(gateway.shutdown(Shutdown::Offline, PATIENCE).await.is_clean());
    running.await.unwrap().unwrap();

    let error = start(Intents::GUILDS, Bot::new()).await.unwrap_err();
    let StartError::Setting(SettingError::CatchUpNeedsIntents { missing }) = &error else {
        panic!("{error}")
    };
    assert_eq!(*missing, Intents::GUILD_MESSAGES, "{error}");
}
