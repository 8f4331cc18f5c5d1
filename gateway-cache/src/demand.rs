//! Members on demand: read from the cache, or otherwise requested from Discord and then cached.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use foldhash::fast::RandomState;
use futures_util::future::{BoxFuture, FutureExt as _, Shared, WeakShared};
use gateway_model::guild::Member;
use gateway_model::id::{Id, marker};
use http_client::Client;

use crate::cache::Cache;
use crate::update::Update;

/// Why a member could not be fetched.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FetchError {
    /// The user is not a member of the guild.
    #[error("user {user} is not a member of guild {guild}")]
    NotAMember {
        /// The guild.
        guild: Id<marker::Guild>,
        /// The user.
        user: Id<marker::User>,
    },
    /// The request over the gateway failed.
    #[cfg(feature = "gateway")]
    #[error("the member could not be requested from the gateway")]
    Gateway(#[from] gateway_shard::RequestError),
    /// The REST request failed.
    #[error("the member could not be requested by REST")]
    Rest(#[source] Arc<http_client::Error>),
}

/// A source of members that are not in the cache: a [`Client`], or a `Gateway` with the feature `gateway`.
pub trait MemberSource {
    /// Requests a member; `None` if the user is not a member. The returned member includes its user.
    ///
    /// # Errors
    ///
    /// Returns an error if the source does not answer.
    fn fetch(
        &self,
        guild: Id<marker::Guild>,
        user: Id<marker::User>,
    ) -> BoxFuture<'static, Result<Option<Member>, FetchError>>;
}

/// Uses Get Guild Member.
///
/// Docs: [Guild, Get Guild Member](https://docs.discord.com/developers/resources/guild#get-guild-member).
impl MemberSource for Client {
    fn fetch(
        &self,
        guild: Id<marker::Guild>,
        user: Id<marker::User>,
    ) -> BoxFuture<'static, Result<Option<Member>, FetchError>> {
        let client = self.clone();
        async move {
            match client.guild_member(guild, user).await {
                Ok(member) => Ok(Some(member)),
                Err(error) if is_unknown_member(&error) => Ok(None),
                Err(error) => Err(FetchError::Rest(Arc::new(error))),
            }
        }
        .boxed()
    }
}

fn is_unknown_member(error: &http_client::Error) -> bool {
    use http_client::ErrorCode as Code;
    let code = error.as_api().map(|error| error.code);
    matches!(code, Some(Code::UNKNOWN_MEMBER | Code::UNKNOWN_USER))
}

/// Uses Request Guild Members.
///
/// Docs: [Gateway Events, Request Guild Members](https://docs.discord.com/developers/events/gateway-events#request-guild-members).
#[cfg(feature = "gateway")]
impl MemberSource for gateway_shard::Gateway {
    fn fetch(
        &self,
        guild: Id<marker::Guild>,
        user: Id<marker::User>,
    ) -> BoxFuture<'static, Result<Option<Member>, FetchError>> {
        let gateway = self.clone();
        let request = gateway_shard::MemberRequest::users(guild, [user]);
        async move { Ok(member_of(&*gateway.request_members(request).await?, user)) }.boxed()
    }
}

/// Uses Request Guild Members, even if other processes run the shards.
#[cfg(feature = "gateway")]
impl MemberSource for gateway_shard::BotGateway {
    fn fetch(
        &self,
        guild: Id<marker::Guild>,
        user: Id<marker::User>,
    ) -> BoxFuture<'static, Result<Option<Member>, FetchError>> {
        let gateway = self.clone();
        let request = gateway_shard::MemberRequest::users(guild, [user]);
        async move { Ok(member_of(&*gateway.request_members(request).await?, user)) }.boxed()
    }
}

#[cfg(feature = "gateway")]
fn member_of(answer: &gateway_shard::Members, user: Id<marker::User>) -> Option<Member> {
    let is_user = |member: &&Member| member.user.as_ref().is_some_and(|one| one.id == user);
    answer.members.iter().find(is_user).cloned()
}

type Fetch = BoxFuture<'static, Result<Arc<Member>, FetchError>>;

/// A fetch in progress.
#[derive(Debug)]
struct UnderWay {
    fetch: WeakShared<Fetch>,
    /// Whether the member has left meanwhile.
    left: bool,
}

type Key = (Id<marker::Guild>, Id<marker::User>);

/// The fetches in progress, at most one for each member.
#[derive(Debug, Default)]
pub(crate) struct Fetches {
    under_way: Mutex<HashMap<Key, UnderWay, RandomState>>,
    /// How many there are, so that events need no lock while there are none.
    count: AtomicUsize,
}

impl Fetches {
    fn lock(&self) -> MutexGuard<'_, HashMap<Key, UnderWay, RandomState>> {
        self.under_way.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Records that a member has left: the answer to a fetch may be older.
    pub(crate) fn left(&self, guild: Id<marker::Guild>, user: Id<marker::User>) {
        if self.count.load(Ordering::Acquire) > 0
            && let Some(fetch) = self.lock().get_mut(&(guild, user))
        {
            fetch.left = true;
        }
    }

    pub(crate) fn has_left(&self, guild: Id<marker::Guild>, user: Id<marker::User>) -> bool {
        self.lock().get(&(guild, user)).is_some_and(|fetch| fetch.left)
    }

    fn ended(&self, key: Key) {
        let mut under_way = self.lock();
        under_way.remove(&key);
        self.count.store(under_way.len(), Ordering::Release);
    }

    /// Joins the fetch of a member, or begins one.
    fn join(&self, key: Key, begin: impl FnOnce() -> Fetch) -> Shared<Fetch> {
        let mut under_way = self.lock();
        // Remove fetches that nobody waits for any more.
        under_way.retain(|_, one| one.fetch.upgrade().is_some());
        if let Some(fetch) = under_way.get(&key).and_then(|one| one.fetch.upgrade()) {
            return fetch;
        }
        let fetch = begin().shared();
        if let Some(weak) = fetch.downgrade() {
            under_way.insert(key, UnderWay { fetch: weak, left: false });
        }
        self.count.store(under_way.len(), Ordering::Release);
        fetch
    }
}

impl Cache {
    /// Returns a member from the cache, or otherwise from a [source](MemberSource). A fetched member is cached if
    /// members are kept. Concurrent calls for the same member share one request.
    ///
    /// Without the intent `GUILD_MEMBERS` a fetched member is cached only if members have a [time to
    /// live](crate::CacheBuilder::bound_members), because events would not update it.
    ///
    /// # Errors
    ///
    /// Returns an error if the user is not a member, or if the source does not answer.
    ///
    /// # Cancel safety
    ///
    /// Cancel-safe: other callers that wait for the same member still get it. If nobody waits any more, the request is
    /// dropped.
    pub async fn fetch_member(
        &self,
        source: &impl MemberSource,
        guild: Id<marker::Guild>,
        user: Id<marker::User>,
    ) -> Result<Member, FetchError> {
        if let Some(member) = self.member(guild, user) {
            return Ok(member);
        }
        let fetch = self.inner.fetches.join((guild, user), || {
            let (cache, answer) = (self.clone(), source.fetch(guild, user));
            async move {
                let answer = answer.await;
                let kept = answer.map(|member| cache.take_fetched(guild, user, member));
                cache.inner.fetches.ended((guild, user));
                kept?.map(Arc::new).ok_or(FetchError::NotAMember { guild, user })
            }
            .boxed()
        });
        // The fetch is polled here without the lock on fetches, because its end must not hold that lock.
        fetch.await.map(|member| Member::clone(&member))
    }

    /// Caches a fetched member, unless an event has updated it meanwhile. Returns the current member.
    fn take_fetched(
        &self,
        guild: Id<marker::Guild>,
        user: Id<marker::User>,
        member: Option<Member>,
    ) -> Option<Member> {
        let member = member?;
        if let Some(user) = &member.user {
            let inner = &self.inner;
            let mut update = Update { inner, keeps: inner.keeps(), told: None };
            update.fetched_member(guild, user, &member);
        }
        if self.inner.fetches.has_left(guild, user) {
            return None;
        }
        Some(self.member(guild, user).unwrap_or(member))
    }
}
