//! Resume: the session that it goes on with, for how long and on which URL, and the replay of missed events.
//!
//! In come the session of a Ready or of an earlier process, and how each attempt ended. Out go whether and where to
//! resume, the payload, and how many events were replayed.

mod clock;
mod replay;
mod session;

pub(super) use replay::Replay;
pub(super) use session::LiveSession;
