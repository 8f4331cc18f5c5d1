//! The complete path: Discord, a gateway worker that publishes, a bot worker that listens and sends commands
//! back.

use std::num::NonZeroU32;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use gateway_fleet::{FleetConfig, LeaseKind, nats::NatsSettings, shards};
use gateway_forward::nats::{Nats, NatsConfig};
use gateway_forward::{DeliveryConfig, Filter, Forwarder, SinkSettings};
use gateway_model::EventKind;
use gateway_model::event::MessageCreate;
use gateway_model::gateway::Intents;
use gateway_model::gateway::command::{RequestChannelInfo, UpdatePresence, UpdateVoiceState};
use gateway_model::presence::Status;
use gateway_shard::{
    Bot, Context, Gateway, GuildAvailable, MemberRequest, RequestError, SendError, ShardStopped,
};
use gateway_sim::Sim;
use gateway_worker::NatsLogin;
use serde_json::json;
use tokio::runtime::Runtime;

use crate::support::{LIMIT, PARTITIONS, Process, Server, until};

/// A gateway worker: the shards, and the sink.
async fn publisher(server: &Server, sim: &Sim) -> (shards::Member, Gateway) {
    let config = FleetConfig::new("gateway-1", &shards::instance(), LeaseKind::Shard, 10).unwrap();
    let times = server.config("unused").times;
    let config = config.with_total(2).unwrap().with_times(times).unwrap();
    let builder = Gateway::builder(sim.token(), Intents::all()).api_url(sim.api_url());
    let nats = NatsSettings::new(&server.url(), "fleet-bot");
    let (builder, joined) = shards::join(builder, nats, config).await.unwrap();
    let (gateway, mut events) = builder.start().await.unwrap();
    let sink = Nats::connect(NatsConfig {
        url: server.url().into(),
        login: NatsLogin::Anonymous,
        ca_file: None,
        stream: "DISCORD".into(),
        prefix: "discord".into(),
        partitions: PARTITIONS,
        application_id: "42".into(),
        duplicate_window: Duration::from_secs(60),
        max_age: Duration::ZERO,
        max_bytes: None,
        replicas: 1,
        timeout: Duration::from_secs(2),
    });
    let (sink, filter) = (Arc::new(sink.await.unwrap()), Filter::default());
    let delivery = DeliveryConfig::default();
    let settings = SinkSettings { name: "bus".into(), sink, filter, delivery };
    let forwarder = Forwarder::start(vec![settings]).unwrap();
    tokio::spawn(async move {
        while let Some(event) = events.next().await {
            forwarder.forward(event).await;
        }
    });
    (joined.run(gateway.clone()), gateway)
}

type Said = Arc<Mutex<Vec<String>>>;

/// Everything that a listener can request; each answer is a line.
async fn ask(
    ctx: Context,
    guild: gateway_model::id::Id<gateway_model::id::marker::Guild>,
) -> Vec<String> {
    let gateway = ctx.gateway();
    let mut lines = Vec::new();
    let request = MemberRequest::by_query(guild, "", 5);
    let members = gateway.request_members(request).await;
    lines.push(format!("members {}", members.is_ok_and(|members| !members.members.is_empty())));
    let sounds = gateway.request_soundboard_sounds(guild).await;
    lines.push(format!("sounds {}", sounds.is_ok_and(|sounds| sounds.guild_id == guild)));
    let info = gateway.request_channel_info(RequestChannelInfo::all(guild)).await;
    lines.push(format!("info {}", info.is_ok_and(|info| info.guild_id == guild)));
    lines.push(format!(
        "voice {:?}",
        gateway.update_voice_state(UpdateVoiceState::leave(guild)).await
    ));
    lines.push(format!(
        "presence {:?}",
        gateway.update_presence(UpdatePresence::new(Status::Idle)).await
    ));
    lines.push(format!("sent {:?}", ctx.send(UpdatePresence::new(Status::Online)).await));
    let two = NonZeroU32::new(2).unwrap();
    lines.push(format!(
        "shard {}",
        gateway.shard_of(guild).id() == guild.shard(two) && ctx.shard() == gateway.shard_of(guild)
    ));
    lines.push(format!("local {}", gateway.local().is_err()));
    lines
}

fn bot(said: &Said) -> Bot {
    let mut bot = Bot::new();
    let lines = Arc::clone(said);
    bot.on::<GuildAvailable>(move |_, guild| {
        lines.lock().unwrap().push(format!("available {}", guild.guild_id));
        std::future::ready(())
    });
    let lines = Arc::clone(said);
    bot.on::<ShardStopped>(move |_, _| {
        lines.lock().unwrap().push("stopped".to_owned());
        std::future::ready(())
    });
    let lines = Arc::clone(said);
    bot.on::<MessageCreate>(move |ctx: Context, message: Arc<MessageCreate>| {
        let lines = Arc::clone(&lines);
        async move {
            let Some(guild) = message.guild_id else { return };
            let answers = match &*message.content {
                "ask" => ask(ctx, guild).await,
                "members" => {
                    let answer = ctx.gateway().request_members(MemberRequest::all(guild)).await;
                    let text = match answer {
                        Ok(_) => "answered".to_owned(),
                        Err(RequestError::Send(SendError::Remote(error))) => format!("{error:?}"),
                        Err(error) => format!("other: {error:?}"),
                    };
                    vec![text]
                }
                _ => return,
            };
            lines.lock().unwrap().extend(answers);
        }
    });
    bot
}

fn say(sim: &Sim, content: &str) {
    let guild = sim.inspect(|core| core.world().guilds().next().unwrap().get());
    let author = json!({"id": "5", "username": "nele", "discriminator": "0", "avatar": null, "global_name": null});
    sim.inject(
        EventKind::MessageCreate.name().unwrap(),
        Some(guild),
        json!({
            "id": "9", "channel_id": "8", "guild_id": guild.to_string(), "author": author, "content": content,
            "timestamp": "2026-01-01T00:00:00Z", "edited_timestamp": null, "tts": false, "mention_everyone": false,
            "mentions": [], "mention_roles": [], "attachments": [], "embeds": [], "pinned": false, "type": 0
        }),
    );
}

#[test]
#[ignore = "needs nats-server; CI runs it"]
fn a_bot_asks_the_shards_of_others_and_is_told_who_failed() {
    let (server, outside) = (Server::start(), Runtime::new().unwrap());
    let sim = Sim::builder().guilds(4).members(5).recommended_shards(2).max_concurrency(2);
    let sim = outside.block_on(sim.start()).unwrap();
    outside.block_on(server.jetstream());
    let gateways = Runtime::new().unwrap();
    let (member, gateway) = gateways.block_on(publisher(&server, &sim));
    let said = Said::default();
    let mut config = server.config("bot-1");
    config.fleet = Some("fleet-bot".into());
    let worker = Process::start_bot(config.clone(), || bot(&said));
    let lines = || said.lock().unwrap().clone();
    let guilds = sim.inspect(|core| core.world().guilds().count());
    until("every guild is available", || {
        lines().iter().filter(|line| line.starts_with("available")).count() == guilds
    });
    until("ready", || gateway.status().shards.iter().all(|shard| shard.ready));
    say(&sim, "ask");
    until("all is answered", || lines().contains(&"local true".to_owned()));
    let answers = lines().split_off(guilds);
    assert_eq!(
        answers,
        [
            "members true",
            "sounds true",
            "info true",
            "voice Ok(())",
            "presence Ok(())",
            "sent Ok(())",
            "shard true",
            "local true"
        ]
    );
    let received = |op: i32| sim.stats().received.get(&op).copied().unwrap_or_default();
    until("Discord has the commands", || received(4) == 1 && received(3) == 3);

    // A worker that does not name a fleet.
    let report = worker.stop();
    assert!(report.listeners_ended, "{report:?}");
    assert!(lines().contains(&"stopped".to_owned()));
    let off = Process::start_bot(server.config("bot-2"), || bot(&said));
    say(&sim, "members");
    until("it is told", || lines().last().is_some_and(|line| line.starts_with("Off(")));
    off.stop();

    // Nobody has the shards: a message that was published earlier is handled after all gateway workers have
    // left.
    say(&sim, "members");
    let stored = || {
        outside.block_on(async {
            let mut stream = server.jetstream().await.get_stream("DISCORD").await.unwrap();
            stream.info().await.unwrap().state.messages
        })
    };
    let before = stored();
    until("it is published", || stored() >= before.max(7));
    std::thread::sleep(Duration::from_millis(200));
    gateways.block_on(async { tokio::time::timeout(LIMIT, member.leave(LIMIT)).await.unwrap() });
    gateways.shutdown_background();
    let worker = Process::start_bot(config, || bot(&said));
    until("it is told", || lines().last().is_some_and(|line| line.starts_with("Unreachable(")));
    worker.stop();
}
