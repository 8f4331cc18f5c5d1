//! Playing dead letters back: what an endpoint refused once it may take now.

use super::{DeadLettersConfig, letter, list, path};
use crate::sink::{Outcome, Sink};
use crate::spill::{SpillError, read_record, system_disk};

/// What became of a sink's dead letters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Replayed {
    /// Letters that were delivered, and removed.
    pub delivered: u64,
    /// Letters that were damaged. Their files are kept, as `NUMBER.damaged`.
    pub damaged: u64,
}

/// Not all dead letters were played back. Those that are left stay where they are.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReplayError {
    /// The folder cannot be used.
    #[error("the dead letters cannot be read")]
    Folder(#[source] SpillError),
    /// The sink did not take an event.
    #[error(
        "event {id} was not taken: {reason}; {} were delivered before it, {left} are left",
        done.delivered
    )]
    NotTaken {
        /// Which event.
        id: Box<str>,
        /// Why not.
        reason: Box<str>,
        /// What was done before.
        done: Replayed,
        /// Letters that are left, this one included.
        left: u64,
    },
}

/// Delivers a sink's dead letters in the order in which they were written, one try each, and removes those that are
/// taken. It stops at the first that is not. A forwarder may run meanwhile; letters that it adds are left for the
/// next time.
///
/// Their order among other events is lost: events of the same guild that came later were delivered before.
///
/// # Errors
///
/// Returns an error if the folder cannot be used, if another process plays it back, or if the sink does not take an
/// event.
///
/// # Cancel safety
///
/// An event whose delivery is cancelled is kept, and may be delivered again.
pub async fn replay_dead_letters(
    config: &DeadLettersConfig,
    sink: &dyn Sink,
) -> Result<Replayed, ReplayError> {
    let (disk, folder) = (system_disk(), &config.folder);
    let failed = |doing| move |source| ReplayError::Folder(SpillError::io(doing, folder)(source));
    disk.make_folder(folder).map_err(failed("create"))?;
    let _lock = disk.lock(&folder.join("replay.lock")).map_err(|error| {
        ReplayError::Folder(match error {
            std::fs::TryLockError::WouldBlock => SpillError::Locked { folder: folder.clone() },
            std::fs::TryLockError::Error(source) => SpillError::io("lock", folder)(source),
        })
    })?;
    let letters = list(&*disk, folder).map_err(ReplayError::Folder)?;
    let mut done = Replayed::default();
    for (at, &(number, _)) in letters.iter().enumerate() {
        let path = path(folder, number);
        let record = read_record(&*disk, &path).map_err(failed("read"))?;
        let Some((event, note)) = record.and_then(letter::open) else {
            let kept = path.with_extension("damaged");
            disk.rename(&path, &kept).map_err(failed("rename"))?;
            tracing::error!(path = %kept.display(), "a dead letter is damaged: it is not delivered, the file is kept");
            done.damaged += 1;
            continue;
        };
        match sink.deliver(&event, note.attempts.saturating_add(1)).await {
            Outcome::Delivered => {
                disk.remove(&path).map_err(failed("remove"))?;
                done.delivered += 1;
            }
            Outcome::Retry(reason) | Outcome::Refused(reason) => {
                let left = (letters.len() - at) as u64;
                let (id, reason) = (event.id, reason.into());
                return Err(ReplayError::NotTaken { id, reason, done, left });
            }
        }
    }
    disk.sync_folder(folder).map_err(failed("sync"))?;
    Ok(done)
}
