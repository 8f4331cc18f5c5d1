//! Resuming a session, and keeping a connection alive.

use serde::{Deserialize, Serialize};

use super::GatewayToken;
use crate::macros::object::object;

object! {
    /// Resumes a disconnected session, and requests the events that it missed.
    ///
    /// Docs: [Gateway Events, Resume](https://docs.discord.com/developers/events/gateway-events#resume).
    #[derive(Eq)]
    pub struct Resume {
        /// Authentication token.
        pub token: GatewayToken,
        /// Id of the session, from Ready.
        pub session_id: Box<str>,
        /// Last sequence received.
        pub seq: u64,
    }
}

impl Resume {
    /// Creates a Resume of a session after this sequence.
    #[must_use]
    pub fn new(token: GatewayToken, session_id: impl Into<Box<str>>, seq: u64) -> Self {
        Self { token, session_id: session_id.into(), seq }
    }
}

/// Keeps a connection alive: the last sequence received, `None` if there was none yet.
///
/// Docs: [Gateway Events, Heartbeat](https://docs.discord.com/developers/events/gateway-events#heartbeat).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Heartbeat(
    /// The sequence.
    pub Option<u64>,
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heartbeat_is_a_number_or_null() {
        let write = |sequence| serde_json::to_string(&Heartbeat(sequence)).unwrap();
        assert_eq!((write(Some(251)), write(None)), ("251".to_owned(), "null".to_owned()));
    }

    #[test]
    fn debug_does_not_show_the_token() {
        let resume = Resume::new(GatewayToken::new("hush"), "session", 7);
        assert_eq!(
            serde_json::to_string(&resume).unwrap(),
            r#"{"token":"hush","session_id":"session","seq":7}"#
        );
        assert!(!format!("{resume:?}").contains("hush"));
    }
}
