//! The created ids, in order.

use std::collections::VecDeque;

/// The number of ids that are kept; if there are more, the oldest are forgotten.
const MOST: usize = 100_000;

/// The newest ids, ascending, and how many were forgotten.
///
/// A recorded script names objects by the number of their id, because the ids differ between runs.
#[derive(Clone, Debug, Default)]
pub(crate) struct MadeIds {
    ids: VecDeque<u64>,
    forgotten: u64,
}

impl MadeIds {
    /// Adds an id, which is higher than all before it.
    pub(super) fn push(&mut self, id: u64) {
        self.ids.push_back(id);
        if self.ids.len() > MOST {
            self.ids.pop_front();
            self.forgotten += 1;
        }
    }

    /// Returns the number of an id, from 1.
    pub(crate) fn number_of(&self, id: u64) -> Option<u64> {
        let at = self.ids.binary_search(&id).ok()?;
        Some(self.forgotten + at as u64 + 1)
    }

    /// Returns the id with a number.
    pub(crate) fn of_number(&self, number: u64) -> Option<u64> {
        let at = number.checked_sub(self.forgotten + 1)?;
        self.ids.get(usize::try_from(at).ok()?).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_has_a_number_until_it_is_forgotten() {
        let mut made = MadeIds::default();
        for id in 1..=MOST as u64 + 2 {
            made.push(id * 10);
        }
        assert_eq!((made.number_of(20), made.of_number(2)), (None, None));
        assert_eq!((made.number_of(30), made.of_number(3)), (Some(3), Some(30)));
        let last = MOST as u64 + 2;
        assert_eq!(
            (made.number_of(last * 10), made.of_number(last)),
            (Some(last), Some(last * 10))
        );
        assert_eq!(
            (made.number_of(35), made.of_number(last + 1), made.of_number(0)),
            (None, None, None)
        );
    }
}
