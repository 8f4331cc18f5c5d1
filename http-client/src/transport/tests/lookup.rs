//! Host names: a resolver that hangs, fails, or is asked by many.

use std::io;
use std::net::IpAddr;
use std::sync::atomic::AtomicBool;
use std::sync::{Condvar, Mutex};
use std::time::Duration;

use tokio::task::JoinSet;

use super::*;
use crate::ConnectStep;
use crate::transport::Resolver;

/// A lookup that lasts until it is let go.
#[derive(Default)]
struct Hanging {
    go: Mutex<bool>,
    gone: Condvar,
    ended: AtomicBool,
}

impl Hanging {
    fn wait(&self) {
        let go = self.go.lock().unwrap();
        let _go = self.gone.wait_while(go, |go| !*go).unwrap();
        self.ended.store(true, Ordering::Relaxed);
    }

    fn release(&self) {
        *self.go.lock().unwrap() = true;
        self.gone.notify_all();
    }
}

fn hanging() -> (Arc<Hanging>, Resolver) {
    let hanging = Arc::new(Hanging::default());
    let lookup = Arc::clone(&hanging);
    let resolver = Resolver::new(move |_| {
        lookup.wait();
        Ok(vec![IpAddr::from([127, 0, 0, 1])])
    });
    (hanging, resolver)
}

#[test]
fn case_31_the_end_of_the_runtime_waits_for_no_lookup() {
    let (hanging, resolver) = hanging();
    let mut builder = client("http://api.test/api").connect_timeout(SHORT).retries(0);
    builder.transport.resolver = resolver;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let result = runtime.block_on(async {
        let client = builder.build().unwrap();
        post(&client, Duration::from_secs(30)).await
    });
    let timed_out = ConnectionErrorKind::TimedOut(ConnectStep::Dns);
    assert_eq!(kind(result), timed_out);
    drop(runtime);
    assert!(!hanging.ended.load(Ordering::Relaxed), "the lookup still hangs");
    hanging.release();
}

#[tokio::test]
async fn callers_share_a_lookup_and_the_number_of_lookups_is_bounded() {
    let (hanging, resolver) = hanging();
    let mut same = JoinSet::new();
    for _ in 0..100 {
        let resolver = resolver.clone();
        same.spawn(async move { resolver.resolve("same.test").await });
    }
    let mut others = JoinSet::new();
    tokio::task::yield_now().await;
    for number in 0..20 {
        let resolver = resolver.clone();
        others.spawn(async move { resolver.resolve(&format!("{number}.test")).await });
    }
    let mut refused = 0;
    while refused < 13 {
        let error = others.join_next().await.unwrap().unwrap().unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::WouldBlock);
        refused += 1;
    }
    hanging.release();
    for found in same.join_all().await.into_iter().chain(others.join_all().await) {
        assert_eq!(found.unwrap().len(), 1);
    }
    resolver.resolve("later.test").await.unwrap();
}

#[tokio::test]
async fn a_lookup_that_ends_takes_no_answer_from_the_next_one() {
    let resolver = Resolver::new(|_| Ok(vec![IpAddr::from([127, 0, 0, 1])]));
    for _ in 0..500 {
        resolver.resolve("api.test").await.unwrap();
    }
}

#[tokio::test]
async fn a_lookup_that_fails_or_panics_is_an_error_and_the_next_one_is_asked_anew() {
    let calls = AtomicUsize::new(0);
    let resolver = Resolver::new(move |_| match calls.fetch_add(1, Ordering::Relaxed) {
        0 => Err(io::Error::other("the name server is on fire")),
        1 => panic!("a resolver that panics"),
        2 => Ok(Vec::new()),
        _ => Ok(vec![IpAddr::from([127, 0, 0, 1])]),
    });
    let error = resolver.resolve("api.test").await.unwrap_err();
    assert_eq!(error.to_string(), "the name server is on fire");
    let error = resolver.resolve("api.test").await.unwrap_err();
    assert_eq!(error.to_string(), "the lookup ended without a result");
    let error = resolver.resolve("api.test").await.unwrap_err();
    assert_eq!(error.to_string(), "the name has no address");
    resolver.resolve("api.test").await.unwrap();
}
