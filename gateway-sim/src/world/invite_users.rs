//! The users who may accept an invite.

use std::collections::{BTreeMap, VecDeque};

/// How many users are kept for all invites together, 8 bytes each. If there are more, those of the oldest invites are
/// removed.
const MOST: usize = 1_000_000;

/// The users of one invite.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Targets {
    pub(crate) users: Vec<u64>,
    /// The Unix time in ms at which the file was received.
    pub(crate) at_ms: u64,
}

/// The users of each invite, by its code.
#[derive(Clone, Debug, Default)]
pub(crate) struct InviteUsers {
    by_code: BTreeMap<String, Targets>,
    /// Codes in the order in which their files were received.
    order: VecDeque<String>,
    count: usize,
}

impl InviteUsers {
    /// Sets the users who may accept an invite.
    pub(crate) fn set(&mut self, code: &str, targets: Targets) {
        self.remove(code);
        self.count += targets.users.len();
        self.by_code.insert(code.to_owned(), targets);
        self.order.push_back(code.to_owned());
        while self.count > MOST && self.order.len() > 1 {
            let Some(oldest) = self.order.front().cloned() else { break };
            self.remove(&oldest);
        }
    }

    /// Removes the users of an invite.
    pub(crate) fn remove(&mut self, code: &str) {
        if let Some(targets) = self.by_code.remove(code) {
            self.count -= targets.users.len();
            self.order.retain(|one| one != code);
        }
    }

    /// Returns the users who may accept an invite; `None` if everybody may.
    pub(crate) fn get(&self, code: &str) -> Option<&Targets> {
        self.by_code.get(code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_users_of_the_oldest_invites_are_forgotten() {
        let mut all = InviteUsers::default();
        let of = |count: usize| Targets { users: vec![1; count], at_ms: 0 };
        all.set("a", of(MOST / 2));
        all.set("b", of(MOST / 2));
        all.set("a", of(1));
        assert_eq!((all.count, all.order.len()), (MOST / 2 + 1, 2));
        all.set("c", of(MOST / 2));
        assert!(all.get("b").is_none(), "its file is the oldest one now");
        assert!(all.get("a").is_some() && all.get("c").is_some());
        all.remove("c");
        assert_eq!(all.count, 1);
    }
}
