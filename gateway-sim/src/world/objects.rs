//! Objects by id. During a request they remember their earlier state.

use std::collections::BTreeMap;
use std::ops::Deref;

use serde_json::Value;

/// Objects by id; they are read as the [`BTreeMap`] that this derefs to.
#[derive(Clone, Debug)]
pub struct Objects<K: Ord + Clone = u64> {
    rows: BTreeMap<K, Value>,
    /// The earlier state of changed objects, null for one that did not exist. `None` while changes are not recorded.
    before: Option<BTreeMap<K, Value>>,
}

impl<K: Ord + Clone> Objects<K> {
    fn remember(&mut self, id: &K) {
        if let Some(before) = &mut self.before
            && !before.contains_key(id)
        {
            before.insert(id.clone(), self.rows.get(id).cloned().unwrap_or_default());
        }
    }

    /// Adds or replaces an object; returns the previous one.
    pub fn insert(&mut self, id: K, object: Value) -> Option<Value> {
        self.remember(&id);
        self.rows.insert(id, object)
    }

    /// Removes an object.
    pub fn remove(&mut self, id: &K) -> Option<Value> {
        self.remember(id);
        self.rows.remove(id)
    }

    /// Removes an object without recording the change.
    pub(super) fn forget(&mut self, id: &K) {
        self.rows.remove(id);
    }

    /// Returns an object, to change it.
    pub fn get_mut(&mut self, id: &K) -> Option<&mut Value> {
        self.remember(id);
        self.rows.get_mut(id)
    }

    /// Remembers from now on the state of objects before they are changed.
    pub(super) fn watch(&mut self) {
        self.before = Some(BTreeMap::new());
    }

    /// Returns the changes since [`Self::watch`]: id, before and after, with null for an object that did not exist.
    pub(super) fn changes(&mut self) -> Vec<(K, Value, Value)> {
        let before = self.before.take().unwrap_or_default().into_iter();
        let changes = before.map(|(id, before)| {
            let after = self.rows.get(&id).cloned().unwrap_or_default();
            (id, before, after)
        });
        changes.filter(|(_, before, after)| before != after).collect()
    }
}

impl<K: Ord + Clone> Deref for Objects<K> {
    type Target = BTreeMap<K, Value>;

    fn deref(&self) -> &BTreeMap<K, Value> {
        &self.rows
    }
}

impl<K: Ord + Clone> From<BTreeMap<K, Value>> for Objects<K> {
    fn from(rows: BTreeMap<K, Value>) -> Self {
        Self { rows, before: None }
    }
}

impl<K: Ord + Clone> Default for Objects<K> {
    fn default() -> Self {
        Self::from(BTreeMap::new())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_was_changed_is_told_with_what_it_was_before() {
        let mut objects = Objects::from(BTreeMap::from([(1, json!("a")), (2, json!("b"))]));
        objects.insert(3, json!("not watched yet"));
        objects.watch();
        objects.insert(1, json!("x"));
        objects.insert(1, json!("y"));
        objects.remove(&2);
        objects.insert(4, json!("new"));
        objects.insert(5, json!("gone again"));
        objects.remove(&5);
        let changes = objects.changes();
        let expected = [
            (1, json!("a"), json!("y")),
            (2, json!("b"), Value::Null),
            (4, Value::Null, json!("new")),
        ];
        assert_eq!(changes, expected);
        assert_eq!(objects.changes(), []);
    }
}
