//! Commands to a running simulator: actions and faults.
//!
//! One list of [`Action`]s serves Rust ([`Sim::act`](crate::Sim::act)), the HTTP endpoint
//! (`POST /sim/actions`) and scripts, with the same names in all three. Each kind of action is carried out by a
//! separate file, with a match that has an arm for every action, so that a missing one does not compile.

mod apply;
mod error;
mod foreign;
mod http;
mod live;
mod look;
mod on_connection;
mod on_interaction;
mod on_rest;
mod on_server;
mod on_user;
mod on_world;

pub(crate) use apply::act;
pub use error::ActionError;
pub(crate) use foreign::{Foreign, check, check_host};
pub(crate) use http::{COMMANDS, answer, wait_for_command};
pub(crate) use live::{LIVE, LiveBody, watch};

pub use crate::action::{
    Action, CommandPermission, ConnectionAction, InteractionAction, RestAction, ServerAction,
    Target, UserAction, WorldAction,
};
