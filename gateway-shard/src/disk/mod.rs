//! Shared by the session store and the ledger of Identifies: private files that are replaced atomically, locks between
//! processes, and blocking calls.

mod blocking;
mod error;
mod folder_lock;
mod moment;
mod private;
#[cfg(test)]
mod test_folder;

pub(crate) use blocking::on_a_thread;
pub use error::StoreError;
pub(crate) use error::io_error;
pub(crate) use folder_lock::{FolderLock, take_lock};
pub(crate) use moment::MomentLock;
pub(crate) use private::{Sticky, beside, make_private, private, refuse_open, write_atomic};
#[cfg(test)]
pub(crate) use test_folder::TestFolder;
