//! The other parts of an application's folder, whose sessions are moved to the part that runs their shards now.
//!
//! Each shard plan has its own part. If the plan changes, for example from 0..4 to 0..2, the sessions are in the part
//! of the previous plan, where they would not be found.

use std::fs;
use std::path::{Path, PathBuf};

use gateway_model::gateway::ShardId;

use super::file::FileStore;
use super::shard_record::ShardRecord;
use crate::disk::{FolderLock, Sticky, StoreError, io_error, refuse_open, take_lock};

/// The parts of an application's folder except one.
#[derive(Debug, Default)]
pub(super) struct OtherParts {
    /// The number of parts that running processes use.
    pub(super) in_use: usize,
    /// Unused parts. They are locked until this is dropped.
    free: Vec<(PathBuf, FolderLock)>,
}

impl OtherParts {
    /// Finds the parts. No part may be opened meanwhile.
    pub(super) fn look(application: &Path, own: &Path) -> Result<Self, StoreError> {
        let mut parts = Self::default();
        let failed = |source| io_error("read", application, source);
        for entry in fs::read_dir(application).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let path = entry.path();
            // Links are ignored, because their targets are not ours.
            let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
            if !is_folder || path == own || fs::symlink_metadata(path.join("lock")).is_err() {
                continue;
            }
            match refuse_open(&path, Sticky::Refused).and_then(|()| take_lock(&path)) {
                Ok(lock) => parts.free.push((path, lock)),
                Err(StoreError::InUse { .. }) => parts.in_use += 1,
                Err(error) => {
                    tracing::warn!(%error, "ignored another part of the state folder")
                }
            }
        }
        Ok(parts)
    }

    /// The folders of the unused parts.
    pub(super) fn free(&self) -> Vec<PathBuf> {
        self.free.iter().map(|(path, _)| path.clone()).collect()
    }

    /// The number of parts.
    pub(super) fn count(&self) -> usize {
        self.in_use + self.free.len()
    }

    /// Moves the sessions of the shards that are run now to this store. If both have a record, the newer one is kept.
    pub(super) fn give_to(
        &self,
        store: &FileStore,
        runs: &dyn Fn(ShardId) -> bool,
    ) -> Result<(), StoreError> {
        for (path, _) in &self.free {
            let other = FileStore::open(path.join("sessions.json"))?;
            let given: Vec<ShardRecord> =
                other.records().into_iter().filter(|record| runs(record.shard())).collect();
            if given.is_empty() {
                continue;
            }
            let shards: Vec<ShardId> = given.iter().map(ShardRecord::shard).collect();
            // If the process dies in between, both have them, and the next start removes them from the other part.
            store.change(|known| {
                for record in given {
                    let younger = known.get(&record.shard()).map(|known| known.saved_at_ms);
                    if younger.is_none_or(|saved_at_ms| saved_at_ms < record.saved_at_ms) {
                        known.insert(record.shard(), record);
                    }
                }
            })?;
            other.change(|known| known.retain(|shard, _| !shards.contains(shard)))?;
            tracing::info!(
                from = %path.display(), sessions = shards.len(),
                "took over the sessions of another shard plan"
            );
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::{StateFolder, record};
    use super::*;
    use crate::disk::TestFolder;
    use crate::identify::LedgerFile;
    use crate::plan::ShardPlan;

    const NOW: u64 = 1_700_000_000_000;

    fn open(folder: &TestFolder, plan: &ShardPlan) -> StateFolder {
        let runs = |shard| plan.runs(shard);
        StateFolder::open_at(folder.path(), "1", &plan.folder(), &runs, NOW).unwrap()
    }

    fn shards(state: &StateFolder) -> Vec<u32> {
        state.store().records().iter().map(|record| record.shard().id()).collect()
    }

    fn range(ids: std::ops::Range<u32>) -> ShardPlan {
        ShardPlan::Range { ids, total: 8 }
    }

    #[test]
    fn another_plan_finds_the_sessions_of_the_shards_it_runs() {
        let folder = TestFolder::new();
        let all = open(&folder, &ShardPlan::Fixed(8));
        assert_eq!(all.others(), 0);
        let records = (0..8).map(|id| record(id, 8, 5)).map(|record| (record.shard(), record));
        all.store().change(|known| known.extend(records)).unwrap();
        // Its process is running, so its sessions are not moved.
        let first = open(&folder, &range(0..4));
        assert_eq!((first.others(), shards(&first)), (1, Vec::new()));
        drop((all, first));
        let (first, second) = (open(&folder, &range(0..4)), open(&folder, &range(4..8)));
        assert_eq!((shards(&first), shards(&second)), (vec![0, 1, 2, 3], vec![4, 5, 6, 7]));
        drop(first);
        // While the second one runs, the first is split, and the rest of its sessions belong to nobody else.
        let other_count = open(&folder, &ShardPlan::Range { ids: 0..2, total: 16 });
        assert_eq!(shards(&other_count), Vec::<u32>::new());
        let (third, fourth) = (open(&folder, &range(0..1)), open(&folder, &range(1..4)));
        assert_eq!((shards(&third), shards(&fourth)), (vec![0], vec![1, 2, 3]));
        drop((second, third, fourth, other_count));
        assert_eq!(shards(&open(&folder, &ShardPlan::Auto)), (0..8).collect::<Vec<_>>());
        assert_eq!(shards(&open(&folder, &range(0..4))), [0, 1, 2, 3], "from there again");
    }

    #[test]
    fn of_two_sessions_of_a_shard_the_younger_stays() {
        let folder = TestFolder::new();
        let (all, first) = (open(&folder, &ShardPlan::Auto), open(&folder, &range(0..2)));
        let at = |id, sequence, saved_at_ms| ShardRecord { saved_at_ms, ..record(id, 8, sequence) };
        let put = |state: &StateFolder, records: [ShardRecord; 2]| {
            let records = records.map(|record| (record.shard(), record));
            state.store().change(|known| known.extend(records)).unwrap();
        };
        put(&all, [at(0, 7, NOW - 1), at(1, 7, NOW - 3)]);
        put(&first, [at(0, 5, NOW - 2), at(1, 9, NOW - 2)]);
        drop((all, first));
        let first = open(&folder, &range(0..2));
        assert_eq!(first.store().records(), [at(0, 7, NOW - 1), at(1, 9, NOW - 2)]);
        drop(first);
        assert_eq!(open(&folder, &ShardPlan::Fixed(16)).store().records(), []);
    }

    #[test]
    fn the_ledger_is_written_anew_only_if_no_other_process_has_it_open() {
        let folder = TestFolder::new();
        let first = open(&folder, &range(0..4));
        let ledger = folder.path().join("1/identifies.log");
        let (_, mut file, _, first) = first.into_parts();
        file.append(ShardId::ONE, NOW - crate::identify::DAY_MS).unwrap();
        let second = open(&folder, &range(4..8));
        assert_eq!(second.ledger().entries(), []);
        // Other processes still read the first one's file.
        file.append(ShardId::ONE, NOW).unwrap();
        assert_eq!(open(&folder, &range(0..1)).ledger().spent(ShardId::ONE), 1);
        assert_eq!(fs::read_to_string(&ledger).unwrap().lines().count(), 2);
        drop((first, second));
        let _: LedgerFile = open(&folder, &range(0..4)).into_parts().1;
        assert_eq!(fs::read_to_string(&ledger).unwrap().lines().count(), 1);
    }
}
