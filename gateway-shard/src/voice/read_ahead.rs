//! Reading on while somebody waits for an event of a shard.

use std::sync::Arc;

use gateway_model::id::{Id, marker};

use super::error::VoiceError;
use crate::shard::{AnswerKey, Fleets, Shard};

/// Holds that somebody waits for events of a guild's shard, so that it reads on though nobody takes them.
pub(super) struct ReadAhead {
    shard: Arc<Shard>,
    key: AnswerKey,
    id: u64,
}

impl ReadAhead {
    pub(super) fn new(fleets: &Fleets, guild: Id<marker::Guild>) -> Result<Self, VoiceError> {
        let shard = fleets.shard(fleets.shard_of(guild))?;
        let key = AnswerKey::Voice(guild);
        // What its channel says, the keeper hears too.
        let (id, _) = shard.requests.register(key.clone());
        Ok(Self { shard, key, id })
    }
}

impl Drop for ReadAhead {
    fn drop(&mut self) {
        self.shard.requests.forget(&self.key, self.id);
    }
}
