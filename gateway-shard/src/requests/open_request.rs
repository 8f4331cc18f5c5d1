//! A request that waits for its answers from its shard.

use std::sync::Arc;

use tokio::sync::mpsc;

use crate::shard::{Answer, AnswerKey, Shard};

/// Waits for the answers with a key from a shard. Meanwhile the shard continues to read, even if nobody takes its
/// events. Dropping it ends the wait.
pub(crate) struct OpenRequest {
    pub(super) shard: Arc<Shard>,
    pub(super) answers: mpsc::UnboundedReceiver<Answer>,
    key: AnswerKey,
    id: u64,
}

impl OpenRequest {
    pub(crate) fn new(shard: Arc<Shard>, key: AnswerKey) -> Self {
        let (id, answers) = shard.requests.register(key.clone());
        Self { shard, answers, key, id }
    }
}

impl Drop for OpenRequest {
    fn drop(&mut self) {
        self.shard.requests.forget(&self.key, self.id);
    }
}
