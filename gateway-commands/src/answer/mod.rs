//! Answering an interaction: the first answer, edits, follow-ups, and the guard of the three seconds.
//!
//! A [`Context`] knows how far its interaction has been answered, and sends each answer the way that is left:
//!
//! | so far | [`reply`](Context::reply) | [`update`](Context::update) | [`edit`](Context::edit) |
//! | --- | --- | --- | --- |
//! | nothing | the first answer | the first answer | error |
//! | deferred for a new message | fills the message | error | fills the message |
//! | a message | follow-up | error | changes the message |
//! | the component's message was updated, or will be | follow-up | changes that message | changes that message |
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
