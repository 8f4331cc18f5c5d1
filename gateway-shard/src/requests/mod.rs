//! Requests over the gateway that are answered with events: members, soundboard sounds, channel info.
//!
//! Each is a [`conversation`] with the shard of its guild, which knows which requests wait for which events.

mod conversation;
mod error;
mod members;
mod open_request;
mod single;

pub use error::RequestError;
pub(crate) use members::MemberRequests;
pub use members::{MemberChunks, MemberRequest, Members};
pub(crate) use open_request::OpenRequest;
pub(crate) use single::{channel_info, soundboard_sounds};
