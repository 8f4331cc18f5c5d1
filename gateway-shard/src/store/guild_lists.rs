//! The long guild lists of a session file, each in a separate file.
//!
//! Sequences change all the time, guilds only a few times a minute, so a shard's list is written only when it changed.
//! A list is written under a new name before the session file names it, and the previous one is removed after. So
//! whenever the process dies, the session file names lists that exist and match it.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use gateway_model::Id;
use gateway_model::gateway::ShardId;
use gateway_model::id::marker;

use crate::disk::{StoreError, io_error, make_private, write_atomic};

/// Lists up to this length are part of the session file, because they cost less than a separate file.
pub(super) const SHORT: usize = 256;

/// The lists of one session file.
#[derive(Debug)]
pub(super) struct GuildLists {
    folder: PathBuf,
    /// The file name and content of each shard's list.
    written: BTreeMap<ShardId, (String, Vec<Id<marker::Guild>>)>,
    /// Files to delete once the next session file has replaced the present one.
    stale: Vec<String>,
    next: u64,
}

impl GuildLists {
    /// Creates the lists in this folder, which need not exist.
    pub(super) fn new(folder: PathBuf) -> Self {
        Self { folder, written: BTreeMap::new(), stale: Vec::new(), next: 0 }
    }

    /// Reads the list that a session file names for a shard. If it is missing or cannot be parsed, that is reported,
    /// and the guilds of the shard are unknown.
    pub(super) fn read(&mut self, shard: ShardId, name: &str) -> Vec<Id<marker::Guild>> {
        let path = self.folder.join(name);
        // A name that leads out of the folder was not written here. It is not read, and its target is not deleted
        // later.
        let is_ours = Path::new(name).file_name().is_some_and(|last| last == name);
        let list = match is_ours {
            true => fs::read(&path).map_err(|error| error.to_string()),
            false => Err("its name is a path".to_owned()),
        };
        let list = list.and_then(|text| {
            serde_json::from_slice::<Vec<Id<marker::Guild>>>(&text).map_err(|e| e.to_string())
        });
        match list {
            Ok(list) => {
                self.written.insert(shard, (name.to_owned(), list.clone()));
                list
            }
            Err(error) => {
                tracing::warn!(
                    path = %path.display(), error,
                    "a list of guilds could not be read; guilds that become available count as joined"
                );
                Vec::new()
            }
        }
    }

    /// Deletes every file that was not [read](Self::read): the rest of a process that died during a write.
    pub(super) fn tidy(&mut self) {
        // Without the folder there is nothing to delete. A file that cannot be deleted does no harm.
        for entry in fs::read_dir(&self.folder).into_iter().flatten().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let number = name.split('-').next().and_then(|number| number.parse::<u64>().ok());
            self.next = self.next.max(number.map_or(0, |number| number.saturating_add(1)));
            if !self.written.values().any(|(written, _)| *written == name) {
                let _ = fs::remove_file(entry.path());
            }
        }
    }

    /// Writes a shard's list if it is long and has changed. Returns the name of its file.
    pub(super) fn keep(
        &mut self,
        shard: ShardId,
        guilds: &[Id<marker::Guild>],
    ) -> Result<Option<String>, StoreError> {
        if guilds.len() <= SHORT {
            self.forget(shard);
            return Ok(None);
        }
        if let Some((name, written)) = self.written.get(&shard)
            && written == guilds
        {
            return Ok(Some(name.clone()));
        }
        let text = serde_json::to_vec(guilds).map_err(|error| StoreError::Other(error.into()))?;
        let name = format!("{}-{}-of-{}.json", self.next, shard.id(), shard.count());
        self.next += 1;
        let path = self.folder.join(&name);
        match write_atomic(&path, &text, false) {
            Err(StoreError::Io { source, .. }) if source.kind() == io::ErrorKind::NotFound => {
                make_private(&self.folder)?;
                write_atomic(&path, &text, false)?;
            }
            written => written?,
        }
        self.forget(shard);
        self.written.insert(shard, (name.clone(), guilds.to_vec()));
        Ok(Some(name))
    }

    /// Records that a shard has no list any more, or another one.
    pub(super) fn forget(&mut self, shard: ShardId) {
        self.stale.extend(self.written.remove(&shard).map(|(name, _)| name));
    }

    /// Records that only the shards that match have a list.
    pub(super) fn forget_others(&mut self, is_kept: impl Fn(&ShardId) -> bool) {
        let gone: Vec<_> = self.written.keys().filter(|shard| !is_kept(shard)).copied().collect();
        gone.into_iter().for_each(|shard| self.forget(shard));
    }

    /// Records that a session file with the present lists has replaced the previous one.
    pub(super) fn named(&mut self) -> Result<(), StoreError> {
        while let Some(name) = self.stale.pop() {
            let path = self.folder.join(name);
            match fs::remove_file(&path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(io_error("remove", &path, error));
                }
                _ => {}
            }
        }
        Ok(())
    }
}
