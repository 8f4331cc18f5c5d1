//! Carries actions out.

use std::time::Instant;

use serde_json::{Value, json};

use super::error::ActionError;
use super::on_connection;
use super::on_interaction;
use super::on_rest;
use super::on_server;
use super::on_user;
use super::on_world;
use crate::action::Action;
use crate::core::CoreInput;
use crate::hub::{Hub, State};
use crate::record::with_ids;

/// Carries out an action; returns what was done, as JSON.
pub(crate) fn act(hub: &Hub, action: Action) -> Result<Value, ActionError> {
    hub.with(|state, now| {
        let action = with_ids(action, &state.core.world().made_ids);
        let recorded = state.recorder.is_some().then(|| action.clone());
        let done = apply(state, action, now)?;
        if let (Some(recorder), Some(action)) = (&mut state.recorder, recorded) {
            let elapsed = state.core.elapsed_at(now);
            recorder.note(&action, &state.core.world().made_ids, elapsed);
        }
        Ok(done)
    })
}

fn apply(state: &mut State, action: Action, now: Instant) -> Result<Value, ActionError> {
    // Time advances first: the objects that the action creates carry its time.
    state.core.handle(CoreInput::Timeout, now);
    match action {
        Action::Connection { target, action } => on_connection::apply(state, target, &action, now),
        Action::User(action) => on_user::apply(&mut state.core, action, now),
        Action::Interaction(action) => on_interaction::apply(&mut state.core, action, now),
        Action::World(action) => on_world::apply(&mut state.core, action, now),
        Action::Server(action) => {
            on_server::apply(state, action, now);
            Ok(json!({}))
        }
        Action::Rest(action) => {
            on_rest::apply(&mut state.api, action);
            Ok(json!({}))
        }
    }
}
