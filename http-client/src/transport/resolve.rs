//! Host names to addresses, on threads that nothing waits for.
//!
//! The system's resolver blocks, for up to half a minute if no name server answers. On tokio's blocking pool it would
//! hold up the end of the runtime, which joins that pool. Here each host name that is being looked up has a thread of
//! its own; it is detached, and its number is bounded.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::io;
use std::net::{IpAddr, ToSocketAddrs};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::oneshot;

/// The most host names that are looked up at once.
const MOST_LOOKUPS: usize = 8;

type Lookup = dyn Fn(&str) -> io::Result<Vec<IpAddr>> + Send + Sync;

/// What a lookup found. An [`io::Error`] cannot be cloned for each waiter, so it is kept as kind and text.
type Found = Result<Vec<IpAddr>, (io::ErrorKind, String)>;

/// Those who wait for each host name that is being looked up.
type Waiting = Mutex<HashMap<String, Vec<oneshot::Sender<Found>>>>;

/// Looks host names up. Clones share the lookups that are under way.
#[derive(Clone)]
pub(crate) struct Resolver {
    lookup: Arc<Lookup>,
    waiting: Arc<Waiting>,
}

impl std::fmt::Debug for Resolver {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Resolver(..)")
    }
}

impl Resolver {
    /// The system's resolver.
    pub(crate) fn system() -> Self {
        Self::new(|host: &str| Ok((host, 0).to_socket_addrs()?.map(|found| found.ip()).collect()))
    }

    /// A resolver that calls this function, which may block, on a thread of its own.
    pub(crate) fn new(
        lookup: impl Fn(&str) -> io::Result<Vec<IpAddr>> + Send + Sync + 'static,
    ) -> Self {
        Self { lookup: Arc::new(lookup), waiting: Arc::default() }
    }

    /// Looks up a host name. Callers that ask for the same name at the same time share one lookup.
    ///
    /// # Errors
    ///
    /// Returns an error if the name cannot be resolved, has no address, or too many other names are being looked up.
    pub(crate) async fn resolve(&self, host: &str) -> io::Result<Vec<IpAddr>> {
        let found = self.join(host)?.await;
        match found {
            Ok(Ok(addresses)) if addresses.is_empty() => {
                Err(io::Error::new(io::ErrorKind::NotFound, "the name has no address"))
            }
            Ok(Ok(addresses)) => Ok(addresses),
            Ok(Err((kind, text))) => Err(io::Error::new(kind, text)),
            Err(_) => Err(io::Error::other("the lookup ended without a result")),
        }
    }

    /// Waits for the lookup of this name, which is started if there is none.
    fn join(&self, host: &str) -> io::Result<oneshot::Receiver<Found>> {
        let (answer, found) = oneshot::channel();
        let mut waiting = lock(&self.waiting);
        let under_way = waiting.len();
        match waiting.entry(host.to_owned()) {
            Entry::Occupied(mut others) => {
                let others = others.get_mut();
                others.retain(|other| !other.is_closed());
                others.push(answer);
            }
            Entry::Vacant(_) if under_way >= MOST_LOOKUPS => {
                let text = format!("{under_way} other host names are being looked up");
                return Err(io::Error::new(io::ErrorKind::WouldBlock, text));
            }
            Entry::Vacant(place) => {
                self.start(host)?;
                place.insert(vec![answer]);
            }
        }
        Ok(found)
    }

    /// Starts a lookup. It finds those who wait for it once the caller has let go of the lock.
    fn start(&self, host: &str) -> io::Result<()> {
        let lookup = Arc::clone(&self.lookup);
        let waiting = Arc::clone(&self.waiting);
        let mut ended = Ended { waiting, host: host.to_owned(), done: false };
        let thread = move || {
            let found = lookup(&ended.host).map_err(|error| (error.kind(), error.to_string()));
            for waiter in ended.take() {
                // One that has been dropped needs no answer.
                let _ = waiter.send(found.clone());
            }
        };
        std::thread::Builder::new().name("resolve".into()).spawn(thread).map(drop)
    }
}

/// The end of a lookup, which frees its place even if the function panics.
struct Ended {
    waiting: Arc<Waiting>,
    host: String,
    /// Its place is free, or another lookup's of the same name.
    done: bool,
}

impl Ended {
    fn take(&mut self) -> Vec<oneshot::Sender<Found>> {
        if std::mem::replace(&mut self.done, true) {
            return Vec::new();
        }
        lock(&self.waiting).remove(&self.host).unwrap_or_default()
    }
}

impl Drop for Ended {
    fn drop(&mut self) {
        self.take();
    }
}

fn lock(waiting: &Waiting) -> MutexGuard<'_, HashMap<String, Vec<oneshot::Sender<Found>>>> {
    waiting.lock().unwrap_or_else(PoisonError::into_inner)
}
