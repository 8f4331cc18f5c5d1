//! What the store and the ledger of Identifies share: private files that are written whole, locks between
//! processes, and calls that block.

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
