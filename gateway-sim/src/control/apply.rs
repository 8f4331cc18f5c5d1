//! Carrying actions out.

use std::time::{Duration, Instant};

use bytes::Bytes;
use gateway_model::Id;
use gateway_model::id::marker;
use serde_json::{Value, json};

use super::action::{Action, Target};
use super::interactions;
use crate::InteractError;
use crate::core::{ConnId, Core, HandshakeFaults, Route};
use crate::people::{PeopleError, Somebody};
use crate::rest::LimitRule;
use crate::server::hub::{State, ToConn};
use crate::server::outage::{Endpoint, Outage};

/// The largest payload made of nothing.
const MOST_BOMB: usize = 1 << 30;

/// Whether an action may close ports or open them, so that the listeners have to look.
pub(crate) const fn touches_ports(action: &Action) -> bool {
    matches!(action, Action::Outage { .. } | Action::Down { .. })
}

/// Why an action was not done.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ActionError {
    /// An id is not a snowflake.
    #[error("{field}: {value:?} is not a snowflake")]
    NotAnId {
        /// Which field.
        field: &'static str,
        /// What it holds.
        value: String,
    },
    /// The bytes are not hex digits in pairs.
    #[error("hex: not an even number of hex digits")]
    NotHex,
    /// A user cannot do it.
    #[error(transparent)]
    People(#[from] PeopleError),
    /// A user cannot cause this interaction.
    #[error(transparent)]
    Interact(#[from] InteractError),
}

pub(super) fn id(field: &'static str, text: &str) -> Result<u64, ActionError> {
    text.parse::<Id<marker::Generic>>()
        .map(Id::get)
        .map_err(|_| ActionError::NotAnId { field, value: text.to_owned() })
}

pub(super) fn optional_id(
    field: &'static str,
    text: Option<&str>,
) -> Result<Option<u64>, ActionError> {
    text.map(|text| id(field, text)).transpose()
}

fn guild_id(text: &str) -> Result<Id<marker::Guild>, ActionError> {
    text.parse().map_err(|_| ActionError::NotAnId { field: "guild", value: text.to_owned() })
}

/// The guild an action names, or the first one.
fn a_guild(core: &Core, text: Option<&str>) -> Result<Id<marker::Guild>, ActionError> {
    let guild = match text {
        Some(text) => guild_id(text)?,
        None => core.world().guild_at(0).ok_or(PeopleError::UnknownGuild(0))?,
    };
    if core.world().has_guild(guild) {
        return Ok(guild);
    }
    Err(PeopleError::UnknownGuild(guild.get()).into())
}

fn a_member(core: &Core, guild: Id<marker::Guild>, text: &str) -> Result<u64, ActionError> {
    let user = id("user", text)?;
    let known = core.world().guild(guild).is_some_and(|guild| guild.members.contains(user));
    if known { Ok(user) } else { Err(PeopleError::UnknownUser(user).into()) }
}

/// The connections a target means.
fn connections(core: &Core, target: Target) -> Vec<ConnId> {
    let all = core.connections().into_iter();
    match target {
        Target::All => all.collect(),
        Target::Connection(number) => all.filter(|conn| conn.0 == number).collect(),
        Target::Shard(shard) => {
            all.filter(|conn| core.shard_of(*conn).is_some_and(|of| of.id() == shard)).collect()
        }
    }
}

/// Does an action; the answer says what was done, as JSON.
pub(crate) fn apply(state: &mut State, action: Action, now: Instant) -> Result<Value, ActionError> {
    let target = match &action {
        Action::Drop { target }
        | Action::Close { target, .. }
        | Action::Reconnect { target }
        | Action::InvalidateSession { target, .. }
        | Action::ForgetSessions { target }
        | Action::MuteAcks { target, .. }
        | Action::RequestHeartbeat { target }
        | Action::HelloAgain { target }
        | Action::RepeatLast { target }
        | Action::Payload { target, .. }
        | Action::Bomb { target, .. }
        | Action::Bytes { target, .. }
        | Action::Socket { target, .. }
        | Action::Shape { target, .. }
        | Action::IgnoreClose { target } => *target,
        _ => return apply_to_world(state, action, now),
    };
    let conns = connections(&state.core, target);
    for conn in &conns {
        apply_to_connection(state, &action, *conn, now)?;
    }
    Ok(json!({ "connections": conns.len() }))
}

fn apply_to_connection(
    state: &mut State,
    action: &Action,
    conn: ConnId,
    now: Instant,
) -> Result<(), ActionError> {
    let core = &mut state.core;
    match action {
        Action::Drop { .. } => {
            core.drop_connection(conn, now);
        }
        Action::Close { code, reason, .. } => {
            core.close_connection(conn, *code, reason, now);
        }
        Action::Reconnect { .. } => {
            core.send_reconnect(conn, now);
        }
        Action::InvalidateSession { resumable, .. } => {
            core.invalidate_session(conn, *resumable, now);
        }
        Action::ForgetSessions { .. } => {
            if let Some(id) = core.session_of(conn).map(|(id, _)| id.to_owned()) {
                core.forget_session(&id, now);
            }
        }
        Action::MuteAcks { muted, .. } => {
            core.mute_acks(conn, *muted);
        }
        Action::RequestHeartbeat { .. } => {
            core.request_heartbeat(conn, now);
        }
        Action::HelloAgain { .. } => {
            core.send_hello_again(conn, now);
        }
        Action::RepeatLast { .. } => {
            core.repeat_last_dispatch(conn, now);
        }
        Action::Payload { text, .. } => {
            core.send_raw(conn, text.clone(), now);
        }
        Action::Bomb { bytes, .. } => {
            let (head, tail) = (r#"{"op":0,"t":"BOMB","s":null,"d":""#, r#""}"#);
            let filler = (*bytes).min(MOST_BOMB).saturating_sub(head.len() + tail.len());
            core.send_raw(conn, format!("{head}{}{tail}", "0".repeat(filler)), now);
        }
        Action::Bytes { hex, .. } => {
            let bytes = from_hex(hex).ok_or(ActionError::NotHex)?;
            state.order(conn, ToConn::Raw(bytes));
        }
        Action::Socket { reads, writes, .. } => {
            if let Some(handle) = state.conns.get(&conn) {
                if let Some(flow) = reads {
                    handle.faults.set_reads(*flow);
                }
                if let Some(flow) = writes {
                    handle.faults.set_writes(*flow);
                }
            }
        }
        Action::Shape { shape, .. } => state.order(conn, ToConn::Shape(*shape)),
        Action::IgnoreClose { .. } => {
            if let Some(handle) = state.conns.get(&conn) {
                handle.faults.ignore_close();
            }
        }
        _ => {}
    }
    Ok(())
}

fn from_hex(hex: &str) -> Option<Bytes> {
    let digits: Vec<char> = hex.chars().filter(|digit| !digit.is_whitespace()).collect();
    let pairs = digits.chunks(2).map(|pair| {
        let [high, low] = pair else { return None };
        u8::try_from(high.to_digit(16)? * 16 + low.to_digit(16)?).ok()
    });
    pairs.collect::<Option<Vec<u8>>>().map(Bytes::from)
}

fn apply_to_world(state: &mut State, action: Action, now: Instant) -> Result<Value, ActionError> {
    let core = &mut state.core;
    match action {
        Action::Inject { event, guild, data } => {
            let guild = guild.as_deref().map(guild_id).transpose()?;
            let route = guild.map_or(Route::Direct, Route::Guild);
            Ok(json!({ "sessions": core.inject(&event, route, &data, now) }))
        }
        Action::Message { content, guild, channel, author, fields } => {
            let somebody = Somebody::find(
                core,
                optional_id("guild", guild.as_deref())?,
                optional_id("channel", channel.as_deref())?,
                optional_id("author", author.as_deref())?,
            )?;
            let (message, sessions) = somebody.write(core, &content, &fields, now);
            Ok(json!({ "sessions": sessions, "message": message }))
        }
        Action::React { channel, message, emoji, user } => {
            let channel = Some(id("channel", &channel)?);
            let user = optional_id("user", user.as_deref())?;
            let somebody = Somebody::find(core, None, channel, user)?;
            let sessions = somebody.react(core, id("message", &message)?, &emoji, now)?;
            Ok(json!({ "sessions": sessions }))
        }
        Action::Join { guild, name } => {
            let guild = a_guild(core, guild.as_deref())?;
            let unix_ms = core.unix_ms_at(now);
            let (user, object) = core.world_mut().make_user(&name, unix_ms);
            let member = core.new_member(object);
            let sessions = core.join(guild, user, &member, now);
            Ok(json!({ "sessions": sessions, "member": member }))
        }
        Action::Leave { guild, user } => {
            let guild = a_guild(core, guild.as_deref())?;
            let user = a_member(core, guild, &user)?;
            Ok(json!({ "sessions": core.leave_guild(guild, user, now) }))
        }
        Action::Voice { guild, user, channel } => {
            let guild = a_guild(core, guild.as_deref())?;
            let user = a_member(core, guild, &user)?;
            let channel = optional_id("channel", channel.as_deref())?;
            if let Some(channel) = channel.filter(|channel| !core.is_voice(guild, *channel)) {
                return Err(PeopleError::UnknownChannel(channel).into());
            }
            let session = format!("{user:032x}");
            core.set_voice(guild, user, channel, [false, false], &session);
            Ok(json!({}))
        }
        Action::BotPermissions { guild, permissions } => {
            let guild = a_guild(core, guild.as_deref())?;
            if let Some(held) = core.world_mut().guild_mut(guild) {
                held.set_bot_permissions(permissions);
            }
            Ok(json!({}))
        }
        Action::UseCommand { .. }
        | Action::Autocomplete { .. }
        | Action::PressButton { .. }
        | Action::Select { .. }
        | Action::SubmitModal { .. } => interactions::cause(core, action, now),
        Action::Outage { endpoint, mode, for_ms } => {
            let until = for_ms.and_then(|ms| now.checked_add(Duration::from_millis(ms)));
            state.outages.set(endpoint, mode, until);
            Ok(json!({}))
        }
        Action::Replay { target, events, templates } => {
            let conns = connections(core, target);
            let started =
                conns.into_iter().filter(|conn| state.start_replay(*conn, &templates, events));
            Ok(json!({ "connections": started.count() }))
        }
        Action::Down { for_ms } => {
            for conn in core.connections() {
                core.drop_connection(conn, now);
            }
            let until = now.checked_add(Duration::from_millis(for_ms));
            for endpoint in [Endpoint::Gateway, Endpoint::Resume, Endpoint::Rest] {
                state.outages.set(endpoint, Some(Outage::Refuse), until);
            }
            Ok(json!({}))
        }
        Action::OwnGuild { guild, back } => {
            let id = guild_id(&guild)?;
            let done =
                if back { core.rejoin_guild(id, now) } else { core.leave_own_guild(id, now) };
            if done { Ok(json!({})) } else { Err(PeopleError::UnknownGuild(id.get()).into()) }
        }
        Action::Handshake { hello_after_ms, before_hello, ready_without } => {
            let hello_delay = hello_after_ms.map(Duration::from_millis);
            core.set_handshake_faults(HandshakeFaults { hello_delay, before_hello, ready_without });
            Ok(json!({}))
        }
        Action::Chaos(config) => {
            let elapsed = core.elapsed_at(now);
            state.programme.set_chaos(config, elapsed);
            Ok(json!({}))
        }
        Action::GuildOutage { guild, down } => {
            core.set_guild_unavailable(guild_id(&guild)?, down, now);
            Ok(json!({}))
        }
        Action::MuteEvent { event, muted } => {
            core.mute_event(&event, muted);
            Ok(json!({}))
        }
        Action::LoseEvents { event, after, count } => {
            core.lose_events(&event, after, count);
            Ok(json!({}))
        }
        Action::RestDelay { ms } => {
            state.api.set_delay((ms > 0).then(|| Duration::from_millis(ms)));
            Ok(json!({}))
        }
        Action::RestLimits { enabled } => {
            state.api.set_limits_enabled(enabled);
            Ok(json!({}))
        }
        Action::RestLimit { route, limit, per_ms, window, scope, hidden } => {
            let per = Duration::from_millis(per_ms);
            let rule = LimitRule { limit: limit.max(1), per, window, scope, headers: !hidden };
            match route {
                Some(route) => state.api.set_limit(&route, rule),
                None => state.api.set_global_limit(rule),
            }
            Ok(json!({}))
        }
        Action::RestFail(failure) => {
            state.api.fail_next(failure);
            Ok(json!({}))
        }
        Action::InvalidRequestLimit { limit } => {
            state.api.set_invalid_limit(limit);
            Ok(json!({}))
        }
        // The others are for connections, which `apply` has done.
        _ => Ok(json!({})),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hex_is_read_in_pairs() {
        assert_eq!(from_hex("81 7e\n0Fff"), Some(Bytes::from_static(&[0x81, 0x7e, 0x0f, 0xff])));
        assert_eq!(from_hex("8"), None);
        assert_eq!(from_hex("zz"), None);
    }
}
