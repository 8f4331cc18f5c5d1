//! The newest items of a list, limited by number and by size.

use std::collections::VecDeque;

use serde_json::Value;

/// The newest items, oldest first. Older ones are dropped if there are too many, or if they are too large together.
#[derive(Clone, Debug)]
pub(crate) struct Newest<T> {
    items: VecDeque<(usize, T)>,
    bytes: usize,
    most: usize,
    most_bytes: usize,
}

impl<T> Newest<T> {
    /// Creates a list with this many items, of this many bytes together. The newest one is kept whatever its size.
    pub(crate) const fn new(most: usize, most_bytes: usize) -> Self {
        Self { items: VecDeque::new(), bytes: 0, most, most_bytes }
    }

    /// Adds an item of this many bytes.
    pub(crate) fn push(&mut self, item: T, bytes: usize) {
        self.items.push_back((bytes, item));
        self.bytes += bytes;
        while self.items.len() > self.most || (self.bytes > self.most_bytes && self.items.len() > 1)
        {
            let Some((bytes, _)) = self.items.pop_front() else { break };
            self.bytes -= bytes;
        }
    }

    /// Drops items from the oldest on, up to the first that is not too old.
    pub(crate) fn drop_while(&mut self, is_old: impl Fn(&T) -> bool) {
        while self.items.front().is_some_and(|(_, item)| is_old(item)) {
            if let Some((bytes, _)) = self.items.pop_front() {
                self.bytes -= bytes;
            }
        }
    }

    /// Returns the items for changes, oldest first. Their sizes are not counted again.
    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.items.iter_mut().map(|(_, item)| item)
    }

    /// Returns the items, oldest first.
    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = &T> + ExactSizeIterator {
        self.items.iter().map(|(_, item)| item)
    }
}

/// Returns the approximate memory of a value in bytes.
pub(crate) fn size_of(value: &Value) -> usize {
    let inner = match value {
        Value::String(text) => text.len(),
        Value::Array(list) => list.iter().map(size_of).sum(),
        Value::Object(fields) => {
            fields.iter().map(|(name, value)| name.len() + 32 + size_of(value)).sum()
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => 0,
    };
    size_of_val(value) + inner
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_oldest_go_by_number_by_size_and_by_age() {
        let mut newest = Newest::new(3, 100);
        for number in 0..5 {
            newest.push(number, 10);
        }
        assert_eq!(newest.iter().copied().collect::<Vec<_>>(), [2, 3, 4]);
        newest.push(5, 85);
        assert_eq!(newest.iter().copied().collect::<Vec<_>>(), [4, 5]);
        newest.push(6, 1000);
        assert_eq!(newest.iter().copied().collect::<Vec<_>>(), [6], "the newest one is kept");
        newest.drop_while(|number| *number < 7);
        newest.push(7, 0);
        assert_eq!((newest.iter().len(), newest.bytes), (1, 0));
    }

    #[test]
    fn a_larger_value_is_larger() {
        let small = json!({ "content": "x" });
        let large = json!({ "content": "x".repeat(1000), "embeds": [small] });
        assert!(size_of(&large) > 1000 + size_of(&small));
    }
}
