//! The ledger of Identifies on disk: one line for each, written before the Identify is sent.

use std::fs;
use std::io::{self, Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use gateway_model::gateway::ShardId;

use super::buckets::{WINDOW_MS, ms_until_turn};
use super::ledger::{DAY_MS, Entry, Ledger};
use crate::disk::{MomentLock, StoreError, io_error, private, write_atomic};

/// The maximum number of entries read from a ledger: more than any bot may identify in a day.
const MAX_ENTRIES: usize = 100_000;

/// The file of a [`Ledger`], with lines of `UNIX_MS SHARD COUNT`.
///
/// A line is written to disk before its Identify is sent. If the process dies in between, one Identify too many is
/// counted, never one too few.
#[derive(Debug)]
pub struct LedgerFile {
    path: PathBuf,
    file: fs::File,
    /// The position up to which it was read or written. What follows is from other processes, or was cut off.
    seen: u64,
    /// The lock for a ledger that other processes also use.
    lock: Option<Arc<MomentLock>>,
    /// The entries that other processes added within the last window.
    recent: Vec<Entry>,
}

/// The result of adding an Identify in turn.
#[derive(Debug, Default)]
pub(crate) struct Turn {
    /// The entries that other processes have added since the last time.
    pub(crate) others: Vec<Entry>,
    /// If it was not added: how long to wait for its turn, in milliseconds.
    pub(crate) wait_ms: Option<u64>,
}

impl LedgerFile {
    /// Reads the ledger, and rewrites it without the entries older than a day.
    ///
    /// A line that cannot be parsed counts as an Identify of every shard, sent now, so that a damaged file does not
    /// weaken the protection. An incomplete last line was cut off before its Identify was sent, and is ignored.
    ///
    /// Blocks while it reads and writes one small file.
    ///
    /// # Errors
    ///
    /// Returns an error if the file cannot be read or written.
    pub fn open(path: impl Into<PathBuf>, now_ms: u64) -> Result<(Self, Ledger), StoreError> {
        Self::open_with(path.into(), now_ms, None, true)
    }

    /// Opens a ledger that other processes also use, while this one holds the lock. It is only rewritten if no other
    /// process is running.
    pub(crate) fn open_shared(
        path: PathBuf,
        now_ms: u64,
        lock: &Arc<MomentLock>,
        is_alone: bool,
    ) -> Result<(Self, Ledger), StoreError> {
        Self::open_with(path, now_ms, Some(Arc::clone(lock)), is_alone)
    }

    fn open_with(
        path: PathBuf,
        now_ms: u64,
        lock: Option<Arc<MomentLock>>,
        is_alone: bool,
    ) -> Result<(Self, Ledger), StoreError> {
        let mut text = Vec::new();
        match private().read(true).open(&path).and_then(|mut file| file.read_to_end(&mut text)) {
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(source) => return Err(io_error("read", &path, source)),
        }
        let entries = parse(&text, &path, now_ms);
        let mut seen = whole_lines(&text).len() as u64;
        let mut whole = String::new();
        for entry in &entries {
            whole.push_str(&line(*entry));
        }
        if is_alone && whole.as_bytes() != text {
            write_atomic(&path, whole.as_bytes(), true)?;
            seen = whole.len() as u64;
        }
        let file = private()
            .read(true)
            .append(true)
            .create(true)
            .open(&path)
            .map_err(|source| io_error("open", &path, source))?;
        let recent = entries.iter().copied().filter(|entry| is_recent(*entry, now_ms)).collect();
        Ok((Self { path, file, seen, lock, recent }, Ledger::new(entries)))
    }

    /// Appends an Identify and waits until it is on disk.
    ///
    /// # Errors
    ///
    /// Returns an error if it could not be written.
    pub fn append(&mut self, shard: ShardId, now_ms: u64) -> Result<(), StoreError> {
        let lock = self.lock.clone();
        let _held = lock.as_ref().map(|lock| lock.hold()).transpose()?;
        self.read_on(now_ms)?;
        self.add(shard, now_ms)
    }

    /// Like [`append`](Self::append), but only if no other process has identified with this rate limit key within the
    /// window, and without waiting for that.
    pub(crate) fn append_in_turn(
        &mut self,
        shard: ShardId,
        now_ms: u64,
        max_concurrency: u32,
    ) -> Result<Turn, StoreError> {
        let lock = self.lock.clone();
        let _held = lock.as_ref().map(|lock| lock.hold()).transpose()?;
        let others = self.read_on(now_ms)?;
        self.recent.extend(&others);
        self.recent.retain(|entry| is_recent(*entry, now_ms));
        let wait_ms = ms_until_turn(&self.recent, shard, max_concurrency, now_ms);
        if wait_ms.is_none() {
            self.add(shard, now_ms)?;
        }
        Ok(Turn { others, wait_ms })
    }

    fn add(&mut self, shard: ShardId, now_ms: u64) -> Result<(), StoreError> {
        let line = line(Entry { at_ms: now_ms, shard: Some(shard) });
        self.file
            .write_all(line.as_bytes())
            .and_then(|()| self.file.sync_data())
            .map_err(|source| io_error("write", &self.path, source))?;
        self.seen += line.len() as u64;
        Ok(())
    }

    /// Reads what other processes have added. Removes an incomplete last line, whose writer died or had no disk space.
    fn read_on(&mut self, now_ms: u64) -> Result<Vec<Entry>, StoreError> {
        let failed = |source| io_error("read", &self.path, source);
        let mut text = Vec::new();
        self.file
            .seek(io::SeekFrom::Start(self.seen))
            .and_then(|_| self.file.read_to_end(&mut text))
            .map_err(failed)?;
        let whole = whole_lines(&text);
        self.seen += whole.len() as u64;
        if whole.len() < text.len() {
            self.file.set_len(self.seen).map_err(failed)?;
        }
        Ok(parse(whole, &self.path, now_ms))
    }

    /// The path of the file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }
}

/// Returns whether it still delays others. The clock of another process may be slightly ahead.
fn is_recent(entry: Entry, now_ms: u64) -> bool {
    entry.at_ms.saturating_add(WINDOW_MS) > now_ms
}

/// Returns the text up to the last line end; the rest was cut off.
fn whole_lines(text: &[u8]) -> &[u8] {
    text.iter().rposition(|byte| *byte == b'\n').map_or(&[], |end| &text[..=end])
}

fn line(entry: Entry) -> String {
    match entry.shard {
        Some(shard) => format!("{} {} {}\n", entry.at_ms, shard.id(), shard.count()),
        None => format!("{} ? ?\n", entry.at_ms),
    }
}

fn parse(text: &[u8], path: &Path, now_ms: u64) -> Vec<Entry> {
    let mut bad = 0_usize;
    let entries = whole_lines(text).split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    let entries = entries.map(|line| {
        parse_line(line).unwrap_or_else(|| {
            bad += 1;
            Entry { at_ms: now_ms, shard: None }
        })
    });
    // At most as many as fit into a day, so that a huge invalid file does not stop a bot for ever.
    let entries: Vec<_> =
        entries.filter(|entry| entry.at_ms + DAY_MS > now_ms).take(MAX_ENTRIES).collect();
    if bad > 0 {
        tracing::error!(
            path = %path.display(), lines = bad,
            "the ledger of Identifies has lines that could not be parsed; each counts as an Identify sent now"
        );
    }
    entries
}

fn parse_line(line: &[u8]) -> Option<Entry> {
    let line = std::str::from_utf8(line).ok()?;
    let mut words = line.split(' ');
    let (at, id, count) = (words.next()?, words.next()?, words.next()?);
    let at_ms = at.parse().ok().filter(|at| *at < u64::MAX - DAY_MS)?;
    let shard = match (id, count) {
        ("?", "?") => None,
        _ => Some(ShardId::new(id.parse().ok()?, count.parse().ok()?).ok()?),
    };
    words.next().is_none().then_some(Entry { at_ms, shard })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disk::TestFolder;

    const NOW: u64 = 1_700_000_000_000;

    #[test]
    fn the_next_process_knows_what_was_spent() {
        let folder = TestFolder::new();
        let path = folder.path().join("identifies.log");
        let (mut file, ledger) = LedgerFile::open(&path, NOW).unwrap();
        assert_eq!(ledger.entries(), []);
        file.append(ShardId::new(1, 4).unwrap(), NOW).unwrap();
        file.append(ShardId::new(2, 4).unwrap(), NOW + 5).unwrap();
        let (_, ledger) = LedgerFile::open(&path, NOW + 10).unwrap();
        assert_eq!(ledger.spent(ShardId::new(1, 4).unwrap()), 1);
        assert_eq!(ledger.entries().len(), 2);
    }

    #[test]
    fn a_day_later_they_are_gone_from_the_file_too() {
        let folder = TestFolder::new();
        let path = folder.path().join("identifies.log");
        LedgerFile::open(&path, NOW).unwrap().0.append(ShardId::ONE, NOW).unwrap();
        let (_, ledger) = LedgerFile::open(&path, NOW + DAY_MS).unwrap();
        assert_eq!(ledger.entries(), []);
        assert_eq!(fs::read(&path).unwrap(), b"");
    }

    #[test]
    fn a_line_cut_off_counts_for_nothing_and_spoils_nothing() {
        let folder = TestFolder::new();
        let path = folder.path().join("identifies.log");
        fs::write(&path, format!("{NOW} 0 1\n{NOW} 0")).unwrap();
        let (mut file, ledger) = LedgerFile::open(&path, NOW).unwrap();
        assert_eq!(ledger.spent(ShardId::ONE), 1);
        file.append(ShardId::ONE, NOW).unwrap();
        assert_eq!(LedgerFile::open(&path, NOW).unwrap().1.spent(ShardId::ONE), 2);
    }

    #[cfg(unix)]
    #[test]
    fn a_line_counts_as_written_only_once_it_is_synced() {
        // Writes to it succeed, but a sync fails, because there is no disk behind it. It is not opened as a ledger,
        // which would replace the file.
        let path = PathBuf::from("/dev/null");
        let null = private().read(true).write(true).open(&path).unwrap();
        let mut file = LedgerFile { path, file: null, seen: 0, lock: None, recent: Vec::new() };
        let error = file.append(ShardId::ONE, NOW).unwrap_err();
        assert!(matches!(error, StoreError::Io { action: "write", .. }), "{error}");
    }

    #[test]
    fn what_others_add_is_known_and_what_they_began_is_cut_off() {
        let folder = TestFolder::new();
        let path = folder.path().join("identifies.log");
        let (mut file, _) = LedgerFile::open(&path, NOW).unwrap();
        let (mut other, _) = LedgerFile::open(&path, NOW).unwrap();
        let shard = |id| ShardId::new(id, 4).unwrap();
        assert_eq!(other.append_in_turn(shard(1), NOW, 1).unwrap().wait_ms, None);
        // It died during a write, or its disk was full.
        other.file.write_all(b"17000000").unwrap();
        let turn = file.append_in_turn(shard(0), NOW + 150, 1).unwrap();
        assert_eq!(turn.others, [Entry { at_ms: NOW, shard: Some(shard(1)) }]);
        assert_eq!(turn.wait_ms, Some(WINDOW_MS - 150));
        let turn = file.append_in_turn(shard(0), NOW + WINDOW_MS, 1).unwrap();
        assert_eq!((turn.others, turn.wait_ms), (Vec::new(), None));
        assert_eq!(file.recent, [], "they stand in nobody's way any more");
        let later = NOW + 2 * WINDOW_MS;
        assert_eq!(other.append_in_turn(shard(1), later, 1).unwrap().wait_ms, None);
        let turn = file.append_in_turn(shard(0), later, 1).unwrap();
        assert_eq!(turn.others, [Entry { at_ms: later, shard: Some(shard(1)) }], "not its own");
        let (_, ledger) = LedgerFile::open(&path, NOW + WINDOW_MS).unwrap();
        assert_eq!([0, 1, 2, 3].map(|id| ledger.spent(shard(id))), [1, 2, 0, 0]);
    }

    #[test]
    fn a_damaged_line_makes_the_guard_stricter_not_weaker() {
        let folder = TestFolder::new();
        let path = folder.path().join("identifies.log");
        fs::write(&path, b"rubbish\n\xff\xff\n1 2 3 4\n").unwrap();
        let (_, ledger) = LedgerFile::open(&path, NOW).unwrap();
        assert_eq!(ledger.spent(ShardId::ONE), 3);
        // It counts for a day, whichever process opens the file next.
        let (_, ledger) = LedgerFile::open(&path, NOW + 1000).unwrap();
        assert_eq!(ledger.spent(ShardId::ONE), 3);
        // But no longer, however often the file was opened meanwhile.
        let (_, ledger) = LedgerFile::open(&path, NOW + DAY_MS).unwrap();
        assert_eq!(ledger.entries(), []);
    }

    #[test]
    fn a_ledger_that_cannot_be_read_is_no_empty_one() {
        let folder = TestFolder::new();
        let path = folder.path().join("identifies.log");
        fs::create_dir(&path).unwrap();
        let error = LedgerFile::open(&path, NOW).unwrap_err();
        assert!(matches!(error, StoreError::Io { action: "read", .. }), "{error}");
    }
}
