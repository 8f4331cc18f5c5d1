//! Inserts and removes rows, and records the changes if requested.

use gateway_model::id::{Id, marker};

use super::Update;
use crate::change::{Change, Changed};
use crate::kind::{Keyed, Row};
use crate::store::{Keep, Rows};

impl Update<'_> {
    /// Inserts an object. Returns whether there was a row of it.
    pub(super) fn put<T: Row>(
        &mut self,
        guild: Id<marker::Guild>,
        rows: &mut Rows<T>,
        keep: &Keep<T>,
        id: u64,
        object: &T,
    ) -> bool {
        let Some(told) = &mut self.told else {
            return keep.with_row(object, |row| rows.set(id, row));
        };
        let old = rows.put(id, keep.row(object));
        let was_there = old.is_some();
        let new = rows.get(guild, id, keep);
        tell(told, guild, id, keep, old, new);
        was_there
    }

    /// Removes an object. Returns whether there was a row of it.
    pub(super) fn take<T: Row>(
        &mut self,
        guild: Id<marker::Guild>,
        rows: &mut Rows<T>,
        keep: &Keep<T>,
        id: u64,
    ) -> bool {
        let old = rows.remove(id);
        let was_there = old.is_some();
        if let Some(told) = &mut self.told
            && was_there
        {
            tell(told, guild, id, keep, old, None);
        }
        was_there
    }

    /// Changes an existing object.
    pub(super) fn modify<T: Row>(
        &mut self,
        guild: Id<marker::Guild>,
        rows: &mut Rows<T>,
        keep: &Keep<T>,
        id: u64,
        change: impl FnOnce(&mut T),
    ) {
        if let Some(mut object) = rows.get(guild, id, keep) {
            change(&mut object);
            self.put(guild, rows, keep, id, &object);
        }
    }

    /// Replaces all objects of a kind with these.
    pub(super) fn replace<'a, T: Row>(
        &mut self,
        guild: Id<marker::Guild>,
        rows: &mut Rows<T>,
        keep: &Keep<T>,
        objects: impl Iterator<Item = (u64, &'a T)> + Clone,
    ) {
        if self.told.is_none() {
            *rows = Rows::of(objects, Some(*keep));
            return;
        }
        let stay: std::collections::BTreeSet<u64> = objects.clone().map(|(id, _)| id).collect();
        let gone: Vec<u64> = rows.ids().filter(|id| !stay.contains(id)).collect();
        for id in gone {
            self.take(guild, rows, keep, id);
        }
        for (id, object) in objects {
            self.put(guild, rows, keep, id, object);
        }
    }

    /// Records a change, if changes are recorded.
    pub(super) fn tell(&mut self, change: impl FnOnce() -> Change) {
        if let Some(told) = &mut self.told {
            told.push(change());
        }
    }
}

fn tell<T: Row>(
    told: &mut Vec<Change>,
    guild: Id<marker::Guild>,
    id: u64,
    keep: &Keep<T>,
    old: Option<Box<[u8]>>,
    new: Option<T>,
) {
    let Some(id) = Id::new(id) else { return };
    let old = old.filter(|row| keep.is_alive(row));
    let old = old.map(|row| keep.read(Keyed { guild, id }, &row));
    if old != new {
        told.push(T::changed(Changed { guild: Some(guild), id, old, new }));
    }
}
