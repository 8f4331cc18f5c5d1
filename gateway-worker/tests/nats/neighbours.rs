//! Other programs on the same server and stream: another bot, and a publisher that catches up.

use std::sync::{Arc, Mutex};

use async_nats::jetstream;
use gateway_fleet::stream;
use gateway_model::id::Id;
use gateway_shard::{Bot, Context};
use tokio::runtime::Runtime;

use crate::support::{Act, Event, Log, PARTITIONS, Process, Server, event, guild, publish, until};

fn fails() -> Act {
    Arc::new(|_, _, _| Box::pin(async { Err("no".to_owned()) }))
}

#[test]
#[ignore = "needs nats-server; CI runs it"]
fn two_bots_with_groups_of_one_name_share_a_server_and_nothing_else() {
    let (server, outside) = (Server::start(), Runtime::new().unwrap());
    let context = outside.block_on(server.with_stream());
    let other = jetstream::stream::Config {
        name: "OTHER".into(),
        subjects: vec!["other.>".into()],
        ..Default::default()
    };
    outside.block_on(context.create_stream(other)).unwrap();
    let logs = [Log::default(), Log::default()];
    let config = |stream: &str, prefix: &str| {
        let mut config = server.config("one");
        (config.stream, config.prefix) = (stream.to_owned(), prefix.to_owned());
        config.tries = std::num::NonZeroU32::MIN;
        config
    };
    let first = Process::start(config("DISCORD", "discord"), &logs[0], fails());
    let second = Process::start(config("OTHER", "other"), &logs[1], fails());
    outside.block_on(async {
        for partition in 0..8 {
            publish(&context, event(guild(partition), partition + 1), true).await;
            let id = Id::new(guild(partition));
            let subject = stream::subject("other", PARTITIONS, 0, "MESSAGE_CREATE", id);
            context.publish(subject, "no event".into()).await.unwrap().await.unwrap();
        }
    });
    let letters = |name: &'static str| {
        outside.block_on(async {
            let mut stream = context.get_stream(name).await.ok()?;
            Some(stream.info().await.unwrap().state.messages)
        })
    };
    until("each has its dead letters", || {
        letters("DISCORD_DEAD") == Some(8) && letters("OTHER_DEAD") == Some(8)
    });
    assert_eq!((logs[0].all().len(), logs[1].all().len()), (8, 0));
    first.stop();
    second.stop();
}

#[test]
#[ignore = "needs nats-server; CI runs it"]
fn a_message_that_the_publisher_caught_up_with_is_told_as_such_and_once() {
    let (server, outside) = (Server::start(), Runtime::new().unwrap());
    let context = outside.block_on(server.with_stream());
    let seen = Arc::new(Mutex::new(Vec::new()));
    let bot = || {
        let (mut bot, seen) = (Bot::new(), Arc::clone(&seen));
        bot.on_raw("MESSAGE_CREATE", move |ctx: Context, dispatch| {
            let sequence = ctx.key().map(|key| key.sequence);
            seen.lock().unwrap().push((ctx.is_caught_up(), sequence, dispatch.sequence()));
            async {}
        });
        bot
    };
    let worker = Process::start_bot(server.config("one"), bot);
    outside.block_on(async {
        publish(&context, event(guild(1), 5), true).await;
        let message = event(guild(1), 1_300_000_000_000_000_000);
        for _ in 0..2 {
            publish(&context, Event { session: stream::CAUGHT_UP, ..message }, false).await;
        }
        publish(&context, event(guild(1), 6), true).await;
    });
    until("the last one", || seen.lock().unwrap().iter().any(|(_, key, _)| *key == Some(6)));
    let seen = seen.lock().unwrap().clone();
    assert_eq!(seen, [(false, Some(5), 5), (true, None, 0), (false, Some(6), 6)]);
    worker.stop();
}
