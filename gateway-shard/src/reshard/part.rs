//! The old shards of a process that runs a part of them.

use std::collections::BTreeSet;
use std::num::NonZeroU32;

use gateway_model::Dispatch;

use super::duplicates::shard_of;

/// What a process that runs a part of the old shards knows about them. Other processes run the others.
#[derive(Debug)]
pub(super) struct Part {
    count: NonZeroU32,
    here: BTreeSet<u32>,
    /// Shards that moved here from another process since the change began.
    came: BTreeSet<u32>,
    /// Shards that ran here and have ended.
    ended: BTreeSet<u32>,
}

/// The location of the old session that receives the duplicate of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Old {
    /// In this process: duplicates are matched.
    Here,
    /// In another process, now or earlier: both processes may deliver the event.
    Elsewhere,
    /// It was only in this process, and has ended.
    Ended,
}

impl Part {
    /// Creates the state: these of `count` shards run here.
    pub(super) const fn new(count: NonZeroU32, here: BTreeSet<u32>) -> Self {
        Self { count, here, came: BTreeSet::new(), ended: BTreeSet::new() }
    }

    /// Creates the state: these of `count` shards run in other processes, and the others have ended.
    pub(super) fn elsewhere(count: NonZeroU32, elsewhere: &BTreeSet<u32>) -> Self {
        let ended = (0..count.get()).filter(|shard| !elsewhere.contains(shard)).collect();
        Self { ended, ..Self::new(count, BTreeSet::new()) }
    }

    pub(super) fn shard_of(&self, dispatch: &Dispatch) -> u32 {
        shard_of(dispatch, self.count)
    }

    pub(super) fn old(&self, dispatch: &Dispatch) -> Old {
        let shard = self.shard_of(dispatch);
        if self.here.contains(&shard) {
            Old::Here
        } else if self.ended.contains(&shard) && !self.has_come(shard) {
            Old::Ended
        } else {
            Old::Elsewhere
        }
    }

    pub(super) fn came(&mut self, shard: u32) {
        self.here.insert(shard);
        self.came.insert(shard);
    }

    /// Returns whether another process has run the shard since the change began.
    pub(super) fn has_come(&self, shard: u32) -> bool {
        self.came.contains(&shard)
    }

    pub(super) fn left(&mut self, shard: u32, is_over: bool) {
        self.here.remove(&shard);
        if is_over {
            self.ended.insert(shard);
        }
    }
}

#[cfg(test)]
mod tests {
    use gateway_model::Bytes;

    use super::*;

    fn of_shard(shard: u64) -> Dispatch {
        let guild = (4 + shard) << 22;
        let text = format!(r#"{{"op":0,"s":1,"t":"TYPING_START","d":{{"guild_id":"{guild}"}}}}"#);
        Dispatch::parse(Bytes::from(text)).unwrap()
    }

    #[test]
    fn a_shard_that_has_been_in_another_process_may_have_handed_on_there_what_comes_after_its_end()
    {
        let mut part = Part::new(NonZeroU32::new(4).unwrap(), [0, 1].into());
        part.came(2);
        let places = |part: &Part| [0, 1, 2, 3].map(|shard| part.old(&of_shard(shard)));
        assert_eq!(places(&part), [Old::Here, Old::Here, Old::Here, Old::Elsewhere]);
        part.left(0, true);
        part.left(1, false);
        part.left(2, true);
        assert_eq!(places(&part), [Old::Ended, Old::Elsewhere, Old::Elsewhere, Old::Elsewhere]);
    }
}
