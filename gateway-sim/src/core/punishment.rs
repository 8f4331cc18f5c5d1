//! Discord's punishment at the gateway: a token reset, and its cause.

use std::time::Duration;

use gateway_model::gateway::{CloseCode, ShardId};

use super::io::ConnId;
use super::starts::{SpentStart, TokenReset};
use super::state::Core;

/// The number of token resets that are kept, each with all the Identifies before it.
const MOST_RESETS: usize = 10;

fn in_ms(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

impl Core {
    /// Returns the newest ten token resets, oldest first.
    #[must_use]
    pub fn token_resets(&self) -> &[TokenReset] {
        &self.token_resets
    }

    /// Returns an Identify as an entry of the log of spent starts.
    pub(super) fn start_of(&self, conn: ConnId, shard: ShardId, properties: &str) -> SpentStart {
        let peer = self.links.get(&conn).map(|link| link.peer.as_str()).unwrap_or_default();
        SpentStart {
            at_ms: in_ms(self.elapsed()),
            shard: shard.into(),
            connection: conn.0,
            by: format!("{peer} {properties}").trim().to_owned(),
        }
    }

    /// Resets the token and ends all sessions when the start limit is exceeded.
    ///
    /// Docs: [Gateway, Identifying](https://docs.discord.com/developers/events/gateway#identifying).
    pub(super) fn punish_start_limit(&mut self, by: SpentStart) {
        self.stats.token_resets += 1;
        self.token = format!("reset.{:016x}", self.rng.next_u64());
        for spent in &self.starts.spent {
            tracing::error!(
                at_ms = spent.at_ms, shard = ?spent.shard, connection = spent.connection,
                by = %spent.by, "a session start was spent"
            );
        }
        tracing::error!(by = %by.by, "session start limit hit: the token is reset and all sessions end");
        let spent = self.starts.spent.clone();
        if self.token_resets.len() == MOST_RESETS {
            self.token_resets.remove(0);
        }
        self.token_resets.push(TokenReset { at_ms: in_ms(self.elapsed()), by, spent });
        let ids: Vec<Box<str>> = self.sessions.keys().cloned().collect();
        for id in ids {
            self.end_session_under(&id);
        }
        for conn in self.connections() {
            self.close_link(
                conn,
                CloseCode::AuthenticationFailed.get(),
                "session start limit hit: the token has been reset",
            );
        }
    }
}
