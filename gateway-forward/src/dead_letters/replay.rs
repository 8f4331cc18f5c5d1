//! Replays dead letters: an endpoint that refused an event before may accept it now.

use super::{DeadLettersConfig, letter, list, path};
use crate::sink::{Outcome, Sink};
use crate::spill::{SpillError, read_record, system_disk};

/// The result of a replay.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Replayed {
    /// Letters that were delivered and removed.
    pub delivered: u64,
    /// Letters that were damaged. Their files are kept, as `NUMBER.damaged`.
    pub damaged: u64,
}

/// Not all dead letters were replayed. The remaining ones stay where they are.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReplayError {
    /// The folder cannot be read or written.
    #[error("cannot read the dead letters")]
    Folder(#[source] SpillError),
    /// The sink did not accept an event.
    #[error(
        "event {id} was not accepted: {reason}; {} were delivered before it, {left} remain",
        done.delivered
    )]
    NotTaken {
        /// The id of the event.
        id: Box<str>,
        /// The reason.
        reason: Box<str>,
        /// The result up to this event.
        done: Replayed,
        /// The number of remaining letters, including this one.
        left: u64,
    },
}

/// Delivers a sink's dead letters in the order in which they were written, with one try each, and removes those that
/// are accepted. It stops at the first letter that is not. A forwarder may run at the same time; letters that it adds
/// are left for the next replay.
///
/// Their order relative to other events is lost: later events of the same guild were delivered before.
///
/// # Errors
///
/// Returns an error if the folder cannot be used, if another process replays it, or if the sink does not accept an
/// event.
///
/// # Cancel safety
///
/// If this is cancelled, the event in progress is kept, and may be delivered again.
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
            tracing::error!(path = %kept.display(), "a dead letter is damaged and was not delivered; its file is kept");
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
