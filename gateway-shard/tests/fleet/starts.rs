//! A bot that starts a gateway and listeners together: it requests only events that have a listener, and a listener
//! that could never run is an error.

use std::time::Duration;

use gateway_model::EventKind;
use gateway_model::event::MessageCreate;
use gateway_model::gateway::Intents;
use gateway_shard::{
    Bot, Gateway, GuildAvailable, GuildJoined, MemberRequest, ShardReady, Shutdown, StartError,
};
use gateway_sim::Sim;
use serde_json::json;

use crate::listeners::{Log, number};
use crate::support::{PATIENCE, builder, say};

#[tokio::test(start_paused = true)]
async fn a_bot_that_is_started_gets_what_it_listens_to_and_what_the_library_needs() {
    let sim = Sim::builder().guilds(1).members(10).start().await.unwrap();
    let (heard, joined) = (Log::new(), Log::new());
    let mut bot = Bot::new();
    let log = heard.clone();
    bot.on_raw("MESSAGE_CREATE", move |_, message| {
        log.add(number(&message));
        async {}
    });
    let log = joined.clone();
    bot.on::<GuildAvailable>(move |_, guild| {
        log.add(guild.guild_id);
        async {}
    });
    let (gateway, run) = bot.start(builder(&sim)).await.unwrap();
    let run = tokio::spawn(run);
    assert!(gateway.wait_ready(PATIENCE).await);

    let guild = joined.until(|guilds| guilds.len() == 1).await[0];
    let typing = json!({"channel_id": "1", "user_id": "1", "timestamp": 1});
    for number in 0..10 {
        assert_eq!(sim.inject("TYPING_START", Some(guild.get()), typing.clone()), 1);
        say(&sim, number..number + 1);
    }
    assert_eq!(heard.until(|heard| heard.len() == 10).await, (0..10).collect::<Vec<_>>());
    // No listener is for chunks, but the answer arrives.
    let members = gateway.request_members(MemberRequest::all(guild)).await.unwrap();
    assert_eq!(members.members.len(), 10);
    // Ready, the guild, the messages and the chunk, but no typing.
    assert_eq!(gateway.status().shards[0].events, 1 + 1 + 10 + 1);
    assert!(gateway.shutdown(Shutdown::Offline, PATIENCE).await.is_clean());
    run.await.unwrap().unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_listener_that_no_intent_reaches_is_an_error_that_names_it_before_anything_is_sent() {
    let sim = Sim::builder().guilds(1).start().await.unwrap();
    let start = async |listen: fn(&mut Bot), intents| {
        let mut bot = Bot::new();
        listen(&mut bot);
        let builder = Gateway::builder(sim.token(), intents).api_url(sim.api_url());
        match bot.start(builder).await {
            Ok((gateway, _run)) => {
                gateway.shutdown(Shutdown::Offline, Duration::ZERO).await;
                None
            }
            Err(StartError::MissingIntents(missing)) => Some(missing),
            Err(error) => panic!("{error}"),
        }
    };
    let deaf = start(
        |bot| {
            bot.on::<MessageCreate>(async |_, _| {});
            bot.on::<GuildJoined>(async |_, _| {});
            bot.on_raw("GUILD_MEMBER_ADD", async |_, _| {});
            // These need no intent.
            bot.on::<ShardReady>(async |_, _| {});
            bot.on_raw("SOMETHING_NEW", async |_, _| {});
            bot.on_raw("INTERACTION_CREATE", async |_, _| {});
        },
        Intents::GUILD_PRESENCES | Intents::GUILD_MESSAGE_TYPING,
    );
    let deaf = deaf.await.unwrap();
    let names: Vec<_> = deaf.listeners.iter().map(|one| (&*one.listens_to, one.event)).collect();
    let (member, created) = (EventKind::GuildMemberAdd, EventKind::GuildCreate);
    let message = ("MessageCreate", EventKind::MessageCreate);
    assert_eq!(names, [("GUILD_MEMBER_ADD", member), ("GuildJoined", created), message]);
    let text = "the listener for GUILD_MEMBER_ADD is never called: it needs the intent GUILD_MEMBERS (privileged); \
        the listener for GuildJoined is never called: it needs the intent GUILDS; the listener for MessageCreate is \
        never called: it needs the intent GUILD_MESSAGES or DIRECT_MESSAGES; enable privileged intents in the \
        Developer Portal first, under Bot";
    assert_eq!(deaf.to_string(), text);
    assert_eq!(sim.stats().connections, 0);
    // One of two intents is enough, and changes of the bot's own member arrive without the intent.
    let hears = start(
        |bot| {
            bot.on::<MessageCreate>(async |_, _| {});
            bot.on_raw("GUILD_MEMBER_UPDATE", async |_, _| {});
        },
        Intents::DIRECT_MESSAGES,
    );
    assert_eq!(hears.await, None);
}
