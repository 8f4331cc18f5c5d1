//! How far a spill folder is delivered, in a small file of its own.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::SpillError;

/// A place in the files of a folder.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Position {
    pub(super) segment: u64,
    pub(super) offset: u64,
}

fn path(folder: &Path) -> PathBuf {
    folder.join("cursor.json")
}

/// The place below which everything was delivered. Where the file is missing or damaged that is the beginning:
/// rather deliver again than not at all.
pub(super) fn load(folder: &Path) -> Position {
    let path = path(folder);
    let Ok(text) = fs::read(&path) else { return Position::default() };
    serde_json::from_slice(&text).unwrap_or_else(|error| {
        tracing::warn!(path = %path.display(), %error, "the cursor is damaged; all is delivered again");
        Position::default()
    })
}

/// Writes it in one step: a crash leaves the old one or the new one.
pub(super) fn save(folder: &Path, position: Position) -> Result<(), SpillError> {
    let (path, new) = (path(folder), folder.join("cursor.new"));
    // Two numbers always have a JSON form.
    let text = serde_json::to_vec(&position).unwrap_or_default();
    let mut file = File::create(&new).map_err(SpillError::io("create", &new))?;
    file.write_all(&text).and_then(|()| file.sync_data()).map_err(SpillError::io("write", &new))?;
    fs::rename(&new, &path).map_err(SpillError::io("replace", &path))
}
