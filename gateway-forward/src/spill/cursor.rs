//! The cursor of a spill folder: how far it is delivered and written. It is a small file.

use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::SpillError;
use super::disk::Disk;

/// The format version that this program reads and writes.
const VERSION: u32 = 2;

/// A cursor is shorter.
const MAX_LENGTH: usize = 1024;

/// A position between two records of a folder.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub(super) struct Position {
    pub(super) segment: u64,
    pub(super) offset: u64,
    /// Index of the record that begins at this position.
    pub(super) index: u64,
}

/// What is known about a folder's files without reading them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Cursor {
    /// Everything before this position was delivered.
    pub(super) delivered: Position,
    /// Everything before this position was synced: if it is missing, it was lost.
    pub(super) written: Position,
}

#[derive(Serialize, Deserialize)]
struct Stored {
    version: u32,
    #[serde(flatten)]
    cursor: Cursor,
    /// CRC-32 of the cursor without this field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    check: Option<u32>,
}

/// The contents of the file.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Loaded {
    /// There is no file.
    Missing,
    Whole(Cursor),
    /// The file is not as it was written, with the reason.
    Damaged(String),
}

pub(super) fn path(folder: &Path) -> PathBuf {
    folder.join("cursor.json")
}

/// Returns the name under which a damaged cursor is kept.
pub(super) fn kept_path(folder: &Path, now_ms: u64) -> PathBuf {
    folder.join(format!("cursor.json.damaged-{now_ms}"))
}

pub(super) fn load(disk: &dyn Disk, folder: &Path) -> Loaded {
    let mut text = vec![0; MAX_LENGTH];
    let read = disk.open(&path(folder)).and_then(|mut file| file.read_at(0, &mut text));
    match read {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Loaded::Missing,
        Err(error) => Loaded::Damaged(error.to_string()),
        Ok(length) => decode(&text[..length]),
    }
}

/// Writes it atomically: after a crash, the old or the new cursor exists.
pub(super) fn save(disk: &dyn Disk, folder: &Path, cursor: Cursor) -> Result<(), SpillError> {
    let (path, new) = (path(folder), folder.join("cursor.new"));
    let created = match disk.create(&new) {
        // An earlier save was interrupted, or another program created the file. It is removed in any case.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            disk.remove(&new).and_then(|()| disk.create(&new))
        }
        created => created,
    };
    let mut file = created.map_err(SpillError::io("create", &new))?;
    let written = file.write_at(0, &encode(cursor)).and_then(|()| file.sync());
    drop(file);
    if let Err(error) = written {
        // It is of no use; if it remains, the next save removes it.
        let _ = disk.remove(&new);
        return Err(SpillError::io("write", &new)(error));
    }
    disk.rename(&new, &path).map_err(SpillError::io("replace", &path))?;
    disk.sync_folder(folder).map_err(SpillError::io("sync", folder))
}

fn encode(cursor: Cursor) -> Vec<u8> {
    let mut stored = Stored { version: VERSION, cursor, check: None };
    // Numbers can always be encoded as JSON.
    let text = |stored: &Stored| serde_json::to_vec(stored).unwrap_or_default();
    stored.check = Some(crc32fast::hash(&text(&stored)));
    text(&stored)
}

fn decode(text: &[u8]) -> Loaded {
    match serde_json::from_slice::<Stored>(text) {
        Err(error) => Loaded::Damaged(error.to_string()),
        Ok(stored) if stored.version != VERSION => {
            Loaded::Damaged(format!("version {} is not {VERSION}", stored.version))
        }
        // Compared byte by byte, because some changes leave the JSON valid.
        Ok(stored) if encode(stored.cursor) != text => {
            Loaded::Damaged("its checksum is wrong".to_owned())
        }
        Ok(stored) => Loaded::Whole(stored.cursor),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_changed_or_missing_byte_is_seen() {
        let delivered = Position { segment: 1, offset: 20, index: 3 };
        let written = Position { segment: 2, offset: 4000, index: 50 };
        let cursor = Cursor { delivered, written };
        let text = encode(cursor);
        assert!(text.len() < MAX_LENGTH);
        assert_eq!(decode(&text), Loaded::Whole(cursor));
        for at in 0..text.len() {
            for changed in (0..8).map(|bit| text[at] ^ (1 << bit)).chain([0, b' ', b'0', b'9']) {
                let mut damaged = text.clone();
                damaged[at] = changed;
                let whole = matches!(decode(&damaged), Loaded::Whole(_));
                assert_eq!(whole, damaged == text, "{}", String::from_utf8_lossy(&damaged));
            }
            assert!(matches!(decode(&text[..at]), Loaded::Damaged(_)), "{at}");
        }
        assert!(matches!(decode(&[&text[..], b"\n"].concat()), Loaded::Damaged(_)));
    }

    #[test]
    fn the_cursor_of_the_first_layout_is_not_believed() {
        assert!(matches!(decode(br#"{"segment":1,"offset":20}"#), Loaded::Damaged(_)));
    }
}
