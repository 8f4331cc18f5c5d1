//! Members on demand: from the cache, else from Discord, and then kept.

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

/// Why a member cannot be told.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FetchError {
    /// The user is no member of the guild.
    #[error("user {user} is no member of guild {guild}")]
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
    #[error("the member could not be read over REST")]
    Rest(#[source] Arc<http_client::Error>),
}

/// Where members that are not in the cache come from: a [`Client`], or a `Gateway` with the feature `gateway`.
pub trait MemberSource {
    /// Asks for a member; `None` if the user is none. The member has its user.
    ///
    /// # Errors
    ///
    /// Returns an error if the source does not answer the question.
    fn fetch(
        &self,
        guild: Id<marker::Guild>,
        user: Id<marker::User>,
    ) -> BoxFuture<'static, Result<Option<Member>, FetchError>>;
}

/// Get Guild Member.
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

/// Request Guild Members.
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

/// Request Guild Members, also where other processes run the shards.
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

/// A fetch that somebody waits for.
#[derive(Debug)]
struct UnderWay {
    fetch: WeakShared<Fetch>,
    /// Whether the member has left meanwhile.
    left: bool,
}

type Key = (Id<marker::Guild>, Id<marker::User>);

/// The fetches under way, of which there is one for a member.
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

    /// A member has left: an answer that is on its way may be older.
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
        // Those that nobody waits for any more.
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
    /// A member: from the cache, else from a [source](MemberSource), and then kept if members are. Who asks for the same
    /// member at the same time shares one request.
    ///
    /// Without the intent `GUILD_MEMBERS` it is kept only if members have a
    /// [time to live](crate::CacheBuilder::bound_members), as events would not follow it.
    ///
    /// # Errors
    ///
    /// Returns an error if the user is no member, or the source does not answer.
    ///
    /// # Cancel safety
    ///
    /// Cancel-safe: others who wait for the same member still get it. If nobody waits any more, the request is dropped.
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
        // The fetch itself must not hold the cache's lock on fetches while it ends: it is polled here, outside of it.
        fetch.await.map(|member| Member::clone(&member))
    }

    /// Keeps what was fetched, unless an event was faster; the member as it is then.
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
