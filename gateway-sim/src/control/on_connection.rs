//! Actions on single connections.

use std::time::Instant;

use bytes::Bytes;
use serde_json::{Value, json};

use super::error::ActionError;
use crate::action::{ConnectionAction, Target};
use crate::core::{ConnId, Core};
use crate::hub::{State, ToConn};

/// The largest size of a bomb.
const MOST_BOMB: usize = 1 << 30;

/// Returns the connections of a target.
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

/// Applies an action to all connections of the target; returns how many.
pub(super) fn apply(
    state: &mut State,
    target: Target,
    action: &ConnectionAction,
    now: Instant,
) -> Result<Value, ActionError> {
    let mut count = 0;
    for conn in connections(&state.core, target) {
        count += usize::from(apply_to(state, action, conn, now)?);
    }
    Ok(json!({ "connections": count }))
}

/// Applies an action to one connection. A connection on which it has no effect counts too, except for a replay, which
/// returns false if the session would receive none of its events.
fn apply_to(
    state: &mut State,
    action: &ConnectionAction,
    conn: ConnId,
    now: Instant,
) -> Result<bool, ActionError> {
    let core = &mut state.core;
    match action {
        ConnectionAction::Drop => core.drop_connection(conn, now),
        ConnectionAction::Close { code, reason } => core.close_connection(conn, *code, reason, now),
        ConnectionAction::Reconnect => core.send_reconnect(conn, now),
        ConnectionAction::InvalidateSession { resumable } => {
            core.invalidate_session(conn, *resumable, now)
        }
        ConnectionAction::ForgetSessions => {
            let id = core.session_of(conn).map(|(id, _)| id.to_owned());
            id.is_some_and(|id| core.forget_session(&id, now))
        }
        ConnectionAction::MuteAcks { muted } => core.mute_acks(conn, *muted),
        ConnectionAction::RequestHeartbeat => core.request_heartbeat(conn, now),
        ConnectionAction::HelloAgain => core.send_hello_again(conn, now),
        ConnectionAction::RepeatLast => core.repeat_last_dispatch(conn, now),
        ConnectionAction::Payload { text } => core.send_raw(conn, text.clone(), now),
        ConnectionAction::Bomb { bytes } => core.send_raw(conn, bomb(*bytes), now),
        ConnectionAction::Replay { events, templates } => {
            return Ok(state.start_replay(conn, templates, *events));
        }
        ConnectionAction::Bytes { hex } => {
            let bytes = from_hex(hex).ok_or(ActionError::NotHex)?;
            state.order(conn, ToConn::Raw(bytes));
            true
        }
        ConnectionAction::Shape { shape } => {
            state.order(conn, ToConn::Shape(*shape));
            true
        }
        ConnectionAction::Socket { reads, writes } => {
            let Some(handle) = state.conns.get(&conn) else { return Ok(false) };
            if let Some(flow) = reads {
                handle.faults.set_reads(*flow);
            }
            if let Some(flow) = writes {
                handle.faults.set_writes(*flow);
            }
            true
        }
        ConnectionAction::IgnoreClose => {
            let Some(handle) = state.conns.get(&conn) else { return Ok(false) };
            handle.faults.ignore_close();
            true
        }
    };
    Ok(true)
}

/// Returns a payload of this many bytes with no data.
fn bomb(bytes: usize) -> String {
    let (head, tail) = (r#"{"op":0,"t":"BOMB","s":null,"d":""#, r#""}"#);
    let filler = bytes.min(MOST_BOMB).saturating_sub(head.len() + tail.len());
    format!("{head}{}{tail}", "0".repeat(filler))
}

fn from_hex(hex: &str) -> Option<Bytes> {
    let digits: Vec<char> = hex.chars().filter(|digit| !digit.is_whitespace()).collect();
    let pairs = digits.chunks(2).map(|pair| {
        let [high, low] = pair else { return None };
        u8::try_from(high.to_digit(16)? * 16 + low.to_digit(16)?).ok()
    });
    pairs.collect::<Option<Vec<u8>>>().map(Bytes::from)
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
