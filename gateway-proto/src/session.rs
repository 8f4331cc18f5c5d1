//! The session: the data that Resume needs, in this process or in a later one.
//!
//! Docs: [Gateway, Preparing to Resume](https://docs.discord.com/developers/events/gateway#preparing-to-resume).

use std::fmt;

use gateway_model::gateway::ShardId;
use serde::{Deserialize, Serialize};

/// The longest session id that is accepted, in bytes. Discord's have 32 characters; the docs name no limit.
pub(crate) const MAX_SESSION_ID_BYTES: usize = 512;

/// Returns whether Resume can use this id. The same rule applies to an id from Ready and to one from a store.
pub(crate) fn is_usable_id(id: &str) -> bool {
    !id.is_empty() && id.len() <= MAX_SESSION_ID_BYTES
}

/// The data that another process needs to resume a session. It can be read at any time, stored, and passed to
/// [`ProtocolConfig::with_session`](crate::ProtocolConfig::with_session).
///
/// While the session lives, it is as sensitive as the token: keep it private. `Debug` does not show the id.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Session {
    /// The session's id, from Ready.
    pub id: String,
    /// The resume URL from Ready; `None` if Ready had no usable one. Resume then uses the main URL.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resume_gateway_url: Option<String>,
    /// The last sequence delivered. Resume replays the events after it. 0 if there was none.
    pub sequence: u64,
    /// The shard of the session.
    pub shard: ShardId,
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session")
            .field("id", &"..")
            .field("resume_gateway_url", &self.resume_gateway_url)
            .field("sequence", &self.sequence)
            .field("shard", &self.shard)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn survives_being_written_and_read() {
        let session = Session {
            id: "abc".into(),
            resume_gateway_url: Some("wss://us-east1-b.gateway.discord.gg".into()),
            sequence: 1337,
            shard: ShardId::new(1, 4).unwrap(),
        };
        let text = serde_json::to_string(&session).unwrap();
        assert_eq!(serde_json::from_str::<Session>(&text).unwrap(), session);
        assert!(!format!("{session:?}").contains("abc"));
    }

    #[test]
    fn a_session_without_a_resume_url_is_a_session() {
        let text = r#"{"id":"abc","sequence":1,"shard":[0,1]}"#;
        let session: Session = serde_json::from_str(text).unwrap();
        assert_eq!(session.resume_gateway_url, None);
    }
}
