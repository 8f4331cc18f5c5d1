//! A request that waits for its answers at its shard.

use std::sync::Arc;

use tokio::sync::mpsc;

use crate::shard::{Answer, AnswerKey, Shard};

/// Waits for the answers of a key at a shard, which reads on meanwhile though nobody takes its events. Dropped, it waits no
/// longer.
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
