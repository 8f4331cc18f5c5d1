//! In a bot, against the simulator.

use std::time::Duration;

use gateway_cache::{Cache, Change, FetchError};
use gateway_model::event::{GuildMemberUpdate, MessageCreate};
use gateway_model::gateway::Intents;
use gateway_model::id::Id;
use gateway_shard::{Bot, Gateway, Shutdown};
use gateway_sim::Sim;
use gateway_sim::control::UserAction;
use serde_json::Value;
use tokio::sync::mpsc;

const PATIENCE: Duration = Duration::from_secs(60);

#[tokio::test]
async fn a_listener_sees_the_state_with_its_event_and_can_ask_what_it_was() {
    let sim = Sim::builder().guilds(2).members(5).start().await.unwrap();
    let intents = Intents::all();
    let cache = Cache::everything(intents).keep_changes().build();
    let mut bot = Bot::new();
    cache.attach(&mut bot);
    let (say, mut said) = mpsc::unbounded_channel();
    let (one, told) = (cache.clone(), say.clone());
    bot.on::<MessageCreate>(move |_, message| {
        let known = one.message(message.guild_id.unwrap(), message.channel_id, message.id);
        let may = one.permissions_in(message.channel_id, message.author.id);
        told.send(format!("{} {}", known.is_some(), may.is_ok())).unwrap();
        std::future::ready(())
    });
    let (one, told) = (cache.clone(), say);
    bot.on::<GuildMemberUpdate>(move |ctx, event| {
        let changes = one.changes(&ctx);
        let old = changes.iter().find_map(|change| match change {
            Change::Member(member) => Some(member.old.as_ref().map(|old| old.nick.clone())),
            _ => None,
        });
        told.send(format!("{old:?} {:?}", event.nick)).unwrap();
        std::future::ready(())
    });
    let builder = Gateway::builder(sim.token(), intents).api_url(sim.api_url());
    let (gateway, run) = bot.start(builder).await.unwrap();
    let running = tokio::spawn(run);
    assert!(gateway.wait_ready(PATIENCE).await);
    let message = UserAction::Message {
        content: "hi".into(),
        guild: None,
        channel: None,
        author: None,
        fields: Value::Null,
    };
    sim.act(message).unwrap();
    let next = tokio::time::timeout(PATIENCE, said.recv()).await.unwrap().unwrap();
    assert_eq!(next, "true true");

    let guild = Id::new(sim.inspect(|core| core.world().guilds().next().unwrap().get())).unwrap();
    let own = cache.current_user_id().unwrap();
    let owner = cache.guild(guild).unwrap().guild.owner_id;
    let user =
        cache.member_ids(guild).into_iter().find(|user| *user != own && *user != owner).unwrap();
    gateway.rest().modify_guild_member(guild, user).nick("first").await.unwrap();
    let next = tokio::time::timeout(PATIENCE, said.recv()).await.unwrap().unwrap();
    assert_eq!(next, r#"Some(Some(None)) Some("first")"#);

    // Over REST and over the gateway alike, a user who is not a member results in the same error.
    let nobody = Id::new(4).unwrap();
    let rest = cache.fetch_member(gateway.rest(), guild, nobody).await;
    assert!(matches!(rest, Err(FetchError::NotAMember { .. })), "{rest:?}");
    let asked = cache.fetch_member(&gateway, guild, nobody).await;
    assert!(matches!(asked, Err(FetchError::NotAMember { .. })), "{asked:?}");
    gateway.shutdown(Shutdown::Offline, Duration::from_secs(10)).await;
    tokio::time::timeout(PATIENCE, running).await.unwrap().unwrap().unwrap();
}
