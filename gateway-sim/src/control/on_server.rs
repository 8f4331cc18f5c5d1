//! Faults for all connections.

use std::time::{Duration, Instant};

use crate::action::{Endpoint, Outage, ServerAction};
use crate::core::HandshakeFaults;
use crate::hub::State;

/// Carries out an action.
pub(super) fn apply(state: &mut State, action: ServerAction, now: Instant) {
    let core = &mut state.core;
    match action {
        ServerAction::Outage { endpoint, mode, for_ms } => {
            let until = for_ms.and_then(|ms| now.checked_add(Duration::from_millis(ms)));
            state.outages.set(endpoint, mode, until);
        }
        ServerAction::Down { for_ms } => {
            for conn in core.connections() {
                core.drop_connection(conn, now);
            }
            let until = now.checked_add(Duration::from_millis(for_ms));
            for endpoint in [Endpoint::Gateway, Endpoint::Resume, Endpoint::Rest] {
                state.outages.set(endpoint, Some(Outage::Refuse), until);
            }
        }
        ServerAction::Handshake { hello_after_ms, before_hello, ready_without, resumes } => {
            let hello_delay = hello_after_ms.map(Duration::from_millis);
            core.set_handshake_faults(HandshakeFaults {
                hello_delay,
                before_hello,
                ready_without,
                resumes,
            });
        }
        ServerAction::Chaos(config) => {
            let elapsed = core.elapsed_at(now);
            state.programme.set_chaos(config, elapsed);
        }
        ServerAction::MuteEvent { event, muted } => core.mute_event(&event, muted),
        ServerAction::LoseEvents { event, after, count } => core.lose_events(&event, after, count),
    }
}
