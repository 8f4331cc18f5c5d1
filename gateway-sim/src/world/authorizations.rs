//! The OAuth2 access tokens of users who authorized the application.

use std::collections::{BTreeMap, VecDeque};

use crate::rng::mix;

/// How many authorizations are kept, newest first.
const MOST: usize = 1_000;

/// The user and the scopes of an OAuth2 access token.
///
/// Docs: [OAuth2](https://docs.discord.com/developers/topics/oauth2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Authorization {
    pub(crate) user: u64,
    pub(crate) scopes: Vec<String>,
    /// When it expires, as Unix time in ms.
    pub(crate) expires_ms: u64,
}

/// The lifetime of a token, from the docs' example: `"expires_in": 604800`, in seconds.
pub(crate) const TOKEN_SECONDS: u64 = 604_800;

const LIVES_MS: u64 = TOKEN_SECONDS * 1_000;

/// Authorizations by access token.
#[derive(Clone, Debug, Default)]
pub(crate) struct Authorizations {
    by_token: BTreeMap<String, Authorization>,
    /// Tokens, oldest first.
    order: VecDeque<String>,
}

impl Authorizations {
    /// Creates an access token for a user. `id` must be new, because the token is derived from it.
    pub(crate) fn add(&mut self, id: u64, user: u64, scopes: Vec<String>, unix_ms: u64) -> String {
        let token = format!("sim{:016x}{:08x}", mix(id), mix(!id) >> 32);
        let authorization = Authorization { user, scopes, expires_ms: unix_ms + LIVES_MS };
        self.by_token.insert(token.clone(), authorization);
        self.order.push_back(token.clone());
        if self.order.len() > MOST
            && let Some(oldest) = self.order.pop_front()
        {
            self.by_token.remove(&oldest);
        }
        token
    }

    /// Removes all tokens of a user.
    pub(crate) fn revoke(&mut self, user: u64) {
        self.by_token.retain(|_, one| one.user != user);
        let Self { by_token, order } = self;
        order.retain(|token| by_token.contains_key(token));
    }

    /// Returns the authorization of a token, unless it has expired at a Unix time in ms.
    pub(crate) fn get(&self, token: &str, unix_ms: u64) -> Option<&Authorization> {
        self.by_token.get(token).filter(|one| unix_ms < one.expires_ms)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_thousand_are_kept() {
        let mut all = Authorizations::default();
        let tokens: Vec<String> = (1..=MOST as u64 + 1)
            .map(|id| all.add(id, 5, vec!["identify".to_owned()], 0))
            .collect();
        assert_eq!(all.get(&tokens[0], 0), None);
        assert_eq!(all.get(&tokens[1], 0).map(|one| one.user), Some(5));
        assert_eq!(all.get(&tokens[1], LIVES_MS), None, "it has expired");
        assert_eq!((all.by_token.len(), all.order.len()), (MOST, MOST));
        let other = all.add(5_000, 6, Vec::new(), 0);
        all.revoke(5);
        assert_eq!((all.by_token.len(), all.order.len()), (1, 1));
        assert!(all.get(&other, 0).is_some());
    }
}
