//! A set of numbers that are mostly consecutive, stored as intervals: memory depends on the number of gaps.

use std::collections::BTreeMap;

/// Half-open intervals `(start, end]` that do not overlap. Adjacent intervals are merged.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Intervals {
    /// For each start: the end, and how many intervals were merged into it.
    by_start: BTreeMap<u64, (u64, u64)>,
}

impl Intervals {
    /// Adds an interval. It must not be empty or overlap another one.
    pub(crate) fn insert(&mut self, mut start: u64, mut end: u64) {
        let mut joined = 1;
        if let Some((after, count)) = self.by_start.remove(&end) {
            (end, joined) = (after, joined + count);
        }
        let before = self.by_start.range(..start).next_back();
        if let Some((&first, &(last, count))) = before
            && last == start
        {
            (start, joined) = (first, joined + count);
        }
        self.by_start.insert(start, (end, joined));
    }

    /// Takes the interval that starts here: its end, and how many were merged into it.
    pub(crate) fn take(&mut self, start: u64) -> Option<(u64, u64)> {
        self.by_start.remove(&start)
    }

    /// Returns whether an interval contains a number.
    pub(crate) fn contains(&self, number: u64) -> bool {
        let before = self.by_start.range(..number).next_back();
        before.is_some_and(|(_, (end, _))| number <= *end)
    }

    /// Removes all numbers up to and including `number`.
    pub(crate) fn cut_up_to(&mut self, number: u64) {
        let mut above = self.by_start.split_off(&number);
        let cut = self.by_start.pop_last().filter(|(_, (end, _))| *end > number);
        if let Some((_, (end, count))) = cut {
            above.insert(number, (end, count));
        }
        self.by_start = above;
    }

    /// The end of the lowest interval.
    pub(crate) fn first_end(&self) -> Option<u64> {
        self.by_start.first_key_value().map(|(_, (end, _))| *end)
    }

    /// How many intervals there are.
    pub(crate) fn len(&self) -> usize {
        self.by_start.len()
    }

    /// How many intervals were inserted and not taken.
    pub(crate) fn inserted(&self) -> u64 {
        self.by_start.values().map(|(_, count)| count).sum()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn neighbours_are_joined_and_taken_as_one() {
        let mut intervals = Intervals::default();
        for (start, end) in [(4, 5), (7, 9), (5, 7), (20, 21)] {
            intervals.insert(start, end);
        }
        assert_eq!((intervals.len(), intervals.inserted()), (2, 4));
        assert_eq!(intervals.first_end(), Some(9));
        assert_eq!((intervals.take(5), intervals.take(4)), (None, Some((9, 3))));
        assert_eq!(intervals.inserted(), 1);
    }

    proptest! {
        #[test]
        fn they_say_what_a_set_says(
            numbers in prop::collection::vec(1..60_u64, 0..60),
            cut in 0..60_u64,
        ) {
            let mut intervals = Intervals::default();
            let mut set = BTreeSet::new();
            for number in numbers {
                if set.insert(number) {
                    intervals.insert(number - 1, number);
                }
            }
            let gaps = set.iter().filter(|number| !set.contains(&(*number + 1))).count();
            prop_assert_eq!(intervals.len(), gaps);
            for number in 0..=60 {
                prop_assert_eq!(intervals.contains(number), set.contains(&number));
            }
            intervals.cut_up_to(cut);
            set.retain(|number| *number > cut);
            for number in 0..=60 {
                prop_assert_eq!(intervals.contains(number), set.contains(&number));
            }
        }
    }
}
