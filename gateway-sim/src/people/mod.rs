//! Actions of simulated users: they write, react, vote, type and start threads.
//!
//! An action comes in as a call of [`Somebody`], a user in a channel; what goes out are events of the core.

mod error;
mod somebody;
mod threads;

pub use error::PeopleError;
pub(crate) use somebody::Somebody;
pub(crate) use threads::Post;
