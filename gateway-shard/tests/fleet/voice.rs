//! Voice connections: what a voice driver gets first, and later.

use std::time::Duration;

use gateway_model::Permissions;
use gateway_model::channel::Overwrite;
use gateway_model::gateway::Intents;
use gateway_model::id::{Id, marker};
use gateway_shard::{Gateway, Shutdown, VoiceConnection, VoiceEnd, VoiceError, VoiceUpdate};
use gateway_sim::Sim;
use gateway_sim::control::{ConnectionAction, UserAction, WorldAction};
use serde_json::json;
use tokio::time::{Instant, timeout};

use crate::support::{PATIENCE, Record, builder, two_shards};

struct Voice {
    sim: Sim,
    gateway: Gateway,
    _record: Record,
    guild: Id<marker::Guild>,
    channel: Id<marker::Channel>,
}

async fn start() -> Voice {
    let sim = two_shards().guilds(2).start().await.unwrap();
    let (gateway, events) = builder(&sim).start().await.unwrap();
    let mut record = Record::new(events);
    let guilds = gateway_model::EventKind::GuildCreate;
    record.until("the guilds", |seen| seen.count(guilds) == 2).await;
    let guild = sim.inspect(|core| core.world().guilds().next().unwrap());
    let channel = voice_channel(&sim, guild);
    Voice { sim, gateway, _record: record, guild, channel }
}

/// Returns the guild's voice channel.
fn voice_channel(sim: &Sim, guild: Id<marker::Guild>) -> Id<marker::Channel> {
    sim.inspect(|core| {
        let channels = &core.world().guild(guild).unwrap().channels;
        let voice = channels.iter().find(|(_, channel)| channel["type"] == 2);
        Id::new(*voice.unwrap().0).unwrap()
    })
}

impl Voice {
    async fn join(&self) -> VoiceConnection {
        self.gateway.join_voice(self.guild, self.channel).self_deaf(true).await.unwrap()
    }

    /// Returns the channel of the bot, and whether it is deaf, according to the simulation.
    fn place(&self) -> Option<(String, bool)> {
        self.sim.inspect(|core| {
            let world = core.world();
            let states = &world.guild(self.guild)?.voice_states;
            let state = states.get(&world.bot_id().get())?.clone();
            Some((state["channel_id"].as_str()?.to_owned(), state["self_deaf"] == true))
        })
    }

    /// Changes the voice server of the guild.
    fn server(&self, token: &str, endpoint: Option<&str>) {
        let guild = self.guild.get();
        let data = json!({"token": token, "guild_id": guild.to_string(), "endpoint": endpoint});
        assert_eq!(self.sim.inject("VOICE_SERVER_UPDATE", Some(guild), data), 1);
    }

    fn bot(&self) -> String {
        self.sim.inspect(|core| core.world().bot_id().to_string())
    }

    async fn refused(&self, channel: Id<marker::Channel>) -> VoiceError {
        let join = self.gateway.join_voice(self.guild, channel);
        let begun = Instant::now();
        let error = join.timeout(Duration::from_secs(7)).await.unwrap_err();
        assert!(begun.elapsed() <= Duration::from_secs(8), "{:?}", begun.elapsed());
        error
    }
}

async fn next(connection: &mut VoiceConnection) -> VoiceUpdate {
    timeout(PATIENCE, connection.next()).await.unwrap().unwrap()
}

#[tokio::test(start_paused = true)]
async fn a_driver_is_given_what_it_needs_and_told_of_moves_servers_and_the_end() {
    let voice = start().await;
    let mut connection = voice.join().await;
    let info = connection.info().unwrap();
    assert_eq!((info.guild_id, info.channel_id), (voice.guild, voice.channel));
    assert_eq!(
        (info.user_id.to_string(), &*info.endpoint),
        (voice.bot(), &*voice.sim.voice_endpoint())
    );
    assert!(!info.session_id.is_empty() && !info.token.as_str().is_empty());
    let shown = format!("{connection:?} {info:?}");
    assert!(!shown.contains(info.token.as_str()) && !shown.contains(&*info.session_id), "{shown}");
    assert_eq!(voice.place(), Some((voice.channel.to_string(), true)));

    voice.server("another", Some("b.sim.invalid:443"));
    let VoiceUpdate::Connect(info) = next(&mut connection).await else { panic!() };
    assert_eq!((info.token.as_str(), &*info.endpoint), ("another", "b.sim.invalid:443"));
    voice.server("none", None);
    assert_eq!(next(&mut connection).await, VoiceUpdate::ServerGone);
    assert_eq!(connection.info(), None);
    // However long that takes, the bot neither leaves nor gives up.
    let waited = tokio::time::timeout(Duration::from_secs(300), connection.next()).await;
    assert!(waited.is_err(), "{waited:?}");
    assert_eq!(voice.place(), Some((voice.channel.to_string(), true)));
    voice.server("third", Some("c.sim.invalid:443"));
    assert!(matches!(next(&mut connection).await, VoiceUpdate::Connect(_)));

    // A moderator disconnects the bot.
    let guild = Some(voice.guild.to_string());
    voice.sim.act(UserAction::Voice { guild, user: voice.bot(), channel: None }).unwrap();
    assert_eq!(next(&mut connection).await, VoiceUpdate::Ended(VoiceEnd::Disconnected));
    assert!(connection.next().await.is_none());
}

#[tokio::test(start_paused = true)]
async fn it_moves_leaves_and_can_be_joined_again() {
    let voice = start().await;
    let rest = voice.gateway.rest();
    let other = rest.create_guild_channel(voice.guild, "other").kind(2.into()).await.unwrap().id;
    let mut connection = voice.join().await;
    connection.move_to(other).await.unwrap();
    assert_eq!(voice.place(), Some((other.to_string(), true)), "still deaf");
    assert_eq!(next(&mut connection).await, VoiceUpdate::Moved(other));
    assert_eq!(connection.info().unwrap().channel_id, other);
    connection.leave().await.unwrap();
    assert_eq!(voice.place(), None);
    let connection = voice.join().await;
    drop(connection);
    tokio::time::sleep(Duration::from_secs(60)).await;
    assert!(voice.place().is_some(), "dropped, it stays");
    // The state that Discord still has causes no new event, so the channel is left and joined again.
    assert!(voice.join().await.info().is_some());
}

#[tokio::test(start_paused = true)]
async fn a_resume_leaves_it_alone_and_after_a_new_session_the_bot_joins_again() {
    let voice = start().await;
    let mut connection = voice.join().await;
    let before = connection.info().unwrap();
    voice.sim.act(ConnectionAction::Reconnect).unwrap();
    tokio::time::sleep(Duration::from_secs(30)).await;
    assert_eq!(connection.info(), Some(before.clone()));
    for _ in 0..2 {
        voice.sim.act(ConnectionAction::InvalidateSession { resumable: false }).unwrap();
        let VoiceUpdate::Connect(info) = next(&mut connection).await else { panic!() };
        assert!(info.token != before.token && info.session_id != before.session_id);
        assert_eq!(voice.place(), Some((voice.channel.to_string(), true)));
    }
    let guild = voice.guild.to_string();
    voice.sim.act(WorldAction::OwnGuild { guild, back: false }).unwrap();
    assert_eq!(next(&mut connection).await, VoiceUpdate::Ended(VoiceEnd::GuildLeft));
}

#[tokio::test(start_paused = true)]
async fn what_speaks_against_joining_is_found_out() {
    let voice = start().await;
    let rest = voice.gateway.rest();
    let nowhere = Id::new(1).unwrap();
    assert!(matches!(voice.refused(nowhere).await, VoiceError::NoChannel(id) if id == nowhere));
    let text = rest.create_guild_channel(voice.guild, "text").await.unwrap().id;
    assert!(matches!(voice.refused(text).await, VoiceError::NotVoice { .. }));

    let guild = Some(voice.guild.to_string());
    let permissions = Permissions::VIEW_CHANNEL | Permissions::MANAGE_CHANNELS;
    let may = |permissions| WorldAction::BotPermissions { guild: guild.clone(), permissions };
    let denied =
        Overwrite::role(voice.guild.everyone_role(), Permissions::empty(), Permissions::CONNECT);
    let closed = rest.create_guild_channel(voice.guild, "closed").kind(2.into());
    let closed = closed.permission_overwrites(&[denied]).await.unwrap().id;
    let small = rest.create_guild_channel(voice.guild, "small").kind(2.into()).user_limit(1);
    let small = small.await.unwrap().id;
    let user = voice.sim.inspect(|core| {
        let world = core.world();
        let members = &world.guild(voice.guild).unwrap().members;
        members.ids().find(|id| *id != world.bot_id().get()).unwrap().to_string()
    });
    let somebody =
        UserAction::Voice { guild: guild.clone(), user, channel: Some(small.to_string()) };
    voice.sim.act(somebody).unwrap();
    voice.sim.act(may(permissions | Permissions::CONNECT)).unwrap();
    assert!(matches!(voice.refused(small).await, VoiceError::Full { limit: 1, .. }));
    let missing = Permissions::CONNECT;
    let refused = voice.refused(closed).await;
    assert!(matches!(refused, VoiceError::NoPermission { missing: is, .. } if is == missing));
    assert_eq!(voice.place(), None, "it left when it gave up");
}

#[tokio::test(start_paused = true)]
async fn what_cannot_work_fails_at_once() {
    let voice = start().await;
    let unknown = voice.gateway.join_voice(Id::new(1 << 22).unwrap(), voice.channel).await;
    assert!(matches!(unknown, Err(VoiceError::NotInGuild(_))), "{unknown:?}");
    let connection = voice.join().await;
    let (gateway, channel) = (voice.gateway.clone(), voice.channel);
    gateway.shutdown(Shutdown::Offline, PATIENCE).await;
    assert!(matches!(connection.leave().await, Err(VoiceError::Send(_))));
    let ended = gateway.join_voice(voice.guild, channel).await;
    let at_its_end = VoiceEnd::ShardEnded;
    assert!(matches!(ended, Err(VoiceError::Ended(end)) if end == at_its_end), "{ended:?}");

    let intents = Intents::GUILDS;
    let (gateway, _events) = Gateway::builder(voice.sim.token(), intents)
        .api_url(voice.sim.api_url())
        .start()
        .await
        .unwrap();
    let silent = gateway.join_voice(voice.guild, channel).await;
    assert!(matches!(silent, Err(VoiceError::MissingIntent)), "{silent:?}");
}
