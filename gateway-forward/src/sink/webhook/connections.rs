//! The connections to an endpoint, and when they are trusted no longer.
//!
//! A path can die without a word: what is sent on a kept connection is never answered. So a connection that was not
//! used for some time is not used again, the system probes those that are, and a try that ran into its time limit
//! leaves all connections that were kept with it to nobody. The next try goes out on a new one, to another address of
//! the host if it has one. Tries that are under way on the old ones end as they would have.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http_body_util::Full;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};

use super::addresses::Addresses;

/// How long an unused connection is trusted.
const IDLE: Duration = Duration::from_secs(15);

/// How long a connection without traffic is left alone, and the time between two probes after that.
const KEEP_ALIVE: (Duration, Duration) = (Duration::from_secs(5), Duration::from_secs(2));

/// How long sent bytes may go without an acknowledgement before the system gives the connection up.
#[cfg(target_os = "linux")]
const USER_TIMEOUT: Duration = Duration::from_secs(10);

/// A pool of connections.
pub(super) type Kept = Client<HttpsConnector<HttpConnector<Addresses>>, Full<Bytes>>;

/// The pool that tries are given to, and what a new one is made of.
pub(super) struct Connections {
    kept: Mutex<Arc<Kept>>,
    connector: HttpsConnector<HttpConnector<Addresses>>,
    given_up: Arc<AtomicUsize>,
}

impl std::fmt::Debug for Connections {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Connections").field("given_up", &self.given_up).finish_non_exhaustive()
    }
}

impl Connections {
    /// `limit` is for the time that a connection takes to be made.
    pub(super) fn new(tls: rustls::ClientConfig, limit: Duration) -> Self {
        let given_up = Arc::new(AtomicUsize::new(0));
        let addresses = Addresses::of_the_system(Arc::clone(&given_up));
        let mut tcp = HttpConnector::new_with_resolver(addresses);
        tcp.enforce_http(false);
        tcp.set_nodelay(true);
        tcp.set_connect_timeout(Some(limit));
        let (time, interval) = KEEP_ALIVE;
        tcp.set_keepalive(Some(time));
        tcp.set_keepalive_interval(Some(interval));
        #[cfg(target_os = "linux")]
        tcp.set_tcp_user_timeout(Some(USER_TIMEOUT));
        let connector = HttpsConnectorBuilder::new()
            .with_tls_config(tls)
            .https_or_http()
            .enable_http1()
            .wrap_connector(tcp);
        let kept = Mutex::new(Arc::new(pool(connector.clone())));
        Self { kept, connector, given_up }
    }

    /// The pool to give a try to.
    pub(super) fn kept(&self) -> Arc<Kept> {
        Arc::clone(&self.kept.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Leaves the connections of this pool to nobody, and tries the host's next address first.
    pub(super) fn give_up(&self, kept: &Arc<Kept>) {
        let mut now = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if Arc::ptr_eq(&now, kept) {
            self.given_up.fetch_add(1, Ordering::Relaxed);
            *now = Arc::new(pool(self.connector.clone()));
        }
    }
}

fn pool(connector: HttpsConnector<HttpConnector<Addresses>>) -> Kept {
    Client::builder(TokioExecutor::new())
        .pool_timer(TokioTimer::new())
        .pool_idle_timeout(IDLE)
        .build(connector)
}
