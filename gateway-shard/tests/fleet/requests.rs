//! Requests that are answered by events (hard case 16), presence and voice state.

use std::time::Duration;

use gateway_model::EventKind;
use gateway_model::gateway::command::{RequestChannelInfo, UpdatePresence, UpdateVoiceState};
use gateway_model::id::{Id, marker};
use gateway_model::presence::Status;
use gateway_shard::{Gateway, MemberRequest, RequestError, Shutdown};
use gateway_sim::Sim;
use gateway_sim::control::{ConnectionAction, ServerAction};
use serde_json::json;
use tokio::time::Instant;

use crate::support::{PATIENCE, Record, builder, say, two_shards};

/// Starts a gateway for guilds of 2345 members: three chunks.
async fn start() -> (Sim, Gateway, Record, Id<marker::Guild>) {
    let sim = two_shards().guilds(2).members(2345).start().await.unwrap();
    let (gateway, events) = builder(&sim).start().await.unwrap();
    let mut record = Record::new(events);
    record.until("the guilds", |seen| seen.count(EventKind::GuildCreate) == 2).await;
    let guild = sim.inspect(|core| core.world().guilds().next().unwrap());
    (sim, gateway, record, guild)
}

fn chunks(record: &Record) -> u64 {
    record.with(|seen| seen.count(EventKind::GuildMembersChunk))
}

#[tokio::test(start_paused = true)]
async fn three_callers_share_one_request_and_all_members_come() {
    let (sim, gateway, record, guild) = start().await;
    let ask = || gateway.request_members(MemberRequest::all(guild).with_presences());
    let (first, second, third) = tokio::join!(ask(), ask(), ask());
    let members = first.unwrap();
    assert_eq!((members.members.len(), members.skipped), (2345, 0));
    assert!(members.presences.len() > 100 && members.not_found.is_empty());
    assert_eq!(second.unwrap(), members);
    assert_eq!(third.unwrap(), members);
    assert_eq!((chunks(&record), sim.stats().received[&8]), (3, 1));
}

#[tokio::test(start_paused = true)]
async fn rate_limited_is_waited_for_and_the_request_sent_again() {
    let (sim, gateway, _record, guild) = start().await;
    gateway.request_members(MemberRequest::all(guild)).await.unwrap();
    let asked = Instant::now();
    let again = gateway.request_members(MemberRequest::all(guild)).await.unwrap();
    assert_eq!(again.members.len(), 2345);
    assert!((25..=31).contains(&asked.elapsed().as_secs()), "{:?}", asked.elapsed());
    let stats = sim.stats();
    assert_eq!((stats.rate_limited_requests, stats.received[&8]), (1, 3));
}

#[tokio::test(start_paused = true)]
async fn ids_are_asked_for_by_the_hundred_and_those_not_found_are_named() {
    let (sim, gateway, _record, guild) = start().await;
    let known: Vec<Id<marker::User>> = sim.inspect(|core| {
        let guild = core.world().guild(guild).unwrap();
        guild.members.ids().take(150).map(|id| Id::new(id).unwrap()).collect()
    });
    let strangers: Vec<_> = (1..=70).map(|id| Id::new(id).unwrap()).collect();
    let wanted = known.iter().chain(&strangers).copied();
    let found = gateway.request_members(MemberRequest::users(guild, wanted)).await.unwrap();
    assert_eq!(found.members.len(), 150);
    assert_eq!(found.not_found, strangers);
    assert_eq!(sim.stats().received[&8], 3);
    let some = MemberRequest::by_query(guild, "ada", 7);
    assert_eq!(gateway.request_members(some).await.unwrap().members.len(), 7);
}

#[tokio::test(start_paused = true)]
async fn a_missing_chunk_is_a_typed_error_after_the_patience() {
    let (sim, gateway, _record, guild) = start().await;
    sim.act(ServerAction::LoseEvents { event: "GUILD_MEMBERS_CHUNK".into(), after: 1, count: 1 })
        .unwrap();
    let patience = Duration::from_secs(7);
    let request = MemberRequest::all(guild).with_timeout(patience);
    let error = gateway.request_members(request).await.unwrap_err();
    let RequestError::TimedOut { waited, received: 2, expected: Some(3) } = error else {
        panic!("{error:?}")
    };
    assert!(waited == patience && error.is_retryable());
    assert!(error.to_string().contains("2 of 3"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_guild_that_is_left_or_was_never_joined_is_a_typed_error() {
    let (sim, gateway, _record, guild) = start().await;
    sim.act(ServerAction::MuteEvent { event: "GUILD_MEMBERS_CHUNK".into(), muted: true }).unwrap();
    let (answer, ()) = tokio::join!(gateway.request_members(MemberRequest::all(guild)), async {
        tokio::time::sleep(Duration::from_secs(1)).await;
        sim.inject("GUILD_DELETE", Some(guild.get()), json!({ "id": guild }));
    });
    assert!(matches!(answer, Err(RequestError::GuildLeft(left)) if left == guild), "{answer:?}");
    let error = gateway.request_members(MemberRequest::all(guild)).await.unwrap_err();
    assert!(matches!(error, RequestError::NotInGuild(_)) && !error.is_retryable(), "{error:?}");
}

#[tokio::test(start_paused = true)]
async fn a_session_that_ends_in_the_middle_is_begun_anew_and_told_to_a_stream() {
    let (sim, gateway, _record, guild) = start().await;
    let lose = ServerAction::LoseEvents { event: "GUILD_MEMBERS_CHUNK".into(), after: 1, count: 2 };
    let end = || ConnectionAction::InvalidateSession { resumable: false };
    sim.act(lose.clone()).unwrap();
    let ask = MemberRequest::all(guild);
    let (answer, ()) = tokio::join!(gateway.request_members(ask.clone()), async {
        tokio::time::sleep(Duration::from_secs(1)).await;
        sim.act(end()).unwrap();
    });
    assert_eq!(answer.unwrap().members.len(), 2345);

    tokio::time::sleep(Duration::from_secs(60)).await;
    sim.act(lose).unwrap();
    let mut stream = gateway.request_member_chunks(ask.clone());
    assert_eq!(stream.next().await.unwrap().unwrap().members.len(), 1000);
    sim.act(end()).unwrap();
    assert!(matches!(stream.next().await, Some(Err(RequestError::SessionLost))));
    assert!(stream.next().await.is_none(), "an error is the last item");

    tokio::time::sleep(Duration::from_secs(60)).await;
    assert!(gateway.wait_ready(PATIENCE).await);
    let mut stream = gateway.request_member_chunks(ask);
    let mut sizes = Vec::new();
    while let Some(chunk) = stream.next().await {
        sizes.push(chunk.unwrap().members.len());
    }
    assert_eq!(sizes, [1000, 1000, 345]);
}

#[tokio::test(start_paused = true)]
async fn a_reconnect_in_the_middle_loses_no_chunk() {
    let (sim, gateway, record, guild) = start().await;
    let (answer, ()) = tokio::join!(gateway.request_members(MemberRequest::all(guild)), async {
        while !sim.stats().received.contains_key(&8) {
            tokio::task::yield_now().await;
        }
        sim.drop_connections(None);
    });
    assert_eq!(answer.unwrap().members.len(), 2345);
    record.assert_no_gap();
}

#[tokio::test(start_paused = true)]
async fn an_answer_comes_although_nobody_reads_the_events() {
    let sim = two_shards().guilds(2).members(2345).start().await.unwrap();
    let started = builder(&sim).event_capacity(1).start().await.unwrap();
    let (gateway, mut events) = started;
    let mut guilds = 0;
    while guilds < 2 {
        let event = events.next().await.unwrap();
        guilds += usize::from(event.event_kind() == Some(EventKind::GuildCreate));
    }
    // More events than the queue holds: the connections wait for room when the request is made.
    say(&sim, 0..20);
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert!(gateway.status().shards.iter().all(|shard| shard.queued_events == 1));
    let guild = sim.inspect(|core| core.world().guilds().next().unwrap());
    let members = gateway.request_members(MemberRequest::all(guild)).await.unwrap();
    assert_eq!(members.members.len(), 2345);
}

#[tokio::test(start_paused = true)]
async fn sounds_and_channel_info_are_answered_the_same_way() {
    let (sim, gateway, _record, guild) = start().await;
    let sounds = gateway.request_soundboard_sounds(guild).await.unwrap();
    assert_eq!((sounds.guild_id, sounds.soundboard_sounds.is_empty()), (guild, false));
    let info = gateway.request_channel_info(RequestChannelInfo::all(guild)).await.unwrap();
    assert_eq!(info.guild_id, guild);
    let stranger = Id::new(1 << 40).unwrap();
    let error = gateway.request_soundboard_sounds(stranger).await.unwrap_err();
    assert!(matches!(error, RequestError::NotInGuild(_)), "{error:?}");
    sim.act(ServerAction::MuteEvent { event: "SOUNDBOARD_SOUNDS".into(), muted: true }).unwrap();
    let error = gateway.request_soundboard_sounds(guild).await.unwrap_err();
    assert!(matches!(error, RequestError::TimedOut { received: 0, .. }), "{error:?}");
}

#[tokio::test(start_paused = true)]
async fn presence_goes_to_every_shard_and_voice_state_to_the_guilds() {
    let (sim, gateway, mut record, guild) = start().await;
    gateway.update_presence(UpdatePresence::new(Status::Idle)).await.unwrap();
    let channel: Id<marker::Channel> = sim.inspect(|core| {
        let guild = core.world().guild(guild).unwrap();
        let voice = guild.channels.values().find(|channel| channel["type"] == 2).unwrap();
        voice["id"].as_str().unwrap().parse().unwrap()
    });
    gateway.update_voice_state(UpdateVoiceState::join(guild, channel)).await.unwrap();
    record.until("its voice state", |seen| seen.count(EventKind::VoiceStateUpdate) > 0).await;
    let stats = sim.stats();
    assert_eq!((stats.received[&3], stats.received[&4]), (2, 1), "{stats:?}");
    gateway.shutdown(Shutdown::Offline, PATIENCE).await;
}
