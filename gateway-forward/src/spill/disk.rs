//! The file operations of a spill folder, so that tests can replace the disk with one that fails or loses power.

use std::fmt::Debug;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::sync::Arc;

/// A disk. Paths are those of files directly in a spill folder, or of the folder itself.
pub(crate) trait Disk: Debug + Send + Sync {
    /// Creates the folder if it is missing, and removes the permissions of other users.
    fn make_folder(&self, folder: &Path) -> io::Result<()>;
    /// Locks this file until the value is dropped. The file is created if it is missing.
    fn lock(&self, path: &Path) -> Result<Box<dyn Debug + Send + Sync>, TryLockError>;
    /// Returns the names and lengths of the regular files.
    fn list(&self, folder: &Path) -> io::Result<Vec<(String, u64)>>;
    /// Makes creations, renames and removals durable.
    fn sync_folder(&self, folder: &Path) -> io::Result<()>;
    /// Opens a file for reading.
    fn open(&self, path: &Path) -> io::Result<Box<dyn DiskFile>>;
    /// Creates a file that must not exist, for writing and reading.
    fn create(&self, path: &Path) -> io::Result<Box<dyn DiskFile>>;
    /// Renames a file; it replaces an existing one.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Removes a file.
    fn remove(&self, path: &Path) -> io::Result<()>;
}

/// An open file.
pub(crate) trait DiskFile: Debug + Send + Sync {
    /// Fills the buffer; reads less only at the end of the file.
    fn read_at(&mut self, offset: u64, buffer: &mut [u8]) -> io::Result<usize>;
    /// Writes all bytes. If that fails, some may have been written.
    fn write_at(&mut self, offset: u64, bytes: &[u8]) -> io::Result<()>;
    /// Truncates the file to this length.
    fn set_len(&mut self, length: u64) -> io::Result<()>;
    /// Makes the written bytes durable.
    fn sync(&mut self) -> io::Result<()>;
}

/// Returns the disk for spill folders.
pub(crate) fn system() -> Arc<dyn Disk> {
    #[cfg(test)]
    if let Some(disk) = super::test_disk::installed() {
        return disk;
    }
    Arc::new(System)
}

/// The operating system's files.
#[derive(Debug)]
struct System;

impl Disk for System {
    fn make_folder(&self, folder: &Path) -> io::Result<()> {
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(folder)?;
        #[cfg(unix)]
        unix::close_folder(folder)?;
        Ok(())
    }

    fn lock(&self, path: &Path) -> Result<Box<dyn Debug + Send + Sync>, TryLockError> {
        let mut options = private();
        options.write(true).create(true).truncate(false);
        let file = options.open(path).map_err(TryLockError::Error)?;
        file.try_lock()?;
        Ok(Box::new(file))
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<(String, u64)>> {
        let mut files = Vec::new();
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            // The metadata of the entry itself: a symbolic link is not a regular file.
            let metadata = entry.metadata()?;
            if let (true, Ok(name)) = (metadata.is_file(), entry.file_name().into_string()) {
                files.push((name, metadata.len()));
            }
        }
        Ok(files)
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        // Other systems cannot open a folder as a file.
        if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        Ok(Box::new(private().read(true).open(path)?))
    }

    fn create(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        Ok(Box::new(private().read(true).write(true).create_new(true).open(path)?))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }
}

impl DiskFile for File {
    fn read_at(&mut self, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
        self.seek(SeekFrom::Start(offset))?;
        let mut read = 0;
        while read < buffer.len() {
            match self.read(&mut buffer[read..]) {
                Ok(0) => break,
                Ok(more) => read += more,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(read)
    }

    fn write_at(&mut self, offset: u64, bytes: &[u8]) -> io::Result<()> {
        self.seek(SeekFrom::Start(offset))?;
        self.write_all(bytes)
    }

    fn set_len(&mut self, length: u64) -> io::Result<()> {
        File::set_len(self, length)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.sync_data()
    }
}

/// Returns options for files that only their owner may read, and that do not follow symbolic links.
fn private() -> OpenOptions {
    #[allow(unused_mut, reason = "only Unix sets a mode")]
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    unix::private(&mut options);
    options
}

#[cfg(unix)]
mod unix {
    use std::fs::{self, OpenOptions, Permissions};
    use std::io;
    use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
    use std::path::Path;

    use rustix::fs::OFlags;

    pub(super) fn private(options: &mut OpenOptions) {
        options.mode(0o600).custom_flags(OFlags::NOFOLLOW.bits().cast_signed());
    }

    /// Removes the permissions of other users from a folder and its files, which an earlier version or a person may
    /// have created with more.
    pub(super) fn close_folder(folder: &Path) -> io::Result<()> {
        if open_to_others(&fs::metadata(folder)?)
            && let Err(error) = fs::set_permissions(folder, Permissions::from_mode(0o700))
        {
            // The root of a volume often belongs to another user. The files in it are still private.
            let folder = folder.display();
            tracing::warn!(%folder, %error, "other users can read the spill folder; use a folder inside it, which would be private");
        }
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let metadata = entry.metadata()?;
            if metadata.is_file() && open_to_others(&metadata) {
                fs::set_permissions(entry.path(), Permissions::from_mode(0o600))?;
            }
        }
        Ok(())
    }

    fn open_to_others(metadata: &fs::Metadata) -> bool {
        metadata.permissions().mode() & 0o077 != 0
    }
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};

    use super::super::log::tests::event;
    use super::super::{SpillError, SpillLog};
    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().mode() & 0o777
    }

    #[test]
    fn the_folder_and_its_files_are_closed_to_other_users() {
        let parent = tempfile::tempdir().unwrap();
        let folder = parent.path().join("spill");
        fs::create_dir(&folder).unwrap();
        let old = folder.join("00000000000000000001.spill");
        fs::write(&old, "").unwrap();
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o777)).unwrap();
        fs::set_permissions(&old, fs::Permissions::from_mode(0o644)).unwrap();
        let mut log = SpillLog::open(&folder, 1 << 20).unwrap();
        assert_eq!((mode(&folder), mode(&old)), (0o700, 0o600));
        log.append(&event(1)).unwrap();
        log.sync().unwrap();
        let files: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap()).collect();
        assert!(files.len() >= 3, "lock, cursor, events: {files:?}");
        assert!(files.iter().all(|file| mode(&file.path()) == 0o600), "{files:?}");
    }

    #[test]
    fn what_is_closed_to_others_or_no_file_is_left_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let (file, inside) = (folder.path().join("file"), folder.path().join("inside"));
        fs::write(&file, "").unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o400)).unwrap();
        fs::create_dir(&inside).unwrap();
        fs::set_permissions(&inside, fs::Permissions::from_mode(0o755)).unwrap();
        SpillLog::open(folder.path(), 1 << 20).unwrap();
        assert_eq!((mode(&file), mode(&inside)), (0o400, 0o755));
    }

    #[test]
    fn what_the_system_says_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        let mut file = System.create(&path).unwrap();
        file.write_at(0, b"0123456789").unwrap();
        file.set_len(4).unwrap();
        let mut buffer = [0; 9];
        assert_eq!(file.read_at(1, &mut buffer).unwrap(), 3);
        assert_eq!(&buffer[..4], b"123\0");
        System.sync_folder(folder.path()).unwrap();
        assert!(System.sync_folder(&folder.path().join("missing")).is_err());
        // The first has no disk behind it, and the second has no bytes.
        assert!(System.open(Path::new("/dev/null")).unwrap().sync().is_err());
        assert!(System.open(folder.path()).unwrap().read_at(0, &mut buffer).is_err());
    }

    #[test]
    fn a_new_folder_is_closed_from_the_beginning() {
        let parent = tempfile::tempdir().unwrap();
        let folder = parent.path().join("a/spill");
        SpillLog::open(&folder, 1 << 20).unwrap();
        assert_eq!(mode(&folder), 0o700);
    }

    #[test]
    fn a_planted_link_is_not_followed() {
        let parent = tempfile::tempdir().unwrap();
        let (folder, target) = (parent.path().join("spill"), parent.path().join("precious"));
        fs::create_dir(&folder).unwrap();
        fs::write(&target, "precious").unwrap();
        for name in ["cursor.new", "cursor.json", "00000000000000000001.spill"] {
            symlink(&target, folder.join(name)).unwrap();
        }
        let mut log = SpillLog::open(&folder, 1 << 20).unwrap();
        assert!(log.damaged() > 0, "the cursor is a link");
        let error = log.append(&event(1)).unwrap_err();
        assert!(matches!(error, SpillError::Io { doing: "create", .. }), "{error}");
        fs::remove_file(folder.join("00000000000000000001.spill")).unwrap();
        log.append(&event(1)).unwrap();
        log.sync().unwrap();
        drop(log);
        fs::remove_file(folder.join("lock")).unwrap();
        symlink(&target, folder.join("lock")).unwrap();
        let error = SpillLog::open(&folder, 1 << 20).unwrap_err();
        assert!(matches!(error, SpillError::Io { doing: "lock", .. }), "{error}");
        assert_eq!(fs::read_to_string(&target).unwrap(), "precious");
    }
}
