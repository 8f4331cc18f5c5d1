//! The rows of one kind in one guild.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::marker::PhantomData;

use gateway_model::id::{Id, marker};

use crate::kind::{Keyed, Row};
use crate::pack::Input;
use crate::settings::Bound;

/// The size of the time of the last update, which precedes the rows of a bounded kind.
const STAMP: usize = 4;

/// How rows of one kind are stored.
#[derive(Debug)]
pub(crate) struct Keep<T: Row> {
    pub(crate) fields: T::Fields,
    pub(crate) bound: Bound,
    /// Whether rows start with the time of their last update.
    pub(crate) stamped: bool,
    /// Seconds of Unix time; zero if no row needs it.
    pub(crate) now: u32,
}

impl<T: Row> Clone for Keep<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Row> Copy for Keep<T> {}

impl<T: Row> Keep<T> {
    /// Returns rows without a bound.
    pub(crate) const fn all(fields: T::Fields) -> Self {
        Self { fields, bound: Bound::none(), stamped: false, now: 0 }
    }

    const fn stamp(&self) -> usize {
        if self.stamped { STAMP } else { 0 }
    }

    /// Returns the row of an object.
    pub(crate) fn row(&self, object: &T) -> Box<[u8]> {
        self.with_row(object, |row| Box::from(row))
    }

    /// Passes the row of an object to a function, without an allocation.
    pub(crate) fn with_row<R>(&self, object: &T, take: impl FnOnce(&[u8]) -> R) -> R {
        thread_local! {
            static BUFFER: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
        }
        BUFFER.with_borrow_mut(|buffer| {
            buffer.clear();
            if self.stamped {
                buffer.extend_from_slice(&self.now.to_le_bytes());
            }
            object.pack(self.fields, buffer);
            let end = buffer.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
            let end = end.max(self.stamp());
            let taken = take(buffer.get(..end).unwrap_or_default());
            // A single huge message must not keep its memory.
            buffer.shrink_to(16 << 10);
            taken
        })
    }

    /// Returns the row without the time of its last update.
    pub(crate) fn fields_of<'a>(&self, row: &'a [u8]) -> &'a [u8] {
        row.get(self.stamp()..).unwrap_or_default()
    }

    pub(crate) fn read(&self, place: Keyed, row: &[u8]) -> T {
        T::unpack(place, self.fields, &mut Input::new(self.fields_of(row)))
    }

    pub(crate) fn is_alive(&self, row: &[u8]) -> bool {
        self.bound.seconds.is_none_or(|seconds| self.now.saturating_sub(stamp(row)) < seconds)
    }
}

/// Returns when the row of a bounded kind was last updated.
fn stamp(row: &[u8]) -> u32 {
    u32::from_le_bytes(Input::new(row).array::<STAMP>())
}

/// The rows of one kind in one guild, by id.
#[derive(Debug)]
pub(crate) struct Rows<T> {
    rows: BTreeMap<u64, Box<[u8]>>,
    kind: PhantomData<fn() -> T>,
}

impl<T> Default for Rows<T> {
    fn default() -> Self {
        Self { rows: BTreeMap::new(), kind: PhantomData }
    }
}

impl<T: Row> Rows<T> {
    /// Creates the rows of many objects.
    pub(crate) fn of<'a>(
        objects: impl Iterator<Item = (u64, &'a T)>,
        keep: Option<Keep<T>>,
    ) -> Self {
        let Some(keep) = keep else { return Self::default() };
        let rows = objects.map(|(id, object)| (id, keep.row(object))).collect();
        Self { rows, kind: PhantomData }
    }

    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    /// The bytes of all rows, without those of the map.
    pub(crate) fn bytes(&self) -> usize {
        self.rows.values().map(|row| row.len()).sum()
    }

    pub(crate) fn ids(&self) -> impl Iterator<Item = u64> {
        self.rows.keys().copied()
    }

    /// The fields of a row, if it exists and has not expired.
    pub(crate) fn row(&self, id: u64, keep: &Keep<T>) -> Option<&[u8]> {
        let row = self.rows.get(&id).filter(|row| keep.is_alive(row))?;
        Some(keep.fields_of(row))
    }

    pub(crate) fn get(&self, guild: Id<marker::Guild>, id: u64, keep: &Keep<T>) -> Option<T> {
        let row = self.rows.get(&id).filter(|row| keep.is_alive(row))?;
        Some(keep.read(Keyed { guild, id: Id::new(id)? }, row))
    }

    /// All objects, by id.
    pub(crate) fn all(&self, guild: Id<marker::Guild>, keep: &Keep<T>) -> Vec<(u64, T)> {
        let alive = self.rows.iter().filter(|(_, row)| keep.is_alive(row));
        alive
            .filter_map(|(id, row)| Some((*id, keep.read(Keyed { guild, id: Id::new(*id)? }, row))))
            .collect()
    }

    pub(crate) fn contains(&self, id: u64) -> bool {
        self.rows.contains_key(&id)
    }

    /// Inserts a row. Returns the row that it replaced, even if that had expired.
    pub(crate) fn put(&mut self, id: u64, row: Box<[u8]>) -> Option<Box<[u8]>> {
        self.rows.insert(id, row)
    }

    /// Inserts a row, reusing the memory of the row that it replaces if the length is equal. Returns whether there was
    /// a row.
    pub(crate) fn set(&mut self, id: u64, bytes: &[u8]) -> bool {
        match self.rows.entry(id) {
            Entry::Occupied(mut row) => {
                let row = row.get_mut();
                if row.len() == bytes.len() {
                    row.copy_from_slice(bytes);
                } else {
                    *row = bytes.into();
                }
                true
            }
            Entry::Vacant(place) => {
                place.insert(bytes.into());
                false
            }
        }
    }

    /// Removes the row with the lowest id if there are too many. It is the oldest message, because ids contain the
    /// time.
    pub(crate) fn pop_oldest(&mut self, keep: &Keep<T>) -> Option<(u64, Box<[u8]>)> {
        let is_full = keep.bound.entries.is_some_and(|most| self.rows.len() > most);
        if is_full { self.rows.pop_first() } else { None }
    }

    pub(crate) fn remove(&mut self, id: u64) -> Option<Box<[u8]>> {
        self.rows.remove(&id)
    }

    /// Exempts a row of a bounded kind from expiry.
    pub(crate) fn spare(&mut self, id: u64, keep: &Keep<T>) {
        if keep.stamped
            && let Some(row) = self.rows.get_mut(&id)
            && let Some(stamp) = row.first_chunk_mut::<STAMP>()
        {
            *stamp = u32::MAX.to_le_bytes();
        }
    }

    /// The bytes of a row, to change some of them in place.
    pub(crate) fn bytes_mut(&mut self, id: u64) -> Option<&mut [u8]> {
        self.rows.get_mut(&id).map(|row| &mut **row)
    }

    /// Removes rows that exceed the bound or have expired, except one. Returns the ids of the removed rows.
    pub(crate) fn enforce(&mut self, keep: &Keep<T>, spared: u64) -> Vec<u64> {
        let Some(most) = keep.bound.entries else { return Vec::new() };
        // One more, for the exempt row.
        if self.rows.len() <= most.saturating_add(1) {
            return Vec::new();
        }
        let excess = self.rows.len() - most + most / 8;
        let others = self.rows.iter().filter(|(id, _)| **id != spared);
        let mut ages: Vec<(u32, u64)> = others.map(|(id, row)| (stamp(row), *id)).collect();
        let excess = excess.clamp(1, ages.len());
        ages.select_nth_unstable(excess - 1);
        let gone: Vec<u64> = ages[..excess].iter().map(|(_, id)| *id).collect();
        for id in &gone {
            self.rows.remove(id);
        }
        gone
    }

    /// Removes expired rows, except one. Returns the ids of the removed rows.
    pub(crate) fn expire(&mut self, keep: &Keep<T>, spared: u64) -> Vec<u64> {
        let old = self.rows.iter().filter(|(id, row)| **id != spared && !keep.is_alive(row));
        let gone: Vec<u64> = old.map(|(id, _)| *id).collect();
        for id in &gone {
            self.rows.remove(id);
        }
        gone
    }
}
