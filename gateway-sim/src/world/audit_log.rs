//! The audit log of a guild.
//!
//! Docs: [Audit Logs Resource](https://docs.discord.com/developers/resources/audit-log).

use gateway_model::id::DISCORD_EPOCH_MS;
use serde_json::Value;

use crate::newest::{Newest, size_of};

/// How many entries of a guild are kept, and of how many bytes. Discord keeps all of the last [`KEPT_MS`].
const MOST: usize = 1_000;
const MOST_BYTES: usize = 4 << 20;

/// How long entries are kept: "All audit log entries are stored for 45 days."
const KEPT_MS: u64 = 45 * 24 * 60 * 60 * 1_000;

/// The newest entries, oldest first.
#[derive(Clone, Debug)]
pub(crate) struct AuditLog(Newest<(u64, Value)>);

impl Default for AuditLog {
    fn default() -> Self {
        Self(Newest::new(MOST, MOST_BYTES))
    }
}

impl AuditLog {
    /// Adds an entry under its id, and drops those that are too old by then.
    pub(super) fn add(&mut self, id: u64, entry: Value) {
        let oldest = ((id >> 22).saturating_sub(KEPT_MS)) << 22;
        self.0.drop_while(|(id, _)| *id < oldest);
        let bytes = size_of(&entry);
        self.0.push((id, entry), bytes);
    }

    /// Returns entries with their ids, oldest first, of the 45 days before a Unix time in ms.
    pub(crate) fn at(&self, unix_ms: u64) -> impl DoubleEndedIterator<Item = &(u64, Value)> {
        let oldest = unix_ms.saturating_sub(DISCORD_EPOCH_MS + KEPT_MS) << 22;
        self.0.iter().filter(move |(id, _)| *id >= oldest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_oldest_entries_go_by_number_by_size_and_by_age() {
        let at = |ms: u64| ms << 22;
        let mut log = AuditLog::default();
        for ms in 1..=MOST as u64 + 5 {
            log.add(at(ms), json!({}));
        }
        let kept: Vec<u64> = log.at(DISCORD_EPOCH_MS).map(|(id, _)| *id).collect();
        assert_eq!((kept.len(), kept[0]), (MOST, at(6)));
        let large = json!({ "changes": "x".repeat(MOST_BYTES / 4) });
        for ms in 2_001..=2_006 {
            log.add(at(ms), large.clone());
        }
        let kept: Vec<u64> = log.at(DISCORD_EPOCH_MS).map(|(id, _)| *id).collect();
        assert_eq!(kept, [at(2_004), at(2_005), at(2_006)]);
        log.add(at(KEPT_MS + 2_005), json!({}));
        let kept: Vec<u64> = log.at(DISCORD_EPOCH_MS).map(|(id, _)| *id).collect();
        assert_eq!(kept, [at(2_005), at(2_006), at(KEPT_MS + 2_005)], "45 days");
    }
}
