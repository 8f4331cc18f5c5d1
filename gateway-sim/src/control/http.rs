//! The control endpoint, below `/sim`.
//!
//! - `GET /sim/stats`: all counters. `GET /sim/connections`, `GET /sim/world`: the current state.
//! - `GET /sim/interactions/{id}`: the bot's answers to an interaction so far.
//! - `GET /sim/commands/{name}`: a command of the bot, once it is registered (`wait_ms`, at most 60,000; `guild`).
//! - `GET /sim/routes`: the REST operations of the simulator.
//! - `GET /sim/closes`: the newest connections that were closed, and why.
//! - `GET /sim/warnings`: requests and messages that Discord accepts although its docs forbid them, with counts.
//! - `GET /sim/punishments`: token resets and banned addresses, and their causes.
//! - `GET /sim/voice`: the newest connections of voice drivers, and what they did.
//! - `GET /sim/guilds`, `/sim/guilds/{id}`, `/sim/guilds/{id}/members`, `/sim/channels/{id}/messages`,
//!   `/sim/channels/{id}/messages/{id}`, `/sim/commands`: the world as a user sees it.
//! - `GET /sim/live`: a stream of everything that happens.
//! - `POST /sim/actions`: one [`Action`] or a list of them, as JSON.
//! - `POST /sim/scripts`: a [`Script`] to play from now on.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderValue, Method, Request, Response, StatusCode, header};
use serde_json::{Value, json};

use super::apply::act;
use super::look;
use crate::action::Action;
use crate::hub::{Hub, State};
use crate::rest::{decode, routes};
use crate::script::Script;

/// The path for waiting for commands.
pub(crate) const COMMANDS: &str = "/sim/commands/";

pub(crate) fn answer(hub: &Hub, request: &Request<Bytes>) -> Response<Bytes> {
    let path = request.uri().path();
    let (status, body) = match (request.method(), path) {
        (&Method::GET, "/sim/stats") => (StatusCode::OK, hub.with(|state, _| stats(state))),
        (&Method::GET, "/sim/connections") => {
            (StatusCode::OK, hub.with(|state, _| connections(state)))
        }
        (&Method::GET, "/sim/world") => (StatusCode::OK, hub.with(|state, _| world(state))),
        (&Method::GET, "/sim/punishments") => {
            (StatusCode::OK, hub.with(|state, _| json!(state.punishments())))
        }
        (&Method::GET, "/sim/routes") => (StatusCode::OK, json!(routes().collect::<Vec<_>>())),
        (&Method::GET, "/sim/closes") => {
            (StatusCode::OK, hub.with(|state, _| json!(state.core.closed())))
        }
        (&Method::GET, "/sim/warnings") => {
            (StatusCode::OK, hub.with(|state, _| json!(state.core.warnings())))
        }
        (&Method::GET, "/sim/voice") => {
            (StatusCode::OK, hub.with(|state, _| json!(state.voice.all())))
        }
        (&Method::POST, "/sim/actions") => actions(hub, request.body()),
        (&Method::GET, path) if path.starts_with("/sim/interactions/") => {
            interaction(hub, path.trim_start_matches("/sim/interactions/"))
        }
        (&Method::POST, "/sim/scripts") => script(hub, request.body()),
        (&Method::GET, path) => {
            let seen = hub.with(|state, _| look::answer(state, path, request.uri().query()));
            seen.unwrap_or_else(unknown)
        }
        _ => unknown(),
    };
    json_response(status, &body)
}

fn unknown() -> (StatusCode, Value) {
    let known = "GET /sim/stats, /sim/connections, /sim/world, /sim/routes, /sim/closes, /sim/punishments, /sim/warnings, /sim/voice, \
        /sim/interactions/{id}, /sim/commands, /sim/commands/{name}, /sim/guilds, /sim/guilds/{id}, /sim/guilds/{id}/members, \
        /sim/channels/{id}/messages, /sim/channels/{id}/messages/{id}, /sim/live; POST /sim/actions, /sim/scripts";
    (StatusCode::NOT_FOUND, json!({ "error": format!("there are {known}") }))
}

/// The longest wait for a command.
const MOST_WAIT: Duration = Duration::from_secs(60);

/// Answers `GET /sim/commands/{name}`: with the command once it is registered, or with 404 after `wait_ms`.
pub(crate) async fn wait_for_command(hub: &Hub, request: &Request<Bytes>) -> Response<Bytes> {
    let query = |name: &str| {
        let pairs = request.uri().query().unwrap_or_default().split('&');
        let mut pairs = pairs.filter_map(|pair| pair.split_once('='));
        pairs.find(|(key, _)| *key == name)?.1.parse::<u64>().ok()
    };
    let name = decode(request.uri().path().trim_start_matches(COMMANDS));
    let wait = Duration::from_millis(query("wait_ms").unwrap_or(0)).min(MOST_WAIT);
    match tokio::time::timeout(wait, hub.command(&name, query("guild"))).await {
        Ok(command) => json_response(StatusCode::OK, &command),
        Err(_) => {
            let error = format!("no command {name} was registered in {} ms", wait.as_millis());
            json_response(StatusCode::NOT_FOUND, &json!({ "error": error }))
        }
    }
}

fn json_response(status: StatusCode, body: &Value) -> Response<Bytes> {
    let mut response = Response::new(Bytes::from(body.to_string()));
    *response.status_mut() = status;
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

/// Carries out the actions in order. The first that fails ends it, and the response has its index.
fn actions(hub: &Hub, body: &[u8]) -> (StatusCode, Value) {
    let value = match serde_json::from_slice::<Value>(body) {
        Ok(Value::Array(list)) => Value::Array(list),
        Ok(single) => json!([single]),
        Err(error) => return bad(0, &error.to_string()),
    };
    let mut done = Vec::new();
    for (at, one) in value.as_array().into_iter().flatten().enumerate() {
        let action: Action = match serde_json::from_value(one.clone()) {
            Ok(action) => action,
            Err(error) => return bad(at, &error.to_string()),
        };
        match act(hub, action) {
            Ok(result) => done.push(result),
            Err(error) => return bad(at, &error.to_string()),
        }
    }
    (StatusCode::OK, Value::Array(done))
}

fn script(hub: &Hub, body: &[u8]) -> (StatusCode, Value) {
    match String::from_utf8_lossy(body).parse::<Script>() {
        Ok(script) => {
            let actions = script.len();
            hub.with(|state, _| state.programme.play(script));
            (StatusCode::OK, json!({ "actions": actions }))
        }
        Err(error) => (StatusCode::BAD_REQUEST, json!({ "error": error.to_string() })),
    }
}

fn bad(at: usize, error: &str) -> (StatusCode, Value) {
    (StatusCode::BAD_REQUEST, json!({ "action": at, "error": error }))
}

fn interaction(hub: &Hub, id: &str) -> (StatusCode, Value) {
    let report = hub.with(|state, now| {
        let unix_ms = state.core.unix_ms_at(now);
        state.core.world().interaction_report(id.parse().ok()?, unix_ms)
    });
    match report {
        Some(report) => (StatusCode::OK, report),
        None => {
            (StatusCode::NOT_FOUND, json!({ "error": format!("there is no interaction {id}") }))
        }
    }
}

fn stats(state: &State) -> Value {
    json!({
        "gateway": state.core.stats(),
        "rest": state.api.stats(),
        "programme": state.programme.stats,
        "kept": {
            "replay_bytes": state.core.replay_bytes(),
            "message_bytes": state.core.world().message_bytes(),
        },
    })
}

fn connections(state: &State) -> Value {
    let list = state.core.connections().into_iter().map(|conn| {
        let session = state.core.session_of(conn);
        json!({
            "connection": conn.0,
            "session": session.map(|(id, _)| id),
            "sequence": session.map(|(_, seq)| seq),
            "shard": state.core.shard_of(conn),
            "peer": state.core.peer_of(conn),
            "compression": state.compression_of(conn),
            "presence": state.core.presence_of(conn),
        })
    });
    list.collect()
}

fn world(state: &State) -> Value {
    let world = state.core.world();
    let guilds: Vec<String> = world.guilds().take(1000).map(|guild| guild.to_string()).collect();
    let first = world.guilds().next().and_then(|guild| world.guild(guild));
    json!({
        "bot": world.bot_user(),
        "guild_count": world.guild_count(),
        "guilds": guilds,
        "first_guild": first.map(|guild| json!({
            "id": guild.id.to_string(),
            "channels": guild.channels.values().collect::<Vec<_>>(),
            "roles": guild.roles.values().collect::<Vec<_>>(),
            "members": guild.members.ids().take(100).map(|id| id.to_string()).collect::<Vec<_>>(),
        })),
    })
}
