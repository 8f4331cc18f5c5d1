//! A disk in memory that fails on request, and that can lose power.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt::Debug;
use std::fs::TryLockError;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard};

use fastrand::Rng;

use super::disk::{Disk, DiskFile};

thread_local! {
    static INSTALLED: RefCell<Option<Arc<dyn Disk>>> = const { RefCell::new(None) };
}

/// Returns the disk for spill folders of this thread, in place of the system's.
pub(super) fn installed() -> Option<Arc<dyn Disk>> {
    INSTALLED.with_borrow(Clone::clone)
}

/// Uses this disk for spill folders that this thread opens, until the value is dropped.
pub(crate) struct Installed;

impl Installed {
    pub(crate) fn new(disk: &TestDisk) -> Self {
        INSTALLED.set(Some(Arc::new(disk.clone())));
        Self
    }
}

impl Drop for Installed {
    fn drop(&mut self) {
        INSTALLED.set(None);
    }
}

/// An operation that changes the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Op {
    Create,
    Write,
    Cut,
    Sync,
    Rename,
    Remove,
    SyncFolder,
}

#[derive(Clone, Debug)]
enum Change {
    Bytes(usize, Vec<u8>),
    Length(usize),
}

#[derive(Clone, Debug, Default)]
struct Inode {
    /// The contents as programs read them.
    now: Vec<u8>,
    /// The contents that survive a power cut.
    safe: Vec<u8>,
    /// The writes that the system has not done yet.
    changes: Vec<Change>,
}

impl Change {
    fn apply(&self, bytes: &mut Vec<u8>) {
        match self {
            Self::Length(length) => bytes.resize(*length, 0),
            Self::Bytes(offset, new) => {
                let end = offset + new.len();
                bytes.resize(bytes.len().max(end), 0);
                bytes[*offset..end].copy_from_slice(new);
            }
        }
    }
}

#[derive(Clone, Debug)]
enum Entry {
    Add(PathBuf, usize),
    Rename(PathBuf, PathBuf),
    Remove(PathBuf),
}

impl Entry {
    fn apply(&self, names: &mut BTreeMap<PathBuf, usize>) {
        match self {
            Self::Add(path, inode) => drop(names.insert(path.clone(), *inode)),
            Self::Remove(path) => drop(names.remove(path)),
            Self::Rename(from, to) => {
                if let Some(inode) = names.remove(from) {
                    names.insert(to.clone(), inode);
                }
            }
        }
    }
}

/// Decides by the operation and its number, counted from 0, whether it fails.
type Fault = Box<dyn FnMut(Op, u64) -> Option<io::ErrorKind> + Send>;

#[derive(Default)]
struct State {
    inodes: Vec<Inode>,
    names: BTreeMap<PathBuf, usize>,
    safe_names: BTreeMap<PathBuf, usize>,
    entries: Vec<Entry>,
    ops: u64,
    fault: Option<Fault>,
    made: usize,
}

/// See the module docs.
#[derive(Clone, Default)]
pub(crate) struct TestDisk {
    state: Arc<Mutex<State>>,
    locked: Arc<Mutex<Option<std::sync::Weak<()>>>>,
}

impl Debug for TestDisk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TestDisk")
    }
}

impl TestDisk {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    /// Calls this function before every change.
    pub(crate) fn fail(
        &self,
        fault: impl FnMut(Op, u64) -> Option<io::ErrorKind> + Send + 'static,
    ) {
        self.state().fault = Some(Box::new(fault));
    }

    /// Removes all names: nothing can be opened until they are restored.
    pub(crate) fn hide(&self) -> BTreeMap<PathBuf, usize> {
        std::mem::take(&mut self.state().names)
    }

    pub(crate) fn show(&self, names: BTreeMap<PathBuf, usize>) {
        self.state().names = names;
    }

    /// Changes a file in a way that no program does.
    pub(crate) fn change(&self, path: &Path, change: impl FnOnce(&mut Vec<u8>)) {
        let mut state = self.state();
        let inode = state.names[path];
        change(&mut state.inodes[inode].now);
    }

    /// Returns the number of its clones and open files.
    pub(crate) fn holders(&self) -> usize {
        Arc::strong_count(&self.state)
    }

    /// Returns the number of changes so far.
    pub(crate) fn ops(&self) -> u64 {
        self.state().ops
    }

    /// Returns how many segments were ever created.
    pub(crate) fn made(&self) -> usize {
        self.state().made
    }

    /// Returns the disk after a power cut at this moment: with everything that was synced, and a random part of the
    /// rest.
    pub(crate) fn after_power_cut(&self, rng: &mut Rng) -> Self {
        let state = self.state();
        let mut names = state.safe_names.clone();
        state.entries[..rng.usize(0..=state.entries.len())]
            .iter()
            .for_each(|entry| entry.apply(&mut names));
        let inodes = state.inodes.iter().map(|inode| {
            let mut bytes = inode.safe.clone();
            let kept = rng.usize(0..=inode.changes.len());
            inode.changes[..kept].iter().for_each(|change| change.apply(&mut bytes));
            if let Some(Change::Bytes(offset, new)) = inode.changes.get(kept) {
                let part = new[..rng.usize(0..new.len().max(1))].to_vec();
                Change::Bytes(*offset, part).apply(&mut bytes);
            }
            bytes
        });
        Self::of(names, inodes.collect())
    }

    /// Returns the disk as a later process finds it if only the process died.
    pub(crate) fn after_kill(&self) -> Self {
        let state = self.state();
        Self::of(state.names.clone(), state.inodes.iter().map(|inode| inode.now.clone()).collect())
    }

    fn of(names: BTreeMap<PathBuf, usize>, files: Vec<Vec<u8>>) -> Self {
        let inode = |bytes: Vec<u8>| Inode { now: bytes.clone(), safe: bytes, changes: Vec::new() };
        let state = State {
            inodes: files.into_iter().map(inode).collect(),
            safe_names: names.clone(),
            names,
            ..State::default()
        };
        Self { state: Arc::new(Mutex::new(state)), locked: Arc::default() }
    }

    /// Returns the files by their names.
    pub(crate) fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let state = self.state();
        let name = |path: &Path| path.file_name().unwrap().to_str().unwrap().to_owned();
        state
            .names
            .iter()
            .map(|(path, inode)| (name(path), state.inodes[*inode].now.clone()))
            .collect()
    }

    /// Creates a disk with these files in this folder.
    pub(crate) fn with(folder: &Path, files: BTreeMap<String, Vec<u8>>) -> Self {
        let names =
            files.keys().enumerate().map(|(inode, name)| (folder.join(name), inode)).collect();
        Self::of(names, files.into_values().collect())
    }
}

impl State {
    fn op(&mut self, op: Op) -> io::Result<()> {
        let number = self.ops;
        self.ops += 1;
        match self.fault.as_mut().and_then(|fault| fault(op, number)) {
            Some(kind) => Err(kind.into()),
            None => Ok(()),
        }
    }

    fn inode(&self, path: &Path) -> io::Result<usize> {
        self.names.get(path).copied().ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn enter(&mut self, entry: Entry) {
        entry.apply(&mut self.names);
        self.entries.push(entry);
    }
}

impl Disk for TestDisk {
    fn make_folder(&self, _: &Path) -> io::Result<()> {
        Ok(())
    }

    fn lock(&self, _: &Path) -> Result<Box<dyn Debug + Send + Sync>, TryLockError> {
        let mut locked = self.locked.lock().unwrap();
        if locked.as_ref().is_some_and(|lock| lock.strong_count() > 0) {
            return Err(TryLockError::WouldBlock);
        }
        let lock = Arc::new(());
        *locked = Some(Arc::downgrade(&lock));
        Ok(Box::new(lock))
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<(String, u64)>> {
        let state = self.state();
        let inside = state.names.iter().filter(|(path, _)| path.parent() == Some(folder));
        Ok(inside
            .map(|(path, inode)| {
                let name = path.file_name().unwrap().to_str().unwrap().to_owned();
                (name, state.inodes[*inode].now.len() as u64)
            })
            .collect())
    }

    fn sync_folder(&self, _: &Path) -> io::Result<()> {
        let mut state = self.state();
        state.op(Op::SyncFolder)?;
        state.safe_names = state.names.clone();
        state.entries.clear();
        Ok(())
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        let inode = self.state().inode(path)?;
        Ok(Box::new(TestFile { disk: self.clone(), inode }))
    }

    fn create(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        let mut state = self.state();
        state.op(Op::Create)?;
        if state.names.contains_key(path) {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        let inode = state.inodes.len();
        state.inodes.push(Inode::default());
        state.enter(Entry::Add(path.to_owned(), inode));
        state.made += usize::from(path.extension().is_some_and(|extension| extension == "spill"));
        Ok(Box::new(TestFile { disk: self.clone(), inode }))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut state = self.state();
        state.op(Op::Rename)?;
        state.inode(from)?;
        state.enter(Entry::Rename(from.to_owned(), to.to_owned()));
        Ok(())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        let mut state = self.state();
        state.op(Op::Remove)?;
        state.inode(path)?;
        state.enter(Entry::Remove(path.to_owned()));
        Ok(())
    }
}

#[derive(Debug)]
struct TestFile {
    disk: TestDisk,
    inode: usize,
}

impl TestFile {
    fn change(&self, op: Op, change: Change) -> io::Result<()> {
        let mut state = self.disk.state();
        let result = state.op(op);
        let inode = &mut state.inodes[self.inode];
        let change = match (&result, change) {
            // A short write before the error.
            (Err(_), Change::Bytes(offset, bytes)) => {
                Change::Bytes(offset, bytes[..bytes.len() / 2].to_vec())
            }
            (Err(_), Change::Length(_)) => return result,
            (Ok(()), change) => change,
        };
        change.apply(&mut inode.now);
        inode.changes.push(change);
        result
    }
}

impl DiskFile for TestFile {
    fn read_at(&mut self, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
        let state = self.disk.state();
        let bytes = &state.inodes[self.inode].now;
        let rest = bytes.get(usize::try_from(offset).unwrap()..).unwrap_or_default();
        let length = rest.len().min(buffer.len());
        buffer[..length].copy_from_slice(&rest[..length]);
        Ok(length)
    }

    fn write_at(&mut self, offset: u64, bytes: &[u8]) -> io::Result<()> {
        let offset = usize::try_from(offset).unwrap();
        self.change(Op::Write, Change::Bytes(offset, bytes.to_vec()))
    }

    fn set_len(&mut self, length: u64) -> io::Result<()> {
        self.change(Op::Cut, Change::Length(usize::try_from(length).unwrap()))
    }

    fn sync(&mut self) -> io::Result<()> {
        let mut state = self.disk.state();
        let result = state.op(Op::Sync);
        let inode = &mut state.inodes[self.inode];
        let changes = std::mem::take(&mut inode.changes);
        if result.is_ok() {
            changes.iter().for_each(|change| change.apply(&mut inode.safe));
        }
        // After a failed sync the system discards what it could not write, and a later sync succeeds.
        result
    }
}
