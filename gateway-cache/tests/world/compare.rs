//! Compares the cache with the world: each kind, each field.

use std::fmt::Debug;

use gateway_cache::GuildStatus;
use gateway_model::channel::Channel;
use gateway_model::event::AvailableGuild;
use gateway_model::gateway::Intents;
use gateway_model::guild::Guild;
use gateway_model::id::{Id, marker};
use gateway_model::message::Message;
use gateway_model::presence::Presence;
use gateway_model::{MemberPermissions, Timestamp};
use serde_json::Value;

use crate::play::Play;

/// Events that must occur for the comparison to be useful.
pub(crate) const NEEDED: &[&str] = &[
    "READY",
    "RESUMED",
    "GUILD_CREATE",
    "GUILD_UPDATE",
    "GUILD_DELETE",
    "GUILD_ROLE_CREATE",
    "GUILD_ROLE_UPDATE",
    "GUILD_ROLE_DELETE",
    "CHANNEL_CREATE",
    "CHANNEL_UPDATE",
    "CHANNEL_DELETE",
    "CHANNEL_PINS_UPDATE",
    "THREAD_CREATE",
    "THREAD_UPDATE",
    "THREAD_DELETE",
    "THREAD_MEMBERS_UPDATE",
    "GUILD_MEMBER_ADD",
    "GUILD_MEMBER_UPDATE",
    "GUILD_MEMBER_REMOVE",
    "GUILD_EMOJIS_UPDATE",
    "GUILD_STICKERS_UPDATE",
    "PRESENCE_UPDATE",
    "VOICE_STATE_UPDATE",
    "STAGE_INSTANCE_CREATE",
    "STAGE_INSTANCE_UPDATE",
    "STAGE_INSTANCE_DELETE",
    "GUILD_SCHEDULED_EVENT_CREATE",
    "GUILD_SCHEDULED_EVENT_UPDATE",
    "GUILD_SCHEDULED_EVENT_DELETE",
    "MESSAGE_CREATE",
    "MESSAGE_UPDATE",
    "MESSAGE_DELETE",
    "MESSAGE_DELETE_BULK",
    "MESSAGE_REACTION_ADD",
    "MESSAGE_REACTION_REMOVE",
    "MESSAGE_REACTION_REMOVE_ALL",
    "MESSAGE_REACTION_REMOVE_EMOJI",
];

fn same<T: PartialEq + Debug>(what: &str, play: &Play, cached: &T, world: &T) {
    if cached == world {
        return;
    }
    let [cached, world] = [cached, world].map(|value| format!("{value:#?}"));
    let (cached, world): (Vec<&str>, Vec<&str>) =
        (cached.lines().collect(), world.lines().collect());
    let first = cached.iter().zip(&world).take_while(|(one, other)| one == other).count();
    let around =
        |lines: &[&str]| lines[first.saturating_sub(40)..lines.len().min(first + 8)].join("\n");
    panic!("seed {}: {what}\ncached\n{}\nworld\n{}", play.seed, around(&cached), around(&world));
}

/// Compares everything.
pub(crate) fn all(play: &Play) {
    let world = play.core.world();
    let mut guilds = play.cache.guild_ids();
    guilds.sort_unstable();
    same("guilds", play, &guilds, &world.guilds().collect());
    for guild in guilds {
        // During an outage there are no events of the guild, and the cache need not be up to date.
        if play.cache.guild_status(guild) == Some(GuildStatus::Available) {
            one(play, guild);
        }
    }
    let own = world.own_user();
    same(
        "own user",
        play,
        &play.cache.current_user().map(|user| user.id.to_string()),
        &own["id"].as_str().map(str::to_owned),
    );
}

fn one(play: &Play, id: Id<marker::Guild>) {
    let world = play.core.world().guild(id).unwrap();
    let data = world.create_event(Intents::all(), 250);
    let event: AvailableGuild = serde_json::from_value(data).unwrap();
    guild(play, &event);
    let cache = &play.cache;
    same("channels", play, &cache.channels(id), &channels(play, id, &event.channels));
    same("threads", play, &cache.threads(id), &channels(play, id, &event.threads));
    let mut roles = event.roles.to_vec();
    roles.sort_by_key(|role| role.id);
    same("roles", play, &cache.roles(id), &roles);
    let mut members: Vec<_> = event
        .members
        .iter()
        .map(|member| (member.user.as_ref().unwrap().id, member.clone()))
        .collect();
    members.sort_by_key(|(id, _)| *id);
    same("members", play, &cache.members(id), &members);
    let mut voice = event.voice_states.to_vec();
    voice.sort_by_key(|state| state.user_id);
    for state in &mut voice {
        state.guild_id = Some(id);
    }
    same("voice states", play, &cache.voice_states(id), &voice);
    let mut emojis = event.emojis.to_vec();
    emojis.sort_by_key(|emoji| emoji.id);
    same("emojis", play, &cache.emojis(id), &emojis);
    let mut stickers = event.stickers.to_vec();
    stickers.sort_by_key(|sticker| sticker.id);
    same("stickers", play, &cache.stickers(id), &stickers);
    let mut stages = event.stage_instances.to_vec();
    stages.sort_by_key(|stage| stage.id);
    same("stages", play, &cache.stage_instances(id), &stages);
    let mut events = event.guild_scheduled_events.to_vec();
    events.sort_by_key(|event| event.id);
    let mut cached = cache.scheduled_events(id);
    // It is only in Guild Create, so it is known only after one.
    for (cached, event) in cached.iter_mut().zip(&events) {
        cached.user_count = event.user_count;
    }
    same("scheduled events", play, &cached, &events);
    presences(play, id);
    messages(play, id, &event);
    permissions(play, &event);
}

fn guild(play: &Play, event: &AvailableGuild) {
    let cached = play.cache.guild(event.id).unwrap();
    let mut expected: Guild = event.guild.clone();
    (expected.roles, expected.emojis, expected.stickers) = Default::default();
    same("guild", play, &cached.guild, &expected);
    same("member count", play, &cached.member_count, &event.member_count);
    same("large", play, &(cached.large, cached.joined_at), &(event.large, event.joined_at));
}

/// Returns the channels as known from events, because the world does not store the last message of a channel that is
/// not a thread.
fn channels(play: &Play, guild: Id<marker::Guild>, channels: &[Channel]) -> Vec<Channel> {
    let mut channels = channels.to_vec();
    channels.sort_by_key(|channel| channel.id);
    for channel in &mut channels {
        channel.guild_id = Some(guild);
        let newest = play.seen.newest.get(&(guild.to_string(), channel.id.to_string()));
        let newest = newest.and_then(|id| Id::new(*id));
        channel.last_message_id = channel.last_message_id.max(newest);
        // The number is approximate: a user who leaves the guild also leaves its threads, without an event.
        let cached = play.cache.channel(channel.id).and_then(|cached| cached.member_count);
        channel.member_count =
            channel.member_count.max(cached.filter(|_| channel.kind.is_thread()));
    }
    channels
}

fn presences(play: &Play, guild: Id<marker::Guild>) {
    let of_guild = play.seen.presences.iter().filter(|((of, _), _)| *of == guild.to_string());
    let mut expected: Vec<Presence> =
        of_guild.map(|(_, presence)| serde_json::from_value(presence.clone()).unwrap()).collect();
    expected.sort_by_key(|presence| presence.user.id);
    for presence in &mut expected {
        presence.guild_id = Some(guild);
    }
    same("presences", play, &play.cache.presences(guild), &expected);
}

fn messages(play: &Play, guild: Id<marker::Guild>, event: &AvailableGuild) {
    let own = play.core.world().bot_id().get();
    for channel in event.channels.iter().chain(&event.threads) {
        let seen = play.seen.messages.get(&(guild.to_string(), channel.id.to_string()));
        let seen = seen.map_or(&[][..], Vec::as_slice);
        let in_world = play.core.world().messages(channel.id.get());
        let newest = seen[seen.len().saturating_sub(100)..].iter();
        let read = |id: &u64| -> Message {
            let value: Value = in_world.get(*id, own).unwrap_or_default();
            sorted(serde_json::from_value(value).unwrap())
        };
        let cached: Vec<Message> =
            play.cache.messages(guild, channel.id).into_iter().map(sorted).collect();
        // Beyond a hundred, the oldest were dropped, even if newer ones were deleted later.
        let expected: Vec<Message> = newest.map(read).collect();
        let expected = expected[expected.len().saturating_sub(cached.len())..].to_vec();
        assert!(
            seen.len() >= 100 || cached.len() == seen.len(),
            "seed {}: {} of {}",
            play.seed,
            cached.len(),
            seen.len()
        );
        same("messages", play, &cached, &expected);
    }
}

/// Sorts the reactions, because the docs define no order.
fn sorted(mut message: Message) -> Message {
    message.reactions.sort_by_key(|reaction| (reaction.emoji.id, reaction.emoji.name.clone()));
    message
}

/// Compares the permissions of every member in every channel with those that gateway-model computes from the objects of
/// the world.
fn permissions(play: &Play, event: &AvailableGuild) {
    let now = Timestamp::from_unix_ms(1_767_225_600_000);
    for member in &event.members {
        let user = member.user.as_ref().unwrap().id;
        let expected = MemberPermissions::of(&event.guild, user, member, now);
        let in_guild = play.cache.permissions_in_guild(event.id, user);
        same("permissions in the guild", play, &in_guild, &Ok(expected.in_guild()));
        for channel in event.channels.iter().chain(&event.threads) {
            let parent = event.channels.iter().find(|parent| Some(parent.id) == channel.parent_id);
            let expected = expected.in_channel_object(channel, parent);
            same("permissions", play, &play.cache.permissions_in(channel.id, user), &Ok(expected));
        }
    }
}
