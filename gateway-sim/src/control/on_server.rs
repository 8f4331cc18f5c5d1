//! Actions on the endpoints, on what is dispatched, and on REST.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::action::Action;
use super::on_connection::connections;
use crate::core::HandshakeFaults;
use crate::rest::LimitRule;
use crate::server::hub::State;
use crate::server::outage::{Endpoint, Outage};

/// Whether an action may close ports or open them, so that the listeners have to look.
pub(crate) const fn touches_ports(action: &Action) -> bool {
    matches!(action, Action::Outage { .. } | Action::Down { .. })
}

/// Does an action; one of another kind does nothing. What was done is in the answer.
pub(super) fn apply(state: &mut State, action: Action, now: Instant) -> Value {
    let core = &mut state.core;
    match action {
        Action::Outage { endpoint, mode, for_ms } => {
            let until = for_ms.and_then(|ms| now.checked_add(Duration::from_millis(ms)));
            state.outages.set(endpoint, mode, until);
            json!({})
        }
        Action::Down { for_ms } => {
            for conn in core.connections() {
                core.drop_connection(conn, now);
            }
            let until = now.checked_add(Duration::from_millis(for_ms));
            for endpoint in [Endpoint::Gateway, Endpoint::Resume, Endpoint::Rest] {
                state.outages.set(endpoint, Some(Outage::Refuse), until);
            }
            json!({})
        }
        Action::Replay { target, events, templates } => {
            let conns = connections(core, target);
            let started =
                conns.into_iter().filter(|conn| state.start_replay(*conn, &templates, events));
            json!({ "connections": started.count() })
        }
        Action::Handshake { hello_after_ms, before_hello, ready_without, resumes } => {
            let hello_delay = hello_after_ms.map(Duration::from_millis);
            core.set_handshake_faults(HandshakeFaults {
                hello_delay,
                before_hello,
                ready_without,
                resumes,
            });
            json!({})
        }
        Action::Chaos(config) => {
            let elapsed = core.elapsed_at(now);
            state.programme.set_chaos(config, elapsed);
            json!({})
        }
        Action::MuteEvent { event, muted } => {
            core.mute_event(&event, muted);
            json!({})
        }
        Action::LoseEvents { event, after, count } => {
            core.lose_events(&event, after, count);
            json!({})
        }
        other => on_rest(state, other),
    }
}

fn on_rest(state: &mut State, action: Action) -> Value {
    match action {
        Action::RestDelay { ms } => {
            state.api.set_delay((ms > 0).then(|| Duration::from_millis(ms)));
            json!({})
        }
        Action::RestLimits { enabled } => {
            state.api.set_limits_enabled(enabled);
            json!({})
        }
        Action::RestLimit { route, limit, per_ms, window, scope, hidden } => {
            let per = Duration::from_millis(per_ms);
            let rule = LimitRule { limit: limit.max(1), per, window, scope, headers: !hidden };
            match route {
                Some(route) => state.api.set_limit(&route, rule),
                None => state.api.set_global_limit(rule),
            }
            json!({})
        }
        Action::RestFail(failure) => {
            state.api.fail_next(failure);
            json!({})
        }
        Action::InvalidRequestLimit { limit } => {
            state.api.set_invalid_limit(limit);
            json!({})
        }
        _ => json!({}),
    }
}
