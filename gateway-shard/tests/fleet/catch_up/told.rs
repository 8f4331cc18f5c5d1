//! The events that a bot gets about a gap, about messages that were caught up, and about those that were not.

use super::*;

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
