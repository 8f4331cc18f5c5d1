//! Resume: the session to resume, for how long and at which URL, and the replay of missed events.
//!
//! Input: the session of a Ready or of an earlier process, and how each attempt ended. Output: whether and where to
//! resume, the payload, and the number of replayed events.

mod clock;
mod replay;
mod session;

pub(super) use replay::Replay;
pub(super) use session::LiveSession;
