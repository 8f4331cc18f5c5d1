//! Actions on single connections.

use std::time::Instant;

use bytes::Bytes;

use super::action::Action;
use super::error::ActionError;
use super::target::Target;
use crate::core::{ConnId, Core};
use crate::server::hub::{State, ToConn};

/// The largest payload made of nothing.
const MOST_BOMB: usize = 1 << 30;

/// The connections a target means.
pub(super) fn connections(core: &Core, target: Target) -> Vec<ConnId> {
    let all = core.connections().into_iter();
    match target {
        Target::All => all.collect(),
        Target::Connection(number) => all.filter(|conn| conn.0 == number).collect(),
        Target::Shard(shard) => {
            all.filter(|conn| core.shard_of(*conn).is_some_and(|of| of.id() == shard)).collect()
        }
    }
}

/// Does an action to one connection; one that is for none does nothing.
pub(super) fn apply(
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
