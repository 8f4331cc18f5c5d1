//! All actions and faults, as data. [`control`](crate::control) carries them out.

mod any;
mod chaos_config;
mod connection;
mod faults;
mod interaction;
mod json;
mod rest;
mod server;
mod target;
mod user;
mod world;

pub use any::Action;
pub use chaos_config::{ChaosConfig, Fault};
pub use connection::{ConnectionAction, ReplayEvent};
pub use faults::{Endpoint, Flow, Outage, Shape};
pub use interaction::InteractionAction;
pub use rest::RestAction;
pub use server::ServerAction;
pub use target::Target;
pub use user::UserAction;
pub use world::{CommandPermission, WorldAction};

#[cfg(test)]
mod json_tests;
#[cfg(test)]
mod page_tests;
