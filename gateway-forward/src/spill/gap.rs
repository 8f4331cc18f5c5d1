//! Damage in a spill folder, collected until it is known what was lost by it.

use std::collections::BTreeSet;

use super::cursor::Position;
use super::segment::Next;

/// Most ids of lost events that are said.
const MAX_IDS: usize = 16;

/// What lies between two records that are read one after the other.
#[derive(Debug)]
pub(super) struct Gap {
    /// Where the first record ended, with the index that the second should have.
    pub(super) begin: Position,
    /// The file in which the second record begins.
    end: u64,
    /// Bytes that are no record.
    pub(super) bytes: u64,
    /// Events that are missing, by the indices of the two.
    pub(super) lost: u64,
    /// Their ids, as far as they can be read.
    pub(super) ids: Vec<Box<str>>,
    /// Files with such bytes.
    damaged: BTreeSet<u64>,
    /// Files that end in a record that is cut off.
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

    /// Adds what was passed over in this file.
    pub(super) fn passed(&mut self, segment: u64, next: &mut Next) {
        self.end = segment;
        if next.skipped > 0 {
            self.bytes += next.skipped;
            if next.torn { &mut self.torn } else { &mut self.damaged }.insert(segment);
        }
        let room = MAX_IDS.saturating_sub(self.ids.len());
        self.ids.extend(next.ids.drain(..).take(room));
    }

    /// Whether it is more than a record that a dying process did not write to its end. Such a record was not
    /// acknowledged: Discord sends its event again.
    pub(super) fn is_damage(&self) -> bool {
        self.lost > 0 || !self.damaged.is_empty()
    }

    /// The files that are not as they were written, or may not be.
    pub(super) fn files(&self) -> BTreeSet<u64> {
        let mut files = self.damaged.clone();
        if self.lost > 0 {
            files.extend(&self.torn);
        }
        if files.is_empty() {
            // Whole records are missing, and nothing in the files shows of which file.
            files.extend(self.begin.segment..=self.end);
        }
        files
    }
}
