//! Carrying actions out.

use std::time::Instant;

use serde_json::{Value, json};

use super::action::Action;
use super::error::ActionError;
use super::{interactions, on_connection, on_server, on_world};
use crate::core::CoreInput;
use crate::server::hub::State;

/// Does an action; the answer says what was done, as JSON.
pub(crate) fn apply(state: &mut State, action: Action, now: Instant) -> Result<Value, ActionError> {
    // Time goes on first: what the action makes carries its time.
    state.core.handle(CoreInput::Timeout, now);
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
        _ => return apply_to_all(state, action, now),
    };
    let conns = on_connection::connections(&state.core, target);
    for conn in &conns {
        on_connection::apply(state, &action, *conn, now)?;
    }
    Ok(json!({ "connections": conns.len() }))
}

fn apply_to_all(state: &mut State, action: Action, now: Instant) -> Result<Value, ActionError> {
    match action {
        Action::Inject { .. }
        | Action::Message { .. }
        | Action::React { .. }
        | Action::Join { .. }
        | Action::Leave { .. }
        | Action::Voice { .. }
        | Action::BotPermissions { .. }
        | Action::OwnGuild { .. }
        | Action::GuildOutage { .. } => on_world::apply(&mut state.core, action, now),
        Action::UseCommand { .. }
        | Action::Autocomplete { .. }
        | Action::PressButton { .. }
        | Action::Select { .. }
        | Action::SubmitModal { .. } => interactions::cause(&mut state.core, action, now),
        _ => Ok(on_server::apply(state, action, now)),
    }
}
