//! Requests over the gateway that are answered by events: members, soundboard sounds, channel info.

mod registry;

pub(crate) use registry::{Answer, AnswerKey, Requests};
