//! Provisional accounts: users by the identity that they have outside Discord.
//!
//! Docs: [Provisional Accounts](https://docs.discord.com/developers/discord-social-sdk/development-guides/provisional-accounts/overview).

use std::collections::{BTreeMap, VecDeque};

/// The number of accounts that are kept, the newest ones. An identity may have 10,240 characters.
const MOST: usize = 1_000;

/// Users by identity.
#[derive(Clone, Debug, Default)]
pub(crate) struct ProvisionalAccounts {
    by_identity: BTreeMap<String, u64>,
    /// Identities, oldest first.
    order: VecDeque<String>,
}

impl ProvisionalAccounts {
    /// Returns the user of an identity.
    pub(crate) fn user(&self, identity: &str) -> Option<u64> {
        self.by_identity.get(identity).copied()
    }

    /// Returns the identity of a user.
    pub(crate) fn identity(&self, user: u64) -> Option<&str> {
        let mut all = self.by_identity.iter();
        all.find(|(_, of)| **of == user).map(|(identity, _)| identity.as_str())
    }

    /// Sets the user of an identity.
    pub(crate) fn set(&mut self, identity: &str, user: u64) {
        if self.by_identity.insert(identity.to_owned(), user).is_none() {
            self.order.push_back(identity.to_owned());
        }
        if self.order.len() > MOST
            && let Some(oldest) = self.order.pop_front()
        {
            self.by_identity.remove(&oldest);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_thousand_are_kept() {
        let mut all = ProvisionalAccounts::default();
        for user in 0..=MOST as u64 {
            all.set(&user.to_string(), user);
        }
        all.set("5", 5_000);
        assert_eq!((all.user("0"), all.user("1"), all.user("5")), (None, Some(1), Some(5_000)));
        assert_eq!((all.identity(5_000), all.identity(5)), (Some("5"), None));
        assert_eq!((all.by_identity.len(), all.order.len()), (MOST, MOST));
    }
}
