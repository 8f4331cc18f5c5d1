//! The world as a user sees it, for the page at `/`: guilds, channels, members, messages, and the bot's commands.
//!
//! A user sees what Discord's client shows them: the channels that they may view, their own reactions and votes, and
//! the ephemeral messages that were sent to them.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use gateway_model::Id;
use gateway_model::id::marker;
use http::StatusCode;
use serde_json::{Value, json};

use crate::hub::State;
use crate::rest::decode;
use crate::world::{Guild, GuildRef, World};

/// The most guilds, members and messages in one answer.
const MOST_GUILDS: usize = 200;
const MOST_MEMBERS: usize = 100;
const MOST_MESSAGES: usize = 100;

/// The most members whose names are compared in one search.
const MOST_COMPARED: usize = 5_000;

/// The name of an object that does not exist, for the error message.
pub(super) struct Missing(String);

type Seen = Result<Value, Missing>;

/// The query string of a request.
struct Query<'q>(&'q str);

impl<'q> Query<'q> {
    fn text(&self, name: &str) -> Option<Cow<'q, str>> {
        let mut pairs = self.0.split('&').filter_map(|pair| pair.split_once('='));
        pairs.find(|(key, _)| *key == name).map(|(_, value)| decode(value))
    }

    fn number(&self, name: &str) -> Option<u64> {
        self.text(name)?.parse().ok()
    }

    fn limit(&self, most: usize) -> usize {
        let limit = self.number("limit").and_then(|limit| usize::try_from(limit).ok());
        limit.unwrap_or(most).min(most)
    }
}

/// Answers `GET` of a path below `/sim`; returns `None` if the path is not one of this module's.
pub(super) fn answer(
    state: &State,
    path: &str,
    query: Option<&str>,
) -> Option<(StatusCode, Value)> {
    let query = Query(query.unwrap_or_default());
    let parts: Vec<&str> = path.strip_prefix("/sim/")?.split('/').collect();
    let world = state.core.world();
    let seen = match parts[..] {
        ["guilds"] => Ok(guilds(state, &query)),
        ["guilds", guild] => one_guild(world, guild, &query),
        ["guilds", guild, "members"] => members(world, guild, &query),
        ["commands"] => Ok(commands(world, &query)),
        ["channels", channel, "messages"] => messages(world, channel, &query),
        ["channels", channel, "messages", message] => one_message(world, channel, message, &query),
        _ => return None,
    };
    Some(match seen {
        Ok(seen) => (StatusCode::OK, seen),
        Err(Missing(what)) => {
            (StatusCode::NOT_FOUND, json!({ "error": format!("there is no {what}") }))
        }
    })
}

fn guilds(state: &State, query: &Query<'_>) -> Value {
    let world = state.core.world();
    let after = query.number("after").unwrap_or(0);
    let limit = query.limit(MOST_GUILDS);
    let list = world.guilds().filter(|guild| guild.get() > after).take(limit);
    let list = list.filter_map(|id| world.guild(id));
    let list = list.map(|guild| json!({ "id": guild.id.to_string(), "name": name_of(&guild) }));
    json!({
        "bot": world.bot_user(),
        "connected": state.core.connected_sessions(),
        "guild_count": world.guild_count(),
        "guilds": list.collect::<Vec<_>>(),
    })
}

fn name_of(guild: &Guild) -> Value {
    guild.object.get("name").cloned().unwrap_or_default()
}

fn guild_of<'w>(world: &'w World, id: &str) -> Result<GuildRef<'w>, Missing> {
    let found = id.parse().ok().and_then(|id: Id<marker::Guild>| world.guild(id));
    found.ok_or_else(|| Missing(format!("guild {id}")))
}

fn one_guild(world: &World, id: &str, query: &Query<'_>) -> Seen {
    let guild = guild_of(world, id)?;
    let user = query.number("user").filter(|user| guild.members.contains(*user));
    let sees = |channel: &Value| user.is_none_or(|user| guild.sees(user, channel));
    let channels = guild.channels.values().filter(|channel| sees(channel));
    let listed = guild.members.ids().take(MOST_MEMBERS);
    // Only the first members of a large guild are listed, but the user always is.
    let ids: BTreeSet<u64> = listed.chain(user).collect();
    let members = ids.into_iter().filter_map(|id| guild.members.get(id));
    let dm = user.and_then(|user| world.dm_of(&user.to_string()));
    Ok(json!({
        "id": guild.id.to_string(),
        "name": name_of(&guild),
        "owner_id": guild.object.get("owner_id"),
        "member_count": guild.members.count(),
        "channels": channels.collect::<Vec<_>>(),
        "roles": guild.roles.values().collect::<Vec<_>>(),
        "emojis": guild.emojis.values().collect::<Vec<_>>(),
        "members": members.map(|member| short(&member)).collect::<Vec<_>>(),
        "voice_states": guild.voice_states.values().collect::<Vec<_>>(),
        "dm": dm.map(|dm| &dm["id"]),
    }))
}

/// Returns a member in the short form of member lists.
fn short(member: &Value) -> Value {
    let user = &member["user"];
    let names = [&member["nick"], &user["global_name"], &user["username"]];
    let name = names.into_iter().find(|name| name.as_str().is_some_and(|name| !name.is_empty()));
    json!({
        "id": user["id"],
        "username": user["username"],
        "name": name,
        "bot": user["bot"] == true,
        "roles": member["roles"],
    })
}

fn members(world: &World, guild: &str, query: &Query<'_>) -> Seen {
    let guild = guild_of(world, guild)?;
    let wanted = query.text("query").unwrap_or_default().to_lowercase();
    let found = guild.members.ids().take(MOST_COMPARED).filter_map(|id| guild.members.get(id));
    let found = found.map(|member| short(&member)).filter(|member| {
        let names = [&member["name"], &member["username"]];
        names.iter().any(|name| name.as_str().unwrap_or("").to_lowercase().contains(&*wanted))
    });
    Ok(found.take(query.limit(MOST_MEMBERS)).collect())
}

/// Returns the commands in a guild, or in direct messages if there is no guild. A command of the guild hides a global
/// one of the same name and type. With a user, only those that they may use, in a channel if one is named.
fn commands(world: &World, query: &Query<'_>) -> Value {
    let guild = query.number("guild").and_then(Id::new);
    let channel = query.number("channel").unwrap_or(0);
    let user = guild.zip(query.number("user"));
    let may = |command: &&Value| {
        user.is_none_or(|(guild, user)| world.may_use_command(guild, channel, user, command))
    };
    let own = guild.map(|guild| world.commands().list(Some(guild)));
    let global = world.commands().list(None).map(|(_, command)| command);
    let context = u64::from(guild.is_none());
    let here = |command: &&Value| {
        let contexts = command["contexts"].as_array();
        contexts.is_none_or(|all| all.iter().any(|one| one.as_u64() == Some(context)))
    };
    let mut found: BTreeMap<(String, u64), &Value> = BTreeMap::new();
    for command in own.into_iter().flatten().map(|(_, command)| command).chain(global) {
        let name = command["name"].as_str().unwrap_or_default().to_owned();
        found.entry((name, command["type"].as_u64().unwrap_or(1))).or_insert(command);
    }
    found.into_values().filter(here).filter(may).cloned().collect()
}

fn channel_of(world: &World, id: &str) -> Result<u64, Missing> {
    let channel = id.parse().ok().filter(|channel| world.channel(*channel).is_some());
    channel.ok_or_else(|| Missing(format!("channel {id}")))
}

/// Returns the newest messages of a channel, or the newest before a message, oldest first.
fn messages(world: &World, channel: &str, query: &Query<'_>) -> Seen {
    let id = channel_of(world, channel)?;
    let (user, before) = (query.number("user").unwrap_or(0), query.number("before"));
    let held = world.messages(id);
    let is_before = |id: &u64| before.is_none_or(|before| *id < before);
    let newest =
        held.ids().rev().filter(is_before).filter_map(|id| Some((id, held.get(id, user)?)));
    let name = user.to_string();
    let own = world.interactions().seen_by(&name, channel).cloned();
    let own = own.filter_map(|message| Some((message["id"].as_str()?.parse().ok()?, message)));
    let limit = query.limit(MOST_MESSAGES);
    let mut all: BTreeMap<u64, Value> = newest.take(limit).collect();
    all.extend(own.filter(|(id, _)| is_before(id)));
    while all.len() > limit {
        all.pop_first();
    }
    Ok(all.into_values().collect())
}

fn one_message(world: &World, channel: &str, message: &str, query: &Query<'_>) -> Seen {
    let id = channel_of(world, channel)?;
    let user = query.number("user").unwrap_or(0);
    let found = message.parse().ok().and_then(|message: u64| {
        match world.interactions().ephemeral(message) {
            Some(one) if one.user["id"] == user.to_string().as_str() => Some(one.message.clone()),
            _ => world.messages(id).get(message, user),
        }
    });
    found.ok_or_else(|| Missing(format!("message {message} in that channel")))
}
