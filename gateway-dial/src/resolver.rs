//! Resolves host names on threads that the runtime does not wait for.
//!
//! The system's resolver blocks for up to half a minute if a name server does not answer, and it cannot be interrupted.
//! tokio runs it on a thread that the shutdown of the runtime, and so the exit of the process, waits for. This module
//! runs it on detached threads instead.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::io;
use std::net::{IpAddr, SocketAddr, ToSocketAddrs as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};

use tokio::sync::oneshot;

/// The maximum number of concurrent lookups, each on one thread. A bot uses three or four names: the API, the gateway,
/// the hosts for Resume, a proxy.
const THREADS: usize = 4;

/// The maximum number of names that are being looked up or wait for a thread. Further lookups are refused.
const MOST_NAMES: usize = 64;

/// The resolver of the system, shared by all users that do not set another one.
static SYSTEM: LazyLock<Resolver> = LazyLock::new(|| Resolver::new(look_up));

/// Resolves a host name with the system's resolver, which blocks. The port of the addresses is 0.
///
/// # Errors
///
/// Returns an error if the name cannot be resolved.
pub fn look_up(host: &str) -> io::Result<Vec<SocketAddr>> {
    Ok((host, 0).to_socket_addrs()?.collect())
}

type Found = Result<Vec<SocketAddr>, Arc<io::Error>>;

type Lookup = dyn Fn(&str) -> io::Result<Vec<SocketAddr>> + Send + Sync;

/// Resolves host names: at most four at a time, each on its own thread. Cheap to clone; clones share their threads.
///
/// The default resolver uses the system's, and is shared by the whole process.
#[derive(Clone)]
pub struct Resolver(Arc<Inner>);

struct Inner {
    lookup: Box<Lookup>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// For each name that is being looked up or is in `queue`, the callers that wait for it. A name has only one lookup
    /// at a time, however many callers wait.
    asked: HashMap<String, Vec<oneshot::Sender<Found>>>,
    /// Names for which no thread is free.
    queue: VecDeque<String>,
    threads: usize,
}

impl Resolver {
    /// Returns a resolver that calls this function, which may block. The ports of the returned addresses are ignored.
    pub fn new(
        lookup: impl Fn(&str) -> io::Result<Vec<SocketAddr>> + Send + Sync + 'static,
    ) -> Self {
        Self(Arc::new(Inner { lookup: Box::new(lookup), state: Mutex::default() }))
    }

    /// Returns all addresses of a host, with this port. An IP address needs no lookup.
    ///
    /// # Errors
    ///
    /// Returns an error if the name cannot be resolved, if it has no address, or if 64 other names are being looked up
    /// or waiting.
    ///
    /// # Cancel safety
    ///
    /// Cancel-safe. The lookup continues to its end, and its result is dropped if no caller waits for it.
    pub async fn resolve(&self, host: &str, port: u16) -> io::Result<Vec<SocketAddr>> {
        if let Ok(address) = host.parse::<IpAddr>() {
            return Ok(vec![SocketAddr::new(address, port)]);
        }
        let mut addresses = match self.0.ask(host)?.await {
            Ok(found) => found.map_err(|error| io::Error::new(error.kind(), error))?,
            Err(_) => return Err(io::Error::other("the thread that looks up names is gone")),
        };
        if addresses.is_empty() {
            return Err(io::Error::new(io::ErrorKind::NotFound, "the name has no address"));
        }
        addresses.iter_mut().for_each(|address| address.set_port(port));
        Ok(addresses)
    }
}

impl Inner {
    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing panics while it holds the lock.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for the lookup of a name, and starts one if there is none.
    fn ask(self: &Arc<Self>, host: &str) -> io::Result<oneshot::Receiver<Found>> {
        let (sender, found) = oneshot::channel();
        let mut state = self.state();
        let State { asked, queue, threads } = &mut *state;
        let others = asked.len();
        match asked.entry(host.to_owned()) {
            Entry::Occupied(mut waiting) => {
                let waiting = waiting.get_mut();
                waiting.retain(|other| !other.is_closed());
                waiting.push(sender);
            }
            Entry::Vacant(_) if others >= MOST_NAMES => {
                let text = format!("{others} other host names are being looked up");
                return Err(io::Error::new(io::ErrorKind::WouldBlock, text));
            }
            Entry::Vacant(place) => {
                if *threads < THREADS {
                    let (inner, first) = (Arc::clone(self), host.to_owned());
                    let thread = std::thread::Builder::new().name("resolve".to_owned());
                    thread.spawn(move || inner.run(first))?;
                    *threads += 1;
                } else {
                    queue.push_back(host.to_owned());
                }
                place.insert(vec![sender]);
            }
        }
        Ok(found)
    }

    /// Looks up a name, then the names that wait for a thread.
    fn run(&self, mut host: String) {
        loop {
            let looked_up = catch_unwind(AssertUnwindSafe(|| (self.lookup)(&host)));
            let ended = |_| Err(io::Error::other("the lookup ended without a result"));
            let found = looked_up.unwrap_or_else(ended).map_err(Arc::new);
            let mut state = self.state();
            let waiting = state.asked.remove(&host).unwrap_or_default();
            let next = state.queue.pop_front();
            state.threads -= usize::from(next.is_none());
            drop(state);
            for sender in waiting {
                // A caller that no longer waits needs no answer.
                let _ = sender.send(found.clone());
            }
            match next {
                Some(next) => host = next,
                None => return,
            }
        }
    }
}

/// Returns the system's resolver, shared by the whole process.
impl Default for Resolver {
    fn default() -> Self {
        SYSTEM.clone()
    }
}

impl fmt::Debug for Resolver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Resolver").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::pin::Pin;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::{Barrier, mpsc};
    use std::task::Poll;
    use std::time::Duration;

    use super::*;

    fn loopback() -> io::Result<Vec<SocketAddr>> {
        Ok(vec![SocketAddr::from(([127, 0, 0, 1], 0))])
    }

    /// A lookup that blocks until the sender is dropped, and reports the name that it was called with. It panics after
    /// ten seconds, so that a caller that waits for it fails the test.
    fn hanging(
        asked: mpsc::Sender<String>,
        then: impl Fn() -> io::Result<Vec<SocketAddr>> + Send + Sync + 'static,
    ) -> (Resolver, mpsc::Sender<()>) {
        let (release, held) = mpsc::channel::<()>();
        let held = Mutex::new(held);
        let resolver = Resolver::new(move |host| {
            asked.send(host.to_owned()).unwrap();
            let held = held.lock().unwrap_or_else(PoisonError::into_inner);
            let released = held.recv_timeout(Duration::from_secs(10));
            assert_eq!(released, Err(mpsc::RecvTimeoutError::Disconnected), "it was waited for");
            then()
        });
        (resolver, release)
    }

    async fn is_pending<F: Future>(mut future: Pin<&mut F>) -> bool {
        std::future::poll_fn(|cx| Poll::Ready(future.as_mut().poll(cx).is_pending())).await
    }

    #[tokio::test]
    async fn a_name_is_resolved_once_for_all_who_ask_at_the_same_time() {
        let (asked, was_asked) = mpsc::channel();
        let (resolver, release) = hanging(asked, || Err(io::ErrorKind::NotFound.into()));
        let mut two = std::pin::pin!(futures_util::future::join(
            resolver.resolve("gateway.invalid", 443),
            resolver.resolve("gateway.invalid", 80),
        ));
        assert!(is_pending(two.as_mut()).await);
        assert_eq!(was_asked.recv().unwrap(), "gateway.invalid");
        drop(release);
        let (one, other) = two.await;
        for error in [one.unwrap_err(), other.unwrap_err()] {
            assert_eq!(error.kind(), io::ErrorKind::NotFound);
        }
        assert!(was_asked.try_recv().is_err(), "it was resolved twice");
        // Nothing is cached: the next call looks the name up again.
        resolver.resolve("gateway.invalid", 443).await.unwrap_err();
        assert_eq!(was_asked.recv().unwrap(), "gateway.invalid");
    }

    #[tokio::test]
    async fn there_are_so_many_threads_and_the_names_beyond_wait_for_one() {
        let (running, counted) = (Arc::new(Mutex::new((0, 0))), Arc::new(Mutex::new(Vec::new())));
        let (count, seen) = (Arc::clone(&running), Arc::clone(&counted));
        let gate = Arc::new(Barrier::new(THREADS));
        let resolver = Resolver::new(move |host| {
            {
                let mut running = count.lock().unwrap();
                running.0 += 1;
                running.1 = running.1.max(running.0);
            }
            // The first lookups meet here, which shows that as many run concurrently as there are threads.
            gate.wait();
            seen.lock().unwrap().push(host.to_owned());
            count.lock().unwrap().0 -= 1;
            loopback()
        });
        let names: Vec<String> = (0..2 * THREADS).map(|at| format!("name-{at}.invalid")).collect();
        let all = names.iter().map(|name| resolver.resolve(name, 7));
        for addresses in futures_util::future::join_all(all).await {
            assert_eq!(addresses.unwrap(), ["127.0.0.1:7".parse().unwrap()]);
        }
        let mut seen = counted.lock().unwrap().clone();
        seen.sort();
        assert_eq!((seen, running.lock().unwrap().1), (names, THREADS));
    }

    #[tokio::test]
    async fn callers_share_a_lookup_and_the_number_of_lookups_is_bounded() {
        let (asked, _was_asked) = mpsc::channel();
        let (resolver, release) = hanging(asked, loopback);
        let same = (0..100).map(|_| resolver.resolve("same.test", 443));
        let mut same = std::pin::pin!(futures_util::future::join_all(same));
        assert!(is_pending(same.as_mut()).await);
        let mut others = tokio::task::JoinSet::new();
        for number in 0..MOST_NAMES + 12 {
            let resolver = resolver.clone();
            others.spawn(async move { resolver.resolve(&format!("{number}.test"), 443).await });
        }
        let mut refused = 0;
        while refused < 13 {
            let error = others.join_next().await.unwrap().unwrap().unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::WouldBlock);
            refused += 1;
        }
        drop(release);
        for found in same.await.into_iter().chain(others.join_all().await) {
            assert_eq!(found.unwrap().len(), 1);
        }
        resolver.resolve("later.test", 443).await.unwrap();
    }

    #[tokio::test]
    async fn a_lookup_that_ends_takes_no_answer_from_the_next_one() {
        let resolver = Resolver::new(|_| loopback());
        for _ in 0..500 {
            resolver.resolve("api.test", 443).await.unwrap();
        }
    }

    #[tokio::test]
    async fn a_lookup_that_fails_or_panics_is_an_error_and_the_next_one_is_asked_anew() {
        let calls = AtomicUsize::new(0);
        let resolver = Resolver::new(move |_| match calls.fetch_add(1, Ordering::Relaxed) {
            0 => Err(io::Error::other("the name server is on fire")),
            1 => panic!("a resolver that panics"),
            2 => Ok(Vec::new()),
            _ => loopback(),
        });
        let error = resolver.resolve("api.test", 443).await.unwrap_err();
        assert_eq!(error.to_string(), "the name server is on fire");
        let error = resolver.resolve("api.test", 443).await.unwrap_err();
        assert_eq!(error.to_string(), "the lookup ended without a result");
        let error = resolver.resolve("api.test", 443).await.unwrap_err();
        assert_eq!(error.to_string(), "the name has no address");
        resolver.resolve("api.test", 443).await.unwrap();
    }

    #[tokio::test]
    async fn an_address_needs_no_resolver() {
        let resolver = Resolver::new(|host| panic!("asked for {host}"));
        for address in ["127.0.0.1", "::1"] {
            let resolved = resolver.resolve(address, 9).await.unwrap();
            assert_eq!(resolved, [SocketAddr::new(address.parse().unwrap(), 9)]);
        }
    }
}
