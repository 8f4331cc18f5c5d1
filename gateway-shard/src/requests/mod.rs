//! Requests over the gateway that events answer: members, soundboard sounds, channel info.

mod conversation;
mod error;
mod members;
mod single;

pub use error::RequestError;
pub use members::{MemberChunks, MemberRequest, Members};
pub(crate) use members::{MemberRequests, Nonces};
