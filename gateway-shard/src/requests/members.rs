//! Requests for members of a guild: the whole answer, or chunk by chunk.

use std::collections::{BTreeSet, HashMap};
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::Duration;

use futures_core::Stream;
use futures_core::stream::BoxStream;
use futures_util::future::{BoxFuture, FutureExt as _, Shared, WeakShared};
use futures_util::stream::{StreamExt as _, try_unfold};
use gateway_model::event::GuildMembersChunk;
use gateway_model::gateway::command::RequestGuildMembers;
use gateway_model::guild::Member;
use gateway_model::id::{Id, marker};
use gateway_model::presence::Presence;
use serde::{Deserialize, Serialize};

use super::conversation::Conversation;
use super::error::RequestError;
use crate::lock::lock;
use crate::shard::{AnswerKey, Fleets};

/// The maximum number of ids in one request. Docs: Gateway Events, [Request Guild
/// Members](https://docs.discord.com/developers/events/gateway-events#request-guild-members).
const MAX_IDS: usize = 100;

/// How many times a request starts from the beginning because the session ended during its answer.
const FRESH_STARTS: u32 = 3;

/// A request for members of a guild.
///
/// Docs: Gateway Events, [Request Guild Members](https://docs.discord.com/developers/events/gateway-events#request-guild-members).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct MemberRequest {
    guild: Id<marker::Guild>,
    who: Who,
    #[serde(default)]
    presences: bool,
    #[serde(rename = "timeout_ms", with = "millis", default = "patience")]
    patience: Duration,
}

/// The default for the maximum time without an answer.
const fn patience() -> Duration {
    Duration::from_secs(30)
}

/// A duration as a number of milliseconds.
mod millis {
    use std::time::Duration;

    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(time: &Duration, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_u64(u64::try_from(time.as_millis()).unwrap_or(u64::MAX))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Duration, D::Error> {
        u64::deserialize(from).map(Duration::from_millis)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Who {
    All,
    Prefix(String, u32),
    Ids(Vec<Id<marker::User>>),
}

impl MemberRequest {
    const fn new(guild: Id<marker::Guild>, who: Who) -> Self {
        Self { guild, who, presences: false, patience: patience() }
    }

    /// Requests all members of a guild. It needs the intent `GUILD_MEMBERS`. Discord allows it once in 30 seconds for
    /// each guild; an earlier request waits.
    #[must_use]
    pub const fn all(guild: Id<marker::Guild>) -> Self {
        Self::new(guild, Who::All)
    }

    /// Requests at most `limit` members (at most 100) whose username starts with `prefix`. The prefix must not be
    /// empty, because Discord takes an empty one as a request for the first members in the list, which needs an intent.
    #[must_use]
    pub fn by_query(guild: Id<marker::Guild>, prefix: impl Into<String>, limit: u32) -> Self {
        Self::new(guild, Who::Prefix(prefix.into(), limit.clamp(1, 100)))
    }

    /// Requests the members with these ids. More than 100 are split into several requests.
    #[must_use]
    pub fn users(
        guild: Id<marker::Guild>,
        ids: impl IntoIterator<Item = Id<marker::User>>,
    ) -> Self {
        Self::new(guild, Who::Ids(ids.into_iter().collect()))
    }

    /// Also requests their presences. It needs the intent `GUILD_PRESENCES`.
    #[must_use]
    pub const fn with_presences(mut self) -> Self {
        self.presences = true;
        self
    }

    /// Sets the maximum time without an answer. The default is 30 s. Time that Discord asks to wait does not count.
    #[must_use]
    pub const fn with_timeout(mut self, timeout: Duration) -> Self {
        self.patience = timeout;
        self
    }

    /// The guild whose members are requested.
    #[must_use]
    pub const fn guild(&self) -> Id<marker::Guild> {
        self.guild
    }

    /// The requests into which this one is split.
    fn parts(&self) -> Vec<Who> {
        match &self.who {
            Who::Ids(ids) => ids.chunks(MAX_IDS).map(|ids| Who::Ids(ids.to_vec())).collect(),
            who => vec![who.clone()],
        }
    }
}

/// The members that were found.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Members {
    /// The members, in the order of the chunks.
    pub members: Vec<Member>,
    /// Their presences, if they were requested.
    pub presences: Vec<Presence>,
    /// The requested ids that are not members of the guild.
    pub not_found: Vec<Id<marker::User>>,
    /// How many members or presences were left out because they could not be parsed.
    pub skipped: usize,
}

/// Chunks of members, in the order in which Discord sends them; see
/// [`Gateway::request_member_chunks`](crate::Gateway::request_member_chunks).
pub struct MemberChunks(BoxStream<'static, Result<GuildMembersChunk, RequestError>>);

impl MemberChunks {
    /// Returns this error as the only item.
    pub(crate) fn failed(error: RequestError) -> Self {
        Self(futures_util::stream::iter([Err(error)]).boxed())
    }

    /// Returns the next chunk, or `None` after the last one. Cancel-safe.
    pub async fn next(&mut self) -> Option<Result<GuildMembersChunk, RequestError>> {
        self.0.next().await
    }
}

impl Stream for MemberChunks {
    type Item = Result<GuildMembersChunk, RequestError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll_next_unpin(cx)
    }
}

impl std::fmt::Debug for MemberChunks {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MemberChunks")
    }
}

type Whole = BoxFuture<'static, Result<Arc<Members>, RequestError>>;

/// Requests for members. Concurrent equal requests share one.
pub(crate) struct MemberRequests {
    fleets: Arc<Fleets>,
    nonces: Nonces,
    under_way: Mutex<HashMap<MemberRequest, WeakShared<Whole>>>,
}

impl MemberRequests {
    pub(crate) fn new(fleets: Arc<Fleets>) -> Self {
        Self { fleets, nonces: Nonces::new(), under_way: Mutex::default() }
    }

    /// Requests members and waits for all of them, or joins an equal request.
    pub(crate) fn whole(self: &Arc<Self>, request: MemberRequest) -> Shared<Whole> {
        let mut under_way = lock(&self.under_way);
        under_way.retain(|_, whole| whole.upgrade().is_some_and(|whole| whole.peek().is_none()));
        if let Some(whole) = under_way.get(&request).and_then(WeakShared::upgrade) {
            return whole;
        }
        let whole = whole(Arc::clone(self), request.clone()).boxed().shared();
        if let Some(weak) = whole.downgrade() {
            under_way.insert(request, weak);
        }
        whole
    }

    /// Requests members, and returns their chunks as they arrive.
    pub(crate) fn chunks(self: &Arc<Self>, request: MemberRequest) -> MemberChunks {
        let mut parts = request.parts().into_iter();
        let requests = Arc::clone(self);
        let first = parts.next().map(|who| Chunks::new(&requests, &request, who));
        let state = (requests, request, parts, first);
        let chunks = try_unfold(state, |(requests, request, mut parts, now)| async move {
            let Some(mut chunks) = now.transpose()? else { return Ok(None) };
            loop {
                if let Some((chunk, _)) = chunks.next().await? {
                    return Ok(Some((chunk, (requests, request, parts, Some(Ok(chunks))))));
                }
                let Some(who) = parts.next() else { return Ok(None) };
                chunks = Chunks::new(&requests, &request, who)?;
            }
        });
        MemberChunks(chunks.boxed())
    }
}

/// Returns the whole answer. It starts from the beginning if the session ended during the answer.
async fn whole(
    requests: Arc<MemberRequests>,
    request: MemberRequest,
) -> Result<Arc<Members>, RequestError> {
    let mut whole = Members::default();
    for who in request.parts() {
        let mut fresh_starts = 0;
        loop {
            match part(&requests, &request, who.clone()).await {
                Ok(part) => {
                    whole.add(part);
                    break;
                }
                Err(RequestError::SessionLost) if fresh_starts < FRESH_STARTS => fresh_starts += 1,
                Err(error) => return Err(error),
            }
        }
    }
    Ok(Arc::new(whole))
}

async fn part(
    requests: &MemberRequests,
    request: &MemberRequest,
    who: Who,
) -> Result<Members, RequestError> {
    let mut members = Members::default();
    let mut not_found = BTreeSet::new();
    let mut chunks = Chunks::new(requests, request, who)?;
    while let Some((chunk, skipped)) = chunks.next().await? {
        members.members.extend(chunk.members);
        members.presences.extend(chunk.presences);
        // Each chunk may repeat them.
        not_found.extend(chunk.not_found);
        members.skipped += skipped;
    }
    members.not_found.extend(not_found);
    Ok(members)
}

impl Members {
    fn add(&mut self, other: Self) {
        self.members.extend(other.members);
        self.presences.extend(other.presences);
        self.not_found.extend(other.not_found);
        self.skipped += other.skipped;
    }
}

/// The chunks of one request.
struct Chunks {
    conversation: Conversation,
    seen: BTreeSet<u32>,
}

impl Chunks {
    fn new(
        requests: &MemberRequests,
        request: &MemberRequest,
        who: Who,
    ) -> Result<Self, RequestError> {
        let nonce = requests.nonces.next();
        let command = match who {
            Who::All => RequestGuildMembers::all(request.guild),
            Who::Prefix(prefix, limit) => {
                RequestGuildMembers::by_query(request.guild, prefix, limit)
            }
            Who::Ids(ids) => RequestGuildMembers::users(request.guild, ids)?,
        };
        let command = if request.presences { command.presences(true) } else { command };
        let command = command.nonce(nonce.clone())?;
        let key = AnswerKey::Members { guild: request.guild, nonce };
        let conversation = Conversation::new(
            &requests.fleets,
            request.guild,
            key,
            command.into(),
            request.patience,
        )?;
        Ok(Self { conversation, seen: BTreeSet::new() })
    }

    /// Returns the next chunk, and how many items were left out of it; `None` after the last one.
    async fn next(&mut self) -> Result<Option<(GuildMembersChunk, usize)>, RequestError> {
        loop {
            let seen = u32::try_from(self.seen.len()).unwrap_or(u32::MAX);
            if self.conversation.expected.is_some_and(|expected| seen >= expected) {
                return Ok(None);
            }
            let chunk = self.conversation.next().await?.decode_event::<GuildMembersChunk>()?;
            // A replay may deliver a chunk twice.
            if self.seen.insert(chunk.chunk_index) {
                self.conversation.received += 1;
                self.conversation.expected = Some(chunk.chunk_count);
                return Ok(Some((chunk.value, chunk.skipped.len())));
            }
        }
    }
}

/// Creates nonces that no earlier process used, because chunks for it may be replayed to this process.
#[derive(Debug)]
struct Nonces {
    prefix: u64,
    next: std::sync::atomic::AtomicU64,
}

impl Nonces {
    fn new() -> Self {
        use std::hash::BuildHasher as _;
        // The hasher has random keys.
        let prefix = std::collections::hash_map::RandomState::new().hash_one(0);
        Self { prefix, next: std::sync::atomic::AtomicU64::new(0) }
    }

    /// At most 32 bytes, as the docs require.
    fn next(&self) -> String {
        let number = self.next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        format!("{:012x}-{number:x}", self.prefix >> 16)
    }
}
