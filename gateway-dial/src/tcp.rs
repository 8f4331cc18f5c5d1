//! Makes TCP connections: tries every address of a host, and the next one concurrently if one is slow.

use std::collections::{HashMap, VecDeque};
use std::io;
use std::net::SocketAddr;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;
use socket2::{SockRef, TcpKeepalive};
use tokio::net::TcpStream;
use tokio::time::Instant;

/// How long an attempt runs alone before the next address is tried concurrently ([RFC 8305, section
/// 5](https://www.rfc-editor.org/rfc/rfc8305#section-5)).
const ATTEMPT_DELAY: Duration = Duration::from_millis(250);

/// How long an address that failed or stopped answering is tried after all others.
const DISTRUST: Duration = Duration::from_secs(60);

/// The maximum number of distrusted addresses that are remembered.
const MOST_DISTRUSTED: usize = 64;

/// Socket options by which the system detects that the peer is gone. Nagle's algorithm is always off.
///
/// An option that the system does not support is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TcpOptions {
    /// How long a connection may be idle before the first keep-alive probe is sent.
    pub idle: Duration,
    /// The time between two probes.
    pub interval: Duration,
    /// The number of unanswered probes after which the connection is broken.
    pub probes: u32,
    /// How long sent bytes may stay unacknowledged by the peer's system. Linux only.
    pub user_timeout: Duration,
}

impl TcpOptions {
    /// For a connection that stays open for days. Its probes keep NAT entries alive and detect a vanished peer within
    /// 30 s, earlier than a gateway heartbeat does.
    pub const LONG_LIVED: Self = Self {
        idle: Duration::from_secs(15),
        interval: Duration::from_secs(5),
        probes: 3,
        user_timeout: Duration::from_secs(20),
    };

    /// For requests, whose callers wait for an answer.
    pub const REQUESTS: Self = Self {
        idle: Duration::from_secs(5),
        interval: Duration::from_secs(2),
        probes: 3,
        user_timeout: Duration::from_secs(10),
    };

    fn set(self, tcp: &TcpStream) -> io::Result<()> {
        tcp.set_nodelay(true)?;
        let socket = SockRef::from(tcp);
        let keepalive = TcpKeepalive::new().with_time(self.idle);
        #[cfg(any(target_os = "linux", target_os = "macos", windows))]
        let keepalive = keepalive.with_interval(self.interval).with_retries(self.probes);
        socket.set_tcp_keepalive(&keepalive)?;
        #[cfg(target_os = "linux")]
        socket.set_tcp_user_timeout(Some(self.user_timeout))?;
        Ok(())
    }
}

/// The addresses that failed recently.
#[derive(Debug, Default)]
pub(crate) struct Addresses {
    distrusted: Mutex<HashMap<SocketAddr, Instant>>,
}

impl Addresses {
    /// Tries this address last for one minute.
    pub(crate) fn distrust(&self, address: SocketAddr) {
        let now = Instant::now();
        let mut distrusted = self.distrusted.lock().unwrap_or_else(PoisonError::into_inner);
        distrusted.retain(|_, since| now.saturating_duration_since(*since) < DISTRUST);
        if distrusted.len() < MOST_DISTRUSTED {
            distrusted.insert(address, now);
        }
    }

    /// Sorts addresses: the families alternate, starting with the family of the resolver's first address. Addresses
    /// that failed recently come last ([RFC 8305, section 4](https://www.rfc-editor.org/rfc/rfc8305#section-4)).
    fn order(&self, found: Vec<SocketAddr>) -> Vec<SocketAddr> {
        let Some(first) = found.first().map(SocketAddr::is_ipv6) else { return found };
        let (mut these, mut others): (VecDeque<_>, VecDeque<_>) =
            found.into_iter().partition(|address| address.is_ipv6() == first);
        let mut ordered = Vec::with_capacity(these.len() + others.len());
        while !these.is_empty() || !others.is_empty() {
            ordered.extend(these.pop_front());
            ordered.extend(others.pop_front());
        }
        let now = Instant::now();
        let distrusted = self.distrusted.lock().unwrap_or_else(PoisonError::into_inner);
        ordered.sort_by_key(|address| {
            distrusted
                .get(address)
                .is_some_and(|since| now.saturating_duration_since(*since) < DISTRUST)
        });
        ordered
    }

    /// Connects to the first of these addresses that answers. Addresses that failed, or lost to a later attempt, are
    /// distrusted.
    ///
    /// # Errors
    ///
    /// Returns the first failure, with its address, if no address accepts a connection.
    pub(crate) async fn connect(
        &self,
        found: Vec<SocketAddr>,
        options: TcpOptions,
    ) -> Result<(SocketAddr, TcpStream), (Option<SocketAddr>, io::Error)> {
        let mut left = self.order(found).into_iter();
        let (mut tried, mut failure) = (Vec::new(), None);
        let mut attempts = FuturesUnordered::new();
        loop {
            if let Some(address) = left.next() {
                tried.push(address);
                attempts.push(async move { (address, TcpStream::connect(address).await) });
            } else if attempts.is_empty() {
                let none = || (None, io::Error::from(io::ErrorKind::NotFound));
                return Err(failure.unwrap_or_else(none));
            }
            // An attempt is running, so at least one branch is enabled.
            let ended = tokio::select! {
                biased;
                Some(ended) = attempts.next() => ended,
                () = tokio::time::sleep(ATTEMPT_DELAY), if left.len() > 0 => continue,
            };
            match ended {
                (address, Ok(tcp)) => {
                    let slower = tried.iter().filter(|tried| **tried != address);
                    slower.for_each(|slower| self.distrust(*slower));
                    if let Err(error) = options.set(&tcp) {
                        tracing::debug!(%error, "failed to set a socket option");
                    }
                    return Ok((address, tcp));
                }
                (address, Err(error)) => {
                    failure.get_or_insert((Some(address), error));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use tokio::net::TcpListener;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn families_alternate_and_what_failed_lately_comes_last() {
        let [a, b, c, d] =
            ["[::1]:1", "[::2]:1", "[::3]:1", "1.1.1.1:1"].map(|text| text.parse().unwrap());
        let addresses = Addresses::default();
        assert_eq!(addresses.order(vec![a, b, c, d]), [a, d, b, c]);
        assert_eq!(addresses.order(vec![d, a]), [d, a]);
        addresses.distrust(a);
        assert_eq!(addresses.order(vec![a, b, d]), [d, b, a]);
        tokio::time::advance(DISTRUST).await;
        assert_eq!(addresses.order(vec![a, b, d]), [a, d, b]);
    }

    #[tokio::test]
    async fn a_refused_address_gives_way_to_the_next_and_is_tried_last_from_then_on() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let good = listener.local_addr().unwrap();
        let refused = SocketAddr::from(([127, 0, 0, 9], good.port()));
        let addresses = Addresses::default();
        let options = TcpOptions::REQUESTS;
        let (address, tcp) = addresses.connect(vec![refused, good], options).await.unwrap();
        assert_eq!((address, tcp.peer_addr().unwrap()), (good, good));
        assert_eq!(addresses.order(vec![refused, good]), [good, refused]);
        let (address, error) = addresses.connect(vec![refused], options).await.unwrap_err();
        assert_eq!((address, error.kind()), (Some(refused), io::ErrorKind::ConnectionRefused));
        let (address, error) = addresses.connect(Vec::new(), options).await.unwrap_err();
        assert_eq!((address, error.kind()), (None, io::ErrorKind::NotFound));
    }

    #[cfg(target_os = "linux")]
    #[tokio::test]
    async fn a_peer_that_vanished_is_found_by_the_system_within_half_a_minute() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let found = vec![listener.local_addr().unwrap()];
        for options in [TcpOptions::LONG_LIVED, TcpOptions::REQUESTS] {
            let (_, tcp) = Addresses::default().connect(found.clone(), options).await.unwrap();
            let socket = SockRef::from(&tcp);
            assert!(tcp.nodelay().unwrap() && socket.keepalive().unwrap());
            assert_eq!(socket.tcp_keepalive_retries().unwrap(), options.probes);
            let probes = socket.tcp_keepalive_interval().unwrap() * options.probes;
            assert!(socket.tcp_keepalive_time().unwrap() + probes <= Duration::from_secs(30));
            assert_eq!(socket.tcp_user_timeout().unwrap(), Some(options.user_timeout));
            assert!(options.user_timeout <= Duration::from_secs(20));
        }
        let options = TcpOptions::REQUESTS;
        assert!(options.idle + options.interval * options.probes < Duration::from_secs(15));
    }
}
