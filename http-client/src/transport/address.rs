//! The addresses of a host: in which order they are tried, and how.

use std::collections::{HashMap, VecDeque};
use std::io;
use std::net::SocketAddr;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use socket2::{SockRef, TcpKeepalive};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::Instant;

/// How long an address that failed or fell silent is tried after all others.
const DISTRUST: Duration = Duration::from_secs(60);

/// The most addresses that are remembered as distrusted.
const MOST_DISTRUSTED: usize = 64;

/// The wait before the next address is tried beside those that have not answered yet.
///
/// See [RFC 8305, section 5](https://www.rfc-editor.org/rfc/rfc8305#section-5): 250 ms is recommended.
const STAGGER: Duration = Duration::from_millis(250);

/// How long a connection without traffic is left alone, and the time between two probes after that.
const KEEPALIVE: (Duration, Duration) = (Duration::from_secs(5), Duration::from_secs(2));

/// How long sent bytes may go without an acknowledgement before the system gives the connection up.
const USER_TIMEOUT: Duration = Duration::from_secs(10);

/// The addresses that failed lately.
#[derive(Debug, Default)]
pub(crate) struct Addresses {
    distrusted: Mutex<HashMap<SocketAddr, Instant>>,
}

impl Addresses {
    /// Tries this address last for a minute.
    pub(crate) fn distrust(&self, address: SocketAddr) {
        let now = Instant::now();
        let mut distrusted = self.distrusted.lock().unwrap_or_else(PoisonError::into_inner);
        distrusted.retain(|_, since| now.saturating_duration_since(*since) < DISTRUST);
        if distrusted.len() < MOST_DISTRUSTED {
            distrusted.insert(address, now);
        }
    }

    /// Alternates between IPv6 and IPv4, with the addresses that failed lately at the end.
    ///
    /// See [RFC 8305, section 4](https://www.rfc-editor.org/rfc/rfc8305#section-4).
    pub(crate) fn order(&self, found: Vec<SocketAddr>) -> Vec<SocketAddr> {
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

    /// Connects to the first of these addresses that answers. Those that failed, or were overtaken, are distrusted.
    ///
    /// # Errors
    ///
    /// Returns the first failure if no address can be connected to.
    pub(crate) async fn connect(
        &self,
        found: Vec<SocketAddr>,
    ) -> Result<(SocketAddr, TcpStream), (Option<SocketAddr>, io::Error)> {
        let mut rest: VecDeque<_> = self.order(found).into();
        let (mut tried, mut failure) = (Vec::new(), None);
        let mut tries = JoinSet::new();
        loop {
            if let Some(address) = rest.pop_front() {
                tried.push(address);
                tries.spawn(async move { (address, TcpStream::connect(address).await) });
            } else if tries.is_empty() {
                let none = || (None, io::Error::from(io::ErrorKind::NotFound));
                return Err(failure.unwrap_or_else(none));
            }
            let joined = tokio::select! {
                biased;
                joined = tries.join_next() => joined,
                () = tokio::time::sleep(STAGGER), if !rest.is_empty() => continue,
            };
            match joined {
                Some(Ok((address, Ok(stream)))) => {
                    tried.iter().filter(|tried| **tried != address).for_each(|tried| {
                        self.distrust(*tried);
                    });
                    set_options(&stream);
                    return Ok((address, stream));
                }
                Some(Ok((address, Err(error)))) => {
                    failure.get_or_insert((Some(address), error));
                }
                Some(Err(_)) | None => {}
            }
        }
    }
}

/// Lets the system find out that the other side is gone. A system that lacks an option goes without it.
fn set_options(stream: &TcpStream) {
    let _ = stream.set_nodelay(true);
    let socket = SockRef::from(stream);
    let (time, interval) = KEEPALIVE;
    let _ = socket.set_tcp_keepalive(&TcpKeepalive::new().with_time(time).with_interval(interval));
    #[cfg(target_os = "linux")]
    let _ = socket.set_tcp_user_timeout(Some(USER_TIMEOUT));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> SocketAddr {
        text.parse().unwrap()
    }

    #[tokio::test(start_paused = true)]
    async fn families_alternate_and_what_failed_lately_comes_last() {
        let (a, b, c) = (address("[::1]:1"), address("[::2]:1"), address("1.2.3.4:1"));
        let addresses = Addresses::default();
        assert_eq!(addresses.order(vec![a, b, c]), [a, c, b]);
        addresses.distrust(a);
        assert_eq!(addresses.order(vec![a, b, c]), [c, b, a]);
        tokio::time::advance(DISTRUST).await;
        assert_eq!(addresses.order(vec![a, b, c]), [a, c, b]);
    }

    #[tokio::test]
    async fn a_refused_address_gives_way_to_the_next_and_is_tried_last_from_then_on() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let open = listener.local_addr().unwrap();
        let refused = SocketAddr::from(([127, 0, 0, 9], open.port()));
        let addresses = Addresses::default();
        let (address, stream) = addresses.connect(vec![refused, open]).await.unwrap();
        assert_eq!(address, open);
        assert_eq!(addresses.order(vec![refused, open]), [open, refused]);
        let socket = SockRef::from(&stream);
        assert!(socket.keepalive().unwrap());
        #[cfg(target_os = "linux")]
        assert_eq!(socket.tcp_user_timeout().unwrap(), Some(USER_TIMEOUT));
    }
}
