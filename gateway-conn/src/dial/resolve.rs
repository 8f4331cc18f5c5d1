//! Host names to addresses, on threads that nobody waits for.
//!
//! The system's resolver blocks, for half a minute if a name server does not answer, and cannot be
//! interrupted. tokio calls it on a thread that the runtime's end waits for, and with it the end of the
//! process. Here it runs on threads of its own, which are left behind at the end.

use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::io;
use std::net::{IpAddr, SocketAddr, ToSocketAddrs as _};
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};

use tokio::sync::oneshot;

/// Names that are resolved at the same time, each on a thread. A fleet has two or three: the gateway, the
/// hosts for Resume, a proxy.
const THREADS: usize = 4;

/// Shared by all connections of the process.
static SYSTEM: LazyLock<Resolver> = LazyLock::new(|| Resolver::new(system));

fn system(host: &str, port: u16) -> io::Result<Vec<SocketAddr>> {
    Ok((host, port).to_socket_addrs()?.collect())
}

/// Host and port.
type Name = (String, u16);

type Answer = Result<Vec<SocketAddr>, Arc<io::Error>>;

type Lookup = dyn Fn(&str, u16) -> io::Result<Vec<SocketAddr>> + Send + Sync;

/// Resolves names. Cheap to clone; clones share their threads.
#[derive(Clone)]
pub(super) struct Resolver(Arc<Inner>);

struct Inner {
    lookup: Box<Lookup>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// Who waits for a name that is being resolved, or is in `queue`. A name is resolved once at a time,
    /// however many shards ask for it.
    asked: HashMap<Name, Vec<oneshot::Sender<Answer>>>,
    /// Names for which no thread is free.
    queue: VecDeque<Name>,
    threads: usize,
}

impl Resolver {
    pub(super) fn new(
        lookup: impl Fn(&str, u16) -> io::Result<Vec<SocketAddr>> + Send + Sync + 'static,
    ) -> Self {
        Self(Arc::new(Inner { lookup: Box::new(lookup), state: Mutex::default() }))
    }

    /// All addresses of a host. Cancel-safe: the name is resolved to its end, and the result is dropped if
    /// nobody waits for it.
    pub(super) async fn resolve(&self, host: &str, port: u16) -> io::Result<Vec<SocketAddr>> {
        if let Ok(address) = host.parse::<IpAddr>() {
            return Ok(vec![SocketAddr::new(address, port)]);
        }
        let (sender, answer) = oneshot::channel();
        self.ask((host.to_owned(), port), sender)?;
        match answer.await {
            Ok(Ok(addresses)) => Ok(addresses),
            Ok(Err(error)) => Err(io::Error::new(error.kind(), error)),
            Err(_) => Err(io::Error::other("the thread that resolves names is gone")),
        }
    }

    fn ask(&self, name: Name, sender: oneshot::Sender<Answer>) -> io::Result<()> {
        let mut state = self.0.state();
        if let Some(others) = state.asked.get_mut(&name) {
            others.push(sender);
            return Ok(());
        }
        if state.threads < THREADS {
            let inner = Arc::clone(&self.0);
            let first = name.clone();
            let thread = std::thread::Builder::new().name("gateway-conn-dns".to_owned());
            thread.spawn(move || inner.run(first))?;
            state.threads += 1;
        } else {
            state.queue.push_back(name.clone());
        }
        state.asked.insert(name, vec![sender]);
        Ok(())
    }
}

impl Inner {
    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing panics while it holds the lock.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Resolves a name, then those that wait for a thread.
    fn run(&self, mut name: Name) {
        loop {
            let answer = (self.lookup)(&name.0, name.1).map_err(Arc::new);
            let mut state = self.state();
            let waiting = state.asked.remove(&name).unwrap_or_default();
            let next = state.queue.pop_front();
            state.threads -= usize::from(next.is_none());
            drop(state);
            for sender in waiting {
                // Whoever no longer waits needs no answer.
                let _ = sender.send(answer.clone());
            }
            match next {
                Some(next) => name = next,
                None => return,
            }
        }
    }
}

/// The resolver of the system.
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
    use std::future::Future as _;
    use std::sync::mpsc;
    use std::task::Poll;
    use std::time::Duration;

    use gateway_model::gateway::Intents;
    use gateway_proto::Token;

    use super::*;
    use crate::{AlwaysReady, Config, Transport, connect};

    /// A lookup that hangs until the sender is dropped, and tells which name it was asked for. After ten
    /// seconds it panics, so that whoever waits for it fails the test.
    fn hanging(
        asked: mpsc::Sender<String>,
    ) -> (impl Fn(&str, u16) -> io::Result<Vec<SocketAddr>>, mpsc::Sender<()>) {
        let (release, held) = mpsc::channel::<()>();
        let held = Mutex::new(held);
        let lookup = move |host: &str, _| {
            asked.send(host.to_owned()).unwrap();
            let held = held.lock().unwrap_or_else(PoisonError::into_inner);
            let released = held.recv_timeout(Duration::from_secs(10));
            assert_eq!(released, Err(mpsc::RecvTimeoutError::Disconnected), "it was waited for");
            Err(io::Error::from(io::ErrorKind::NotFound))
        };
        (lookup, release)
    }

    #[test]
    fn the_end_of_the_runtime_does_not_wait_for_a_name() {
        let (asked, was_asked) = mpsc::channel();
        let (lookup, release) = hanging(asked);
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
        let runtime = runtime.unwrap();
        let token = Token::new("test-token").unwrap();
        let protocol =
            gateway_proto::ProtocolConfig::new(token, Intents::GUILDS, "wss://gateway.invalid")
                .unwrap();
        let transport = Transport::new().with_lookup(lookup);
        let config = Config::new(protocol).with_transport(transport);
        let (events, _sender) = runtime.block_on(async { connect(config, AlwaysReady) }).unwrap();
        assert_eq!(was_asked.recv().unwrap(), "gateway.invalid");
        drop(events);
        // Its blocking pool is joined here.
        drop(runtime);
        drop(release);
        assert_eq!(was_asked.recv(), Err(mpsc::RecvError), "the thread ends by itself");
    }

    #[tokio::test]
    async fn a_name_is_resolved_once_for_all_who_ask_at_the_same_time() {
        let (asked, was_asked) = mpsc::channel();
        let (lookup, release) = hanging(asked);
        let resolver = Resolver::new(lookup);
        let mut two = std::pin::pin!(futures_util::future::join(
            resolver.resolve("gateway.invalid", 443),
            resolver.resolve("gateway.invalid", 443),
        ));
        let is_pending = std::future::poll_fn(|cx| Poll::Ready(two.as_mut().poll(cx).is_pending()));
        assert!(is_pending.await);
        assert_eq!(was_asked.recv().unwrap(), "gateway.invalid");
        drop(release);
        let (one, other) = two.await;
        for error in [one.unwrap_err(), other.unwrap_err()] {
            assert_eq!(error.kind(), io::ErrorKind::NotFound);
        }
        assert!(was_asked.try_recv().is_err(), "it was resolved twice");
        // Nothing is kept: the next one asks anew.
        resolver.resolve("gateway.invalid", 443).await.unwrap_err();
        assert_eq!(was_asked.recv().unwrap(), "gateway.invalid");
    }

    #[tokio::test]
    async fn there_are_so_many_threads_and_the_names_beyond_wait_for_one() {
        let (running, counted) = (Arc::new(Mutex::new((0, 0))), Arc::new(Mutex::new(Vec::new())));
        let (count, seen) = (Arc::clone(&running), Arc::clone(&counted));
        let gate = Arc::new(std::sync::Barrier::new(THREADS));
        let resolver = Resolver::new(move |host, port| {
            {
                let mut running = count.lock().unwrap();
                running.0 += 1;
                running.1 = running.1.max(running.0);
            }
            // The first ones meet here: as many as there are threads run at the same time.
            gate.wait();
            seen.lock().unwrap().push(host.to_owned());
            count.lock().unwrap().0 -= 1;
            Ok(vec![SocketAddr::new([127, 0, 0, 1].into(), port)])
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
    async fn an_address_needs_no_resolver() {
        let resolver = Resolver::new(|host, _| panic!("asked for {host}"));
        for address in ["127.0.0.1", "::1"] {
            let resolved = resolver.resolve(address, 9).await.unwrap();
            assert_eq!(resolved, [SocketAddr::new(address.parse().unwrap(), 9)]);
        }
    }
}
