//! Answering an interaction: the first response, edits, follow-ups, and the automatic deferral before Discord's limit
//! of three seconds.
//!
//! A [`Context`] tracks how its interaction was answered so far, and sends each answer in the way that is still
//! possible:
//!
//! | so far | [`reply`](Context::reply) | [`update`](Context::update) | [`edit`](Context::edit) |
//! | --- | --- | --- | --- |
//! | nothing | first response | first response | error |
//! | deferred for a new message | completes the deferred response | error | completes the deferred response |
//! | a message | follow-up | error | changes the message |
//! | the component's message was updated, or the update was deferred | follow-up | changes that message | changes that message |
//! | a modal, an Activity | follow-up | error | error |
//!
//! Docs: [Receiving and Responding](https://docs.discord.com/developers/interactions/receiving-and-responding).

mod context;
mod defer;
mod error;
mod extract;
mod guard;
mod latest_answer;
mod reply;
mod respond;
mod send;
mod sent;
mod stage;
#[cfg(test)]
mod tests;

pub(crate) use context::Call;
pub use context::Context;
pub use defer::Defer;
pub use error::AnswerError;
pub use extract::FromContext;
pub(crate) use guard::{Guard, LONGEST};
pub use reply::Reply;
pub use sent::Sent;
pub(crate) use stage::Front;
