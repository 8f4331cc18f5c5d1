//! The file with the last seen message of each channel.

use std::collections::HashMap;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::last_seen::{LastSeen, Stored};
use crate::clock::unix_ms;
use crate::disk::{StoreError, beside, io_error, private, write_atomic};

/// The first line of the file.
const HEADER: &str = "gateway-shard last-seen 1";

/// The file is rewritten when it has grown by this much, and by more than three times its previous size.
const GROWTH: u64 = 1 << 20;

/// Stores the last seen message of each channel. Each change is appended as a line. From time to time everything is
/// written to a new file, which then replaces the old one.
///
/// ```text
/// GUILD - DONE 0             all messages of the guild up to DONE are handled, unless one of its channels has a line
/// GUILD CHANNEL DONE UNTIL   all messages of the channel up to DONE; those up to UNTIL are missed, if it is not 0
/// GUILD CHANNEL - 0          nothing is kept of the channel; GUILD - - 0 of the guild
/// ```
///
/// A later line replaces earlier ones of the same guild or channel. A truncated or invalid line is ignored; the only
/// effect is that a message is delivered again.
#[derive(Debug)]
pub(super) struct LastSeenFile {
    path: PathBuf,
    /// The file to append to; `None` if it must be rewritten.
    file: Option<fs::File>,
    /// The size when it was last rewritten, and the bytes appended since.
    whole: u64,
    appended: u64,
}

impl LastSeenFile {
    /// Opens the file, which need not exist, and loads it. Its folder must exist.
    pub(super) fn open(path: PathBuf, seen: &LastSeen) -> Result<Self, StoreError> {
        read(&path, |stored| seen.restore(stored))?;
        let mut this = Self { path, file: None, whole: 0, appended: 0 };
        this.write_anew(seen)?;
        Ok(this)
    }

    /// Loads what another process left, for guilds of which that process knows something newer.
    pub(super) fn take_from(path: &Path, seen: &LastSeen) -> Result<(), StoreError> {
        let mut stored = Vec::new();
        let mut newest = HashMap::new();
        read(path, |line| {
            stored.push(*line);
            let newest = newest.entry(line.guild).or_insert(None);
            *newest = line.done.max(*newest);
        })?;
        newest.retain(|guild, newest| *newest > seen.newest(*guild));
        newest.keys().for_each(|guild| seen.forget_guild(*guild));
        let newer = stored.iter().filter(|line| newest.contains_key(&line.guild));
        newer.for_each(|line| seen.restore(line));
        Ok(())
    }

    /// Writes the changes.
    pub(super) fn save(&mut self, seen: &LastSeen) -> Result<(), StoreError> {
        let changes = seen.changes();
        let is_long = self.appended > GROWTH.max(3 * self.whole);
        let Some(file) = self.file.as_mut().filter(|_| !is_long) else {
            return self.write_anew(seen);
        };
        if changes.is_empty() {
            return Ok(());
        }
        let mut text = String::new();
        changes.iter().for_each(|stored| write_line(&mut text, stored));
        let written = file.write_all(text.as_bytes());
        self.appended += text.len() as u64;
        written.map_err(|source| {
            // A part of it may have been written.
            self.file = None;
            io_error("write", &self.path, source)
        })
    }

    pub(super) fn write_anew(&mut self, seen: &LastSeen) -> Result<(), StoreError> {
        self.file = None;
        let mut text = format!("{HEADER}\n");
        seen.all().iter().for_each(|stored| write_line(&mut text, stored));
        write_atomic(&self.path, text.as_bytes(), false)?;
        let file = private().append(true).open(&self.path);
        self.file = Some(file.map_err(|source| io_error("open", &self.path, source))?);
        (self.whole, self.appended) = (text.len() as u64, 0);
        Ok(())
    }
}

fn write_line(text: &mut String, stored: &Stored) {
    use std::fmt::Write as _;
    let or_none = |id: Option<u64>| id.map_or("-".to_owned(), |id| id.to_string());
    let channel = or_none(stored.channel.map(|channel| channel.get()));
    // Writing to a string cannot fail.
    let _ = writeln!(text, "{} {channel} {} {}", stored.guild, or_none(stored.done), stored.until);
}

fn read_line(line: &str) -> Option<Stored> {
    let mut words = line.split(' ');
    let mut word = || words.next();
    let guild = word()?.parse().ok()?;
    let channel = match word()? {
        "-" => None,
        channel => Some(channel.parse().ok()?),
    };
    let done = match word()? {
        "-" => None,
        done => Some(done.parse().ok()?),
    };
    let until = word()?.parse().ok()?;
    word().is_none().then_some(Stored { guild, channel, done, until })
}

/// Passes each line that is still valid, in order.
fn read(path: &Path, mut take: impl FnMut(&Stored)) -> Result<(), StoreError> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) if error.kind() == io::ErrorKind::InvalidData => return set_aside(path),
        Err(source) => return Err(io_error("read", path, source)),
    };
    let Some((HEADER, lines)) = text.split_once('\n') else { return set_aside(path) };
    let mut kept: Vec<Option<Stored>> = Vec::new();
    let mut places = HashMap::new();
    let (mut of_guild, mut unread) = (HashMap::<_, Vec<usize>>::new(), 0);
    for line in lines.split_inclusive('\n') {
        let Some(stored) = line.strip_suffix('\n').and_then(read_line) else {
            unread += 1;
            continue;
        };
        if stored.channel.is_none() && stored.done.is_none() {
            // All earlier lines of the guild.
            for place in of_guild.remove(&stored.guild).into_iter().flatten() {
                kept[place] = None;
            }
            places.retain(|(guild, _), _| *guild != stored.guild);
            continue;
        }
        let key = (stored.guild, stored.channel);
        let place = *places.entry(key).or_insert_with(|| {
            kept.push(None);
            of_guild.entry(stored.guild).or_default().push(kept.len() - 1);
            kept.len() - 1
        });
        kept[place] = stored.done.is_some().then_some(stored);
    }
    if unread > 0 {
        tracing::warn!(
            path = %path.display(), lines = unread,
            "lines in the file of last seen messages could not be parsed; messages may be delivered again"
        );
    }
    kept.iter().flatten().for_each(&mut take);
    Ok(())
}

/// Moves an unreadable file out of the way, so that a person can inspect it.
fn set_aside(path: &Path) -> Result<(), StoreError> {
    let aside = beside(path, &format!(".corrupt-{}", unix_ms()));
    fs::rename(path, &aside).map_err(|source| io_error("rename", path, source))?;
    tracing::error!(
        path = %path.display(), aside = %aside.display(),
        "the file of last seen messages could not be parsed and was renamed; messages missed before now will not be read"
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use gateway_model::Id;

    use super::*;
    use crate::disk::TestFolder;

    fn all(seen: &LastSeen) -> Vec<(u64, u64, u64, u64)> {
        let mut all: Vec<_> = seen
            .all()
            .iter()
            .map(|stored| {
                let channel = stored.channel.map_or(0, Id::get);
                (stored.guild.get(), channel, stored.done.unwrap(), stored.until)
            })
            .collect();
        all.sort_unstable();
        all
    }

    fn id<T>(id: u64) -> Id<T> {
        Id::new(id).unwrap()
    }

    fn reopened(path: &Path) -> Vec<(u64, u64, u64, u64)> {
        // The file that is being written.
        let copy = beside(path, ".copy");
        fs::copy(path, &copy).unwrap();
        let seen = LastSeen::new(true);
        LastSeenFile::open(copy, &seen).unwrap();
        all(&seen)
    }

    #[test]
    fn what_is_saved_is_there_for_the_next_process() {
        let folder = TestFolder::new();
        let path = folder.path().join("last-seen.log");
        let seen = LastSeen::new(true);
        let mut file = LastSeenFile::open(path.clone(), &seen).unwrap();
        seen.raise_floor(id(1), 100, None);
        seen.note(id(1), id(10), 200, None);
        seen.note(id(2), id(20), 300, None);
        file.save(&seen).unwrap();
        seen.note(id(1), id(10), 250, None);
        seen.open(id(2), id(21), 290, 310);
        seen.forget_guild(id(3));
        file.save(&seen).unwrap();
        let expected =
            [(1, 0, 100, 0), (1, 10, 250, 0), (2, 0, 299, 0), (2, 20, 300, 0), (2, 21, 290, 310)];
        assert_eq!(all(&seen), expected);
        assert_eq!(reopened(&path), expected);
        seen.close(id(2), id(21));
        seen.forget_channel(id(2), id(20));
        seen.forget_guild(id(1));
        seen.raise_floor(id(1), 400, None);
        file.save(&seen).unwrap();
        let expected = [(1, 0, 400, 0), (2, 0, 299, 0), (2, 21, 290, 0)];
        assert_eq!((all(&seen), reopened(&path)), (expected.to_vec(), expected.to_vec()));
    }

    #[test]
    fn a_file_that_is_cut_off_anywhere_gives_what_is_whole() {
        let folder = TestFolder::new();
        let path = folder.path().join("last-seen.log");
        let lines = ["1 - 100 0", "1 10 200 0", "1 10 250 300", "2 - 7 0", "2 20 9 0", "2 20 - 0"];
        let text = format!("{HEADER}\n{}\n", lines.join("\n"));
        for end in HEADER.len() + 1..=text.len() {
            fs::write(&path, &text[..end]).unwrap();
            let whole = text[HEADER.len() + 1..end].matches('\n').count();
            let mut expected = Vec::new();
            read(&path, |line| expected.push(*line)).unwrap();
            assert_eq!(expected.len(), [0, 1, 2, 2, 3, 4, 3][whole], "{end}");
        }
        assert_eq!(reopened(&path), [(1, 0, 100, 0), (1, 10, 250, 300), (2, 0, 7, 0)]);
    }

    #[test]
    fn what_is_no_such_file_is_set_aside() {
        let folder = TestFolder::new();
        let path = folder.path().join("last-seen.log");
        let open = |text: &[u8]| {
            fs::write(&path, text).unwrap();
            let seen = LastSeen::new(true);
            LastSeenFile::open(path.clone(), &seen).unwrap();
            all(&seen)
        };
        for text in [&b"\xff\xfe"[..], b"", b"gateway-shard last-seen 99\n1 - 5 0\n"] {
            assert_eq!(open(text), []);
            assert_eq!(fs::read_to_string(&path).unwrap(), format!("{HEADER}\n"));
        }
        let aside = fs::read_dir(folder.path()).unwrap().filter(|entry| {
            entry.as_ref().unwrap().file_name().to_string_lossy().contains("corrupt")
        });
        assert!(aside.count() > 0);
        let text = format!("{HEADER}\nnonsense\n0 - 5 0\n1 - 5 0 0\n1 - 6 0\n");
        assert_eq!(open(text.as_bytes()), [(1, 0, 6, 0)], "a line costs itself");
    }

    #[test]
    fn the_file_does_not_grow_without_end() {
        let folder = TestFolder::new();
        let path = folder.path().join("last-seen.log");
        let seen = LastSeen::new(true);
        let mut file = LastSeenFile::open(path.clone(), &seen).unwrap();
        for round in 0..40 {
            for channel in 1..=2000 {
                seen.note(id(1), id(channel), 10_000 * (round + 1) + channel, None);
            }
            file.save(&seen).unwrap();
            assert!(fs::metadata(&path).unwrap().len() < 2 * GROWTH);
        }
        assert_eq!(reopened(&path), all(&seen));
    }

    #[test]
    fn of_another_part_guilds_are_taken_of_which_it_knows_something_newer() {
        let folder = TestFolder::new();
        let other = folder.path().join("other.log");
        fs::write(&other, format!("{HEADER}\n1 - 5 0\n1 10 6 0\n2 - 7 0\n2 20 8 0\n")).unwrap();
        let seen = LastSeen::new(true);
        seen.raise_floor(id(1), 9, None);
        seen.note(id(2), id(21), 4, None);
        LastSeenFile::take_from(&other, &seen).unwrap();
        assert_eq!(all(&seen), [(1, 0, 9, 0), (2, 0, 7, 0), (2, 20, 8, 0)]);
    }
}
