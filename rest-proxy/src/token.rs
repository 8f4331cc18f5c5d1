//! Finds the limits of a request by its token.
//!
//! Tokens are stored only in the configuration: the limits are found by a digest of the header `Authorization`. The
//! number of tokens is limited; if there are too many, the least recently used ones are forgotten.

use std::collections::HashMap;
use std::fmt;
use std::hash::BuildHasher as _;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use foldhash::fast::RandomState;
use http::HeaderValue;
use http_client::ratelimit::TokenLimits;
use http_client::{Authorization, Operation as _, Route, ops};

/// A digest of an `Authorization`: 64 bits by SipHash with a key of this process, so that nobody can find a collision.
type Key = u64;

/// The authentication scheme of a token.
///
/// Docs: [Reference, Authentication](https://docs.discord.com/developers/reference#authentication).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scheme {
    Bot,
    Bearer,
    /// `Basic`, or an unknown one.
    Other,
    /// No header at all.
    Absent,
}

impl Scheme {
    fn of(authorization: &HeaderValue) -> Self {
        match authorization.as_bytes() {
            [b'B', b'o', b't', b' ', ..] => Self::Bot,
            bytes if bytes.starts_with(b"Bearer ") => Self::Bearer,
            _ => Self::Other,
        }
    }

    /// Returns the operation that every valid token of this kind may use; `None` if a 401 does not concern the token.
    ///
    /// Docs: [Get Current User](https://docs.discord.com/developers/resources/user#get-current-user),
    /// [Get Current Authorization Information](https://docs.discord.com/developers/topics/oauth2#get-current-authorization-information).
    pub(crate) fn confirming(self) -> Option<&'static Route> {
        match self {
            Self::Bot => Some(ops::GetMyUser::ROUTE),
            Self::Bearer => Some(ops::GetMyOauth2Authorization::ROUTE),
            Self::Other | Self::Absent => None,
        }
    }
}

/// One token: its limits, and its state.
pub(crate) struct Holder {
    pub(crate) scheme: Scheme,
    pub(crate) limits: TokenLimits,
    /// Whether its global limit was requested.
    asked: AtomicBool,
    last_used: AtomicU64,
}

impl Holder {
    fn new(scheme: Scheme, limits: TokenLimits) -> Self {
        Self { scheme, limits, asked: AtomicBool::new(false), last_used: AtomicU64::new(0) }
    }

    /// Returns true only for the first call.
    pub(crate) fn is_first_use(&self) -> bool {
        !self.asked.load(Ordering::Relaxed) && !self.asked.swap(true, Ordering::Relaxed)
    }
}

/// All tokens with limits.
pub(crate) struct Tokens {
    /// Creates the limits of a new one.
    limits: Box<dyn Fn() -> TokenLimits + Send + Sync>,
    most: usize,
    /// The bot's own header, for requests without one.
    own: Option<HeaderValue>,
    /// The holder of requests without a token, and of paths that contain one.
    absent: Arc<Holder>,
    holders: Mutex<HashMap<Key, Arc<Holder>, RandomState>>,
    digest: Digest,
    uses: AtomicU64,
}

impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Tokens(..)")
    }
}

/// All known tokens are in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("requests with {0} other tokens are in progress, which is the limit")]
pub(crate) struct TooManyTokens(usize);

impl Tokens {
    pub(crate) fn new(
        own: Option<HeaderValue>,
        most: usize,
        limits: impl Fn() -> TokenLimits + Send + Sync + 'static,
    ) -> Self {
        let absent = Arc::new(Holder::new(Scheme::Absent, limits()));
        Self {
            limits: Box::new(limits),
            most,
            own,
            absent,
            holders: Mutex::default(),
            digest: Digest::default(),
            uses: AtomicU64::new(0),
        }
    }

    /// Returns the holder of a request's token, and the header to send.
    pub(crate) fn of(
        &self,
        route: &Route,
        given: Option<HeaderValue>,
    ) -> Result<(Arc<Holder>, Option<HeaderValue>), TooManyTokens> {
        if route.has_own_token() {
            return Ok((Arc::clone(&self.absent), given));
        }
        let wants_own = route.authorization != Authorization::None;
        let header = given.or_else(|| self.own.clone().filter(|_| wants_own));
        let Some(mut header) = header else { return Ok((Arc::clone(&self.absent), None)) };
        header.set_sensitive(true);
        Ok((self.holder(&header)?, Some(header)))
    }

    fn holder(&self, header: &HeaderValue) -> Result<Arc<Holder>, TooManyTokens> {
        let key = self.digest.of(header);
        let mut holders = self.holders.lock().unwrap_or_else(PoisonError::into_inner);
        let now = self.uses.fetch_add(1, Ordering::Relaxed);
        if let Some(holder) = holders.get(&key) {
            holder.last_used.store(now, Ordering::Relaxed);
            return Ok(Arc::clone(holder));
        }
        if holders.len() >= self.most {
            forget_unused(&mut holders, self.most);
        }
        if holders.len() >= self.most {
            return Err(TooManyTokens(self.most));
        }
        let holder = Arc::new(Holder::new(Scheme::of(header), (self.limits)()));
        holder.last_used.store(now, Ordering::Relaxed);
        holders.insert(key, Arc::clone(&holder));
        Ok(holder)
    }

    /// Returns whether Discord refused the bot's own token.
    pub(crate) fn is_own_refused(&self) -> bool {
        let holders = self.holders.lock().unwrap_or_else(PoisonError::into_inner);
        let own = self.own.as_ref().and_then(|header| holders.get(&self.digest.of(header)));
        own.is_some_and(|holder| holder.limits.is_token_refused())
    }

    /// Returns all known holders.
    pub(crate) fn all(&self) -> Vec<Arc<Holder>> {
        let holders = self.holders.lock().unwrap_or_else(PoisonError::into_inner);
        holders.values().chain([&self.absent]).cloned().collect()
    }
}

/// Forgets a sixteenth, and at least one, of the tokens without requests in progress, the least recently used first.
fn forget_unused(holders: &mut HashMap<Key, Arc<Holder>, RandomState>, most: usize) {
    let unused = holders.iter().filter(|(_, holder)| Arc::strong_count(holder) == 1);
    let mut unused: Vec<(u64, Key)> =
        unused.map(|(key, holder)| (holder.last_used.load(Ordering::Relaxed), *key)).collect();
    unused.sort_unstable();
    for (_, key) in unused.iter().take(most / 16 + 1) {
        holders.remove(key);
    }
}

/// A random key of SipHash.
#[derive(Default)]
struct Digest(std::hash::RandomState);

impl Digest {
    fn of(&self, header: &HeaderValue) -> Key {
        self.0.hash_one(header.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use http_client::ratelimit::AddressGuard;

    use super::*;

    fn tokens(own: Option<&'static str>, most: usize) -> Tokens {
        let limits = || TokenLimits::new("host", AddressGuard::new(), 50, 10);
        Tokens::new(own.map(HeaderValue::from_static), most, limits)
    }

    fn header(text: &str) -> Option<HeaderValue> {
        Some(HeaderValue::from_str(text).unwrap())
    }

    fn route(name: &str) -> &'static Route {
        ops::ROUTES.iter().find(|route| route.name == name).unwrap()
    }

    #[test]
    fn limits_are_kept_apart_by_token() {
        let tokens = tokens(None, 10);
        let of = |text| tokens.of(route("get_channel"), header(text)).unwrap().0;
        let (bot, bearer, basic) = (of("Bot a"), of("Bearer a"), of("Basic a"));
        assert_eq!(
            [bot.scheme, bearer.scheme, basic.scheme],
            [Scheme::Bot, Scheme::Bearer, Scheme::Other]
        );
        assert!(Arc::ptr_eq(&bot, &of("Bot a")) && !Arc::ptr_eq(&bot, &of("Bot b")));
        let (absent, sent) = tokens.of(route("get_channel"), None).unwrap();
        assert_eq!((absent.scheme, sent), (Scheme::Absent, None));
    }

    #[test]
    fn the_bots_token_is_added_but_to_paths_with_their_own() {
        let tokens = tokens(Some("Bot own"), 10);
        let (holder, sent) = tokens.of(route("get_channel"), None).unwrap();
        assert_eq!((holder.scheme, sent), (Scheme::Bot, header("Bot own")));
        let (_, sent) = tokens.of(route("get_channel"), header("Bot other")).unwrap();
        assert_eq!(sent, header("Bot other"));
        for name in ["execute_webhook", "create_interaction_response", "create_oauth2_token"] {
            let (holder, sent) = tokens.of(route(name), None).unwrap();
            assert_eq!((holder.scheme, sent), (Scheme::Absent, None), "{name}");
        }
        // A webhook has its own limits, whichever client calls it.
        let (holder, sent) = tokens.of(route("execute_webhook"), header("Bot x")).unwrap();
        assert_eq!((holder.scheme, sent), (Scheme::Absent, header("Bot x")));
    }

    #[test]
    fn tokens_that_are_not_used_are_forgotten_and_those_in_use_are_not() {
        let tokens = tokens(None, 3);
        let of =
            |text: &str| tokens.of(route("get_channel"), header(text)).map(|(holder, _)| holder);
        let held = of("Bot 0").unwrap();
        for n in 1..100 {
            of(&format!("Bot {n}")).unwrap();
        }
        assert!(Arc::ptr_eq(&held, &of("Bot 0").unwrap()));
        assert!(tokens.all().len() <= 4);
        let all = [held, of("Bot a").unwrap(), of("Bot b").unwrap()];
        assert_eq!(of("Bot c").err(), Some(TooManyTokens(3)));
        drop(all);
        of("Bot c").unwrap();
    }

    #[test]
    fn no_token_is_shown() {
        let tokens = tokens(Some("Bot s3cret"), 3);
        let (_, sent) = tokens.of(route("get_channel"), None).unwrap();
        assert!(!format!("{tokens:?} {sent:?}").contains("s3cret"));
    }
}
