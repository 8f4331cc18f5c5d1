//! Opens the session store and the ledger of Identifies for a gateway that starts.

use std::path::PathBuf;
use std::sync::Arc;

use crate::catch_up::{Folders, Seen};
use crate::clock::WallClock;
use crate::disk::{FolderLock, StoreError, on_a_thread};
use crate::error::StartError;
use crate::identify::{Ledger, LedgerFile};
use crate::plan::ShardPlan;
use crate::store::{MemoryStore, SessionStore, StateFolder};

/// The session store and, with a state folder, its other contents.
pub(super) struct Stores {
    pub(super) store: Arc<dyn SessionStore>,
    pub(super) ledger: Option<(LedgerFile, Ledger)>,
    pub(super) lock: Option<FolderLock>,
    /// The number of parts of other plans in the state folder.
    pub(super) others: Option<usize>,
    /// The last seen messages of channels.
    pub(super) seen: Seen,
}

impl Stores {
    /// Opens the state folder if there is one. Otherwise sessions are stored in `store`, or in memory.
    pub(super) async fn open(
        folder: Option<PathBuf>,
        store: Option<Arc<dyn SessionStore>>,
        application: String,
        plan: &ShardPlan,
        clock: &WallClock,
        catches_up: bool,
    ) -> Result<Self, StartError> {
        let Some(folder) = folder else {
            let store = store.unwrap_or_else(|| Arc::new(MemoryStore::new()));
            let seen = Seen::in_memory();
            return Ok(Self { store, ledger: None, lock: None, others: None, seen });
        };
        let (plan, now_ms) = (plan.clone(), clock.now_ms());
        // It may have to wait for other processes.
        let open = on_a_thread(move || {
            let (part, runs) = (plan.folder(), |shard| plan.runs(shard));
            let state = StateFolder::open_at(&folder, &application, &part, &runs, now_ms)?;
            let own = state.path().to_owned();
            let folders = Folders { own, others: state.free_parts().to_vec() };
            let seen = if catches_up { Seen::open(&folders)? } else { Seen::in_memory() };
            Ok::<_, StoreError>((state, seen))
        });
        let (state, seen) = open.await.map_err(|error| StoreError::Other(error.into()))??;
        let others = Some(state.others());
        let (store, file, ledger, lock) = state.into_parts();
        let ledger = Some((file, ledger));
        Ok(Self { store: Arc::new(store), ledger, lock: Some(lock), others, seen })
    }
}
