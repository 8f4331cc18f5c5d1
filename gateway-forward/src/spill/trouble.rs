//! Problems with a spill folder: logged once when they begin and once when they end.

use std::path::Path;

use super::SpillError;

/// The operation, for the log line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Doing {
    Append,
    Sync,
    Read,
    Delete,
}

/// Which of them failed at the last try.
#[derive(Debug, Default)]
pub(super) struct Trouble {
    append: bool,
    sync: bool,
    read: bool,
    delete: bool,
}

impl Trouble {
    /// Records the result of a try.
    pub(super) fn note(&mut self, folder: &Path, doing: Doing, error: Option<&SpillError>) {
        let before = self.fails(doing);
        *match doing {
            Doing::Append => &mut self.append,
            Doing::Sync => &mut self.sync,
            Doing::Read => &mut self.read,
            Doing::Delete => &mut self.delete,
        } = error.is_some();
        let (folder, after) = (folder.display(), self.fails(doing));
        match error {
            Some(error) => {
                let error = error.with_source();
                if before {
                    tracing::debug!(%folder, %error, "a spill folder still fails");
                } else {
                    tracing::error!(%folder, %error, "{}", begins(doing));
                }
            }
            None if before && !after => tracing::info!(%folder, "{}", ends(doing)),
            None => {}
        }
    }

    /// Returns whether the folder cannot be written.
    pub(super) const fn cannot_write(&self) -> bool {
        self.fails(Doing::Append)
    }

    /// Appending and syncing count as one operation, writing, because on a full disk one may succeed and then the
    /// other.
    const fn fails(&self, doing: Doing) -> bool {
        match doing {
            Doing::Append | Doing::Sync => self.append || self.sync,
            Doing::Read => self.read,
            Doing::Delete => self.delete,
        }
    }
}

const fn begins(doing: Doing) -> &'static str {
    match doing {
        Doing::Append | Doing::Sync => {
            "a spill folder cannot be written: what is not in it yet waits"
        }
        Doing::Read => "a spill folder cannot be read: what is in it waits",
        Doing::Delete => {
            "a delivered file of a spill folder cannot be deleted: it takes room until it can"
        }
    }
}

const fn ends(doing: Doing) -> &'static str {
    match doing {
        Doing::Append | Doing::Sync => "the spill folder can be written again",
        Doing::Read => "the spill folder can be read again",
        Doing::Delete => "delivered files of the spill folder can be deleted again",
    }
}
