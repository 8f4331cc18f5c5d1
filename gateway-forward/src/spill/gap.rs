//! Damage in a spill folder, collected until it is known what was lost.

use std::collections::BTreeSet;

use super::cursor::Position;
use super::segment::Next;

/// The largest number of lost event ids in a log line.
const MAX_IDS: usize = 16;

/// What lies between two consecutive records.
#[derive(Debug)]
pub(super) struct Gap {
    /// The end of the first record, with the index that the second should have.
    pub(super) begin: Position,
    /// The file in which the second record begins.
    end: u64,
    /// Bytes that do not belong to a record.
    pub(super) bytes: u64,
    /// The number of missing events, from the indexes of the two.
    pub(super) lost: u64,
    /// Their ids, if they can be read.
    pub(super) ids: Vec<Box<str>>,
    /// Files with such bytes.
    damaged: BTreeSet<u64>,
    /// Files that end with an incomplete record.
    torn: BTreeSet<u64>,
}

impl Gap {
    pub(super) fn new(begin: Position) -> Self {
        Self {
            begin,
            end: begin.segment,
            bytes: 0,
            lost: 0,
            ids: Vec::new(),
            damaged: BTreeSet::new(),
            torn: BTreeSet::new(),
        }
    }

    /// Adds what was skipped in this file.
    pub(super) fn passed(&mut self, segment: u64, next: &mut Next) {
        self.end = segment;
        if next.skipped > 0 {
            self.bytes += next.skipped;
            if next.torn { &mut self.torn } else { &mut self.damaged }.insert(segment);
        }
        let room = MAX_IDS.saturating_sub(self.ids.len());
        self.ids.extend(next.ids.drain(..).take(room));
    }

    /// Returns whether there is more than an incomplete last record of a process that died. Such a record was not
    /// acknowledged, and Discord sends its event again.
    pub(super) fn is_damage(&self) -> bool {
        self.lost > 0 || !self.damaged.is_empty()
    }

    /// Returns the files that are, or may be, damaged.
    pub(super) fn files(&self) -> BTreeSet<u64> {
        let mut files = self.damaged.clone();
        if self.lost > 0 {
            files.extend(&self.torn);
        }
        if files.is_empty() {
            // Whole records are missing, and it is not known from which file.
            files.extend(self.begin.segment..=self.end);
        }
        files
    }
}
