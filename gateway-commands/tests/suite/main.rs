//! One bot, run behind the gateway and behind HTTP, with gateway-sim and its users.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod answers;
mod arguments;
mod by_hand;
mod components;
mod custom_ids;
mod docs_components;
mod every_event;
mod examples;
mod front;
mod guards;
mod locales;
mod menus;
mod modals;
#[path = "../../../gateway-model/tests/payloads/parts.rs"]
mod parts;
mod registering;
#[allow(dead_code, reason = "the tests of gateway-model use all of it")]
#[path = "../../../gateway-model/tests/payloads/samples.rs"]
mod samples;
mod shutdown;
mod stage;
mod state;
mod waits;
mod webhook_events;
