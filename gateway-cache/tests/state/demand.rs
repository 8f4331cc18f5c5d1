//! Members on demand.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use gateway_cache::{Cache, FetchError, MemberFields, MemberSource, UserFields};
use gateway_model::gateway::Intents;
use gateway_model::guild::Member;
use gateway_model::id::{Id, marker};
use serde_json::{Value, json};
use tokio::sync::Notify;

use crate::{GUILD, OWN, event, guild, guild_create, id, member, ready};

/// A member source that answers when the test allows it, and counts requests.
#[derive(Clone)]
struct Source {
    answer: Option<Value>,
    asked: Arc<AtomicUsize>,
    go: Arc<Notify>,
}

impl Source {
    fn new(answer: Option<Value>) -> Self {
        Self { answer, asked: Arc::default(), go: Arc::default() }
    }
}

impl MemberSource for Source {
    fn fetch(
        &self,
        _guild: Id<marker::Guild>,
        _user: Id<marker::User>,
    ) -> std::pin::Pin<Box<dyn Future<Output = Result<Option<Member>, FetchError>> + Send>> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        let this = self.clone();
        Box::pin(async move {
            this.go.notified().await;
            Ok(this.answer.map(|answer| serde_json::from_value(answer).unwrap()))
        })
    }
}

fn filled() -> Cache {
    let builder =
        Cache::builder(Intents::all()).members(MemberFields::all()).users(UserFields::all());
    let cache = builder.build();
    cache.update(&ready(&[GUILD]));
    cache.update(&event("GUILD_CREATE", guild_create(GUILD, vec![member(OWN, &[])])));
    cache
}

async fn turn() {
    for _ in 0..10 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn who_asks_at_the_same_time_shares_one_request_and_the_member_is_kept() {
    let (cache, source) = (filled(), Source::new(Some(member(77, &[11]))));
    let ask = || {
        let (cache, source) = (cache.clone(), source.clone());
        tokio::spawn(async move { cache.fetch_member(&source, guild(), id(77)).await })
    };
    let (one, two) = (ask(), ask());
    turn().await;
    source.go.notify_one();
    for asked in [one, two] {
        assert_eq!(asked.await.unwrap().unwrap().user.unwrap().id.get(), 77);
    }
    assert_eq!(source.asked.load(Ordering::Relaxed), 1);
    assert!(cache.member(guild(), id(77)).is_some());
    cache.fetch_member(&source, guild(), id(77)).await.unwrap();
    assert_eq!(source.asked.load(Ordering::Relaxed), 1, "from the cache");
}

#[tokio::test]
async fn an_event_that_is_faster_than_the_answer_is_right() {
    let (cache, source) = (filled(), Source::new(Some(member(77, &[11]))));
    let asks = |cache: &Cache, source: &Source| {
        let (cache, source) = (cache.clone(), source.clone());
        tokio::spawn(async move { cache.fetch_member(&source, guild(), id(77)).await })
    };
    let asked = asks(&cache, &source);
    turn().await;
    let mut newer = member(77, &[12]);
    newer["guild_id"] = json!(GUILD.to_string());
    cache.update(&event("GUILD_MEMBER_ADD", newer));
    source.go.notify_one();
    assert_eq!(*asked.await.unwrap().unwrap().roles, [id(12)]);

    let removal = json!({ "guild_id": GUILD.to_string(), "user": { "id": "77", "username": "u" } });
    cache.update(&event("GUILD_MEMBER_REMOVE", removal.clone()));
    let asked = asks(&cache, &source);
    turn().await;
    cache.update(&event("GUILD_MEMBER_REMOVE", removal));
    source.go.notify_one();
    assert!(matches!(asked.await.unwrap(), Err(FetchError::NotAMember { .. })));
    assert!(cache.member(guild(), id(77)).is_none());
}

#[tokio::test]
async fn a_request_that_nobody_waits_for_is_dropped_and_the_next_one_asks_again() {
    let (cache, source) = (filled(), Source::new(None));
    let (other, waiting) = (cache.clone(), source.clone());
    let asked = tokio::spawn(async move { other.fetch_member(&waiting, guild(), id(77)).await });
    turn().await;
    asked.abort();
    turn().await;
    source.go.notify_one();
    let answer = cache.fetch_member(&source, guild(), id(77)).await;
    assert!(matches!(answer, Err(FetchError::NotAMember { .. })));
    assert_eq!(source.asked.load(Ordering::Relaxed), 2);
}
