//! The addresses of an endpoint's host, looked up on threads that nothing waits for.
//!
//! The system's resolver blocks, for up to half a minute if no name server answers. On tokio's blocking pool it would
//! hold up the end of the runtime, which joins that pool.

use std::fmt;
use std::io;
use std::net::{SocketAddr, ToSocketAddrs};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};

use hyper_util::client::legacy::connect::dns::Name;
use tokio::sync::{Semaphore, oneshot};
use tower_service::Service;

/// The most lookups of a sink at once; further ones wait.
const MOST_LOOKUPS: usize = 4;

type Lookup = dyn Fn(&str) -> io::Result<Vec<SocketAddr>> + Send + Sync;

/// Looks host names up. The addresses begin with another one each time a pool of connections is given up.
#[derive(Clone)]
pub(super) struct Addresses {
    lookup: Arc<Lookup>,
    places: Arc<Semaphore>,
    given_up: Arc<AtomicUsize>,
}

impl fmt::Debug for Addresses {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Addresses").field("given_up", &self.given_up).finish_non_exhaustive()
    }
}

impl Addresses {
    /// By the system's resolver. `given_up` counts the pools.
    pub(super) fn of_the_system(given_up: Arc<AtomicUsize>) -> Self {
        Self::new(|host: &str| Ok((host, 0).to_socket_addrs()?.collect()), given_up)
    }

    /// By a function that may block.
    fn new(
        lookup: impl Fn(&str) -> io::Result<Vec<SocketAddr>> + Send + Sync + 'static,
        given_up: Arc<AtomicUsize>,
    ) -> Self {
        let places = Arc::new(Semaphore::new(MOST_LOOKUPS));
        Self { lookup: Arc::new(lookup), places, given_up }
    }

    async fn look_up(self, host: String) -> io::Result<Vec<SocketAddr>> {
        let place = self.places.acquire_owned().await.map_err(io::Error::other)?;
        let (answer, found) = oneshot::channel();
        let lookup = self.lookup;
        std::thread::Builder::new().name("resolve".to_owned()).spawn(move || {
            let found = lookup(&host);
            drop(place);
            // Whoever no longer waits needs no answer.
            let _ = answer.send(found);
        })?;
        let found =
            found.await.map_err(|_| io::Error::other("the lookup ended without a result"))?;
        Ok(rotated(found?, self.given_up.load(Ordering::Relaxed)))
    }
}

impl Service<Name> for Addresses {
    type Response = std::vec::IntoIter<SocketAddr>;
    type Error = io::Error;
    type Future = Pin<Box<dyn Future<Output = io::Result<Self::Response>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, name: Name) -> Self::Future {
        let looking_up = self.clone().look_up(name.as_str().to_owned());
        Box::pin(async move { Ok(looking_up.await?.into_iter()) })
    }
}

/// The same addresses with this many of the first ones at the end, round and round.
fn rotated(mut addresses: Vec<SocketAddr>, first: usize) -> Vec<SocketAddr> {
    let first = first.checked_rem(addresses.len()).unwrap_or_default();
    addresses.rotate_left(first);
    addresses
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;
    use std::time::Duration;

    use super::*;

    #[test]
    fn each_pool_that_is_given_up_puts_another_address_first() {
        let [a, b] = ["[::1]:1", "1.2.3.4:1"].map(|text| text.parse::<SocketAddr>().unwrap());
        assert_eq!(rotated(vec![a, b], 0), [a, b]);
        assert_eq!(rotated(vec![a, b], 1), [b, a]);
        assert_eq!(rotated(vec![a, b], 2), [a, b]);
        assert_eq!(rotated(Vec::new(), 1), []);
    }

    #[tokio::test]
    async fn what_the_lookup_says_is_what_the_caller_gets() {
        let lookup = |host: &str| match host {
            "known" => Ok(vec!["1.2.3.4:0".parse().unwrap()]),
            _ => Err(io::ErrorKind::NotFound.into()),
        };
        let mut addresses = Addresses::new(lookup, Arc::default());
        let found = addresses.call("known".parse().unwrap()).await.unwrap();
        assert_eq!(found.as_slice(), ["1.2.3.4:0".parse().unwrap()]);
        let error = addresses.call("unknown".parse().unwrap()).await.unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::NotFound);
    }

    #[test]
    fn case_31_the_end_of_the_runtime_does_not_wait_for_a_lookup() {
        let (asked, looks_up) = mpsc::channel();
        let (release, released) = mpsc::channel::<()>();
        let (tell, ended) = mpsc::channel();
        let (released, tell) = (std::sync::Mutex::new(released), std::sync::Mutex::new(tell));
        let lookup = move |_: &str| {
            asked.send(()).unwrap();
            // It hangs until the runtime has ended.
            let in_time = released.lock().unwrap().recv_timeout(Duration::from_secs(30)).is_ok();
            tell.lock().unwrap().send(in_time).unwrap();
            Ok(Vec::new())
        };
        let runtime = tokio::runtime::Builder::new_multi_thread().build().unwrap();
        let mut addresses = Addresses::new(lookup, Arc::default());
        runtime.spawn(async move { addresses.call("silent".parse().unwrap()).await });
        looks_up.recv().unwrap();
        drop(runtime);
        release.send(()).unwrap();
        assert!(ended.recv().unwrap(), "the runtime's end waited for the lookup");
    }
}
