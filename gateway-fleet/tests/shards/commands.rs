//! Commands for guilds whose shard another process runs.

use std::num::NonZeroU32;
use std::time::Duration;

use gateway_fleet::commands::FleetCommandError;
use gateway_model::gateway::command::{RequestChannelInfo, UpdatePresence, UpdateVoiceState};
use gateway_model::id::{Id, marker};
use gateway_model::presence::Status;
use gateway_shard::MemberRequest;
use gateway_sim::Sim;
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use crate::support::{Log, Process, Server, TOTAL, until};

/// Sends one request, and returns the end of its answer.
async fn ask(port: u16, subject: &str, body: Value) -> Value {
    use futures_util::StreamExt as _;
    let client = async_nats::connect(format!("127.0.0.1:{port}")).await.unwrap();
    let inbox = client.new_inbox();
    let mut answers = client.subscribe(inbox.clone()).await.unwrap();
    client.publish_with_reply(subject.to_owned(), inbox, body.to_string().into()).await.unwrap();
    loop {
        let message = answers.next().await.unwrap();
        assert_eq!(message.status, None, "somebody listens");
        let reply: Value = serde_json::from_slice(&message.payload).unwrap();
        if reply.get("done").or(reply.get("error")).is_some() {
            return reply;
        }
    }
}

#[test]
#[ignore = "needs nats-server; CI runs it"]
fn commands_reach_the_shard_of_any_worker_and_say_who_failed() {
    let (server, outside) = (Server::start(), Runtime::new().unwrap());
    let sim = Sim::builder().guilds(8).members(5).recommended_shards(TOTAL).max_concurrency(TOTAL);
    let sim = outside.block_on(sim.start()).unwrap();
    let log = Log::default();
    let (first, second) = Process::start_two(&server, &sim, &log);
    let guilds: Vec<Id<marker::Guild>> = sim.inspect(|core| core.world().guilds().collect());
    let shard = |guild: Id<marker::Guild>| guild.shard(NonZeroU32::new(TOTAL).unwrap());
    let runs = |process: &Process, guild| {
        process.gateway.shards().iter().any(|id| id.id() == shard(guild))
    };
    let theirs = *guilds.iter().find(|guild| runs(&second, **guild)).unwrap();
    let own = *guilds.iter().find(|guild| runs(&first, **guild)).unwrap();
    until("the first knows", || {
        let tiles = first.status().shards;
        tiles.iter().filter(|tile| tile.owner.as_deref() == Some("second")).count() == 2
    });
    let commands = first.member.as_ref().unwrap().commands();
    let runtime = first.runtime.as_ref().unwrap();

    // The complete answer comes back, from this worker and from the other.
    for guild in [own, theirs] {
        let request = MemberRequest::by_query(guild, "", 5);
        let members = runtime.block_on(commands.request_members(request)).unwrap();
        assert!(!members.members.is_empty(), "{guild}");
        let sounds = runtime.block_on(commands.request_soundboard_sounds(guild)).unwrap();
        assert_eq!((sounds.guild_id, sounds.soundboard_sounds.is_empty()), (guild, false));
        let request = RequestChannelInfo::all(guild);
        let info = runtime.block_on(commands.request_channel_info(request)).unwrap();
        assert_eq!(info.guild_id, guild);
    }
    let before = sim.stats();
    let received = |op: i32| sim.stats().received.get(&op).copied().unwrap_or_default();
    let voice = |guild| UpdateVoiceState::leave(guild);
    runtime.block_on(commands.update_voice_state(voice(theirs))).unwrap();
    until("Discord has it", || received(4) == 1);
    let presence = UpdatePresence::new(Status::Online);
    runtime.block_on(commands.update_presence(presence)).unwrap();
    until("every shard shows it", || received(3) == u64::from(TOTAL));
    assert_eq!(before.identifies, sim.stats().identifies);

    // A refusal by the shard comes back with the worker's name.
    let unknown = Id::new((u64::from(shard(theirs)) << 22) | 1 << 60).unwrap();
    assert!(runs(&second, unknown));
    let request = MemberRequest::by_query(unknown, "a", 5);
    let error = runtime.block_on(commands.request_members(request)).unwrap_err();
    let FleetCommandError::Refused { worker, code, is_retryable, .. } = &error else {
        panic!("{error}")
    };
    assert_eq!((&**worker, &**code, *is_retryable), ("second", "failed", false), "{error}");

    // A program in another language asks any worker, or a given one.
    let any = "gateway-fleet.fleet-test.command";
    let body = json!({"v": 1, "command": {"request_members": {"guild": theirs, "who": {"prefix": ["", 3]}}}});
    let answer = outside.block_on(ask(server.port, any, body.clone()));
    assert!(!answer["done"]["members"]["members"].as_array().unwrap().is_empty(), "{answer}");
    for (command, answer) in [
        (json!({ "request_soundboard_sounds": theirs }), "soundboard_sounds"),
        (
            json!({ "request_channel_info": { "guild_id": theirs, "fields": ["status"] } }),
            "channel_info",
        ),
    ] {
        let body = json!({ "v": 1, "command": command });
        let reply = outside.block_on(ask(server.port, any, body));
        assert_eq!(reply["done"][answer]["guild_id"], json!(theirs), "{reply}");
    }
    let one = "gateway-fleet.fleet-test.worker.first";
    let answer = outside.block_on(ask(server.port, one, body));
    assert_eq!(
        (&answer["error"]["code"], &answer["worker"]),
        (&json!("not_owner"), &json!("first"))
    );
    for body in [json!({"v": 2, "command": {"request_soundboard_sounds": theirs}}), json!({"v": 1})]
    {
        let answer = outside.block_on(ask(server.port, any, body));
        assert_eq!(answer["error"]["code"], "unreadable", "{answer}");
    }

    // The other worker dies: the error names it until another worker has the shard.
    second.kill();
    let failed = runtime.block_on(commands.update_voice_state(voice(theirs)));
    let error = failed.unwrap_err();
    // The server may not have noticed yet that its connection is closed.
    let (FleetCommandError::Gone { worker } | FleetCommandError::TimedOut { worker, .. }) = &error
    else {
        panic!("{error}")
    };
    assert_eq!(worker, "second");
    assert!(error.is_retryable());
    until("it is followed", || first.ready() == 4);
    runtime.block_on(commands.update_voice_state(voice(theirs))).unwrap();
    until("Discord has it too", || received(4) == 2);

    // No worker has it.
    let third = Process::start(&server, &sim, &log, "third", None);
    until("the third takes its share", || third.ready() == 2);
    let late = third.member.as_ref().unwrap().commands();
    let runtime = third.runtime.as_ref().unwrap();
    first.leave();
    until("all on the third", || third.ready() == 4);
    runtime.block_on(late.update_voice_state(voice(theirs))).unwrap();
    until("Discord has it once more", || received(4) == 3);
    let limit = Duration::from_secs(30);
    let member = third.member.as_ref().unwrap();
    runtime.block_on(member.worker().drain(Duration::from_millis(100))).unwrap();
    let left = async { tokio::time::timeout(limit, member.left()).await };
    assert_eq!(runtime.block_on(left), Ok(0));
    let error = runtime.block_on(late.update_voice_state(voice(theirs))).unwrap_err();
    assert!(
        matches!(error, FleetCommandError::NoOwner(shard) if shard.count().get() == TOTAL),
        "{error}"
    );
    third.leave();
}
