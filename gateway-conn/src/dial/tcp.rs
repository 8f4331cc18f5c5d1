//! TCP: every address of a host, a new attempt beside the old ones when one is slow.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;
use socket2::{SockRef, TcpKeepalive};
use tokio::net::TcpStream;

use super::resolve::Resolver;
use crate::error::DialError;

/// How long an attempt runs alone before the next address is tried beside it (RFC 8305, section 5).
const ATTEMPT_DELAY: Duration = Duration::from_millis(250);

/// Keep-alive probes start after this idle time. They keep address translators on the way from forgetting
/// the connection, and find a peer that vanished in 30 s, which is sooner than a heartbeat does.
const KEEPALIVE: Duration = Duration::from_secs(15);

/// The time between two probes.
#[cfg(any(target_os = "linux", target_os = "macos", windows))]
const PROBE_INTERVAL: Duration = Duration::from_secs(5);

/// Probes without an answer after which the connection is broken.
#[cfg(any(target_os = "linux", target_os = "macos", windows))]
const PROBES: u32 = 3;

/// How long bytes of ours, a heartbeat above all, may stay unacknowledged by the peer's system.
#[cfg(target_os = "linux")]
const USER_TIMEOUT: Duration = Duration::from_secs(20);

/// Connects to a host by name or address. The caller limits the time.
pub(super) async fn connect(
    resolver: &Resolver,
    host: &str,
    port: u16,
) -> Result<TcpStream, DialError> {
    let addresses = resolver
        .resolve(host, port)
        .await
        .map_err(|source| DialError::Resolve { host: host.to_owned(), source })?;
    let tcp = race(interleave(addresses))
        .await
        .map_err(|source| DialError::Tcp { host: host.to_owned(), source })?;
    // No option is needed for correctness; a system that refuses one still serves.
    if let Err(error) = set_options(&tcp) {
        tracing::debug!(%error, "a socket option was refused");
    }
    Ok(tcp)
}

fn set_options(tcp: &TcpStream) -> io::Result<()> {
    tcp.set_nodelay(true)?;
    let socket = SockRef::from(tcp);
    let keepalive = TcpKeepalive::new().with_time(KEEPALIVE);
    #[cfg(any(target_os = "linux", target_os = "macos", windows))]
    let keepalive = keepalive.with_interval(PROBE_INTERVAL).with_retries(PROBES);
    socket.set_tcp_keepalive(&keepalive)?;
    #[cfg(target_os = "linux")]
    socket.set_tcp_user_timeout(Some(USER_TIMEOUT))?;
    Ok(())
}

/// The first attempt that succeeds.
async fn race(addresses: Vec<SocketAddr>) -> io::Result<TcpStream> {
    let mut left = addresses.into_iter();
    let mut attempts = FuturesUnordered::new();
    let mut last = io::Error::new(io::ErrorKind::NotFound, "the host has no address");
    loop {
        if let Some(address) = left.next() {
            attempts.push(TcpStream::connect(address));
        } else if attempts.is_empty() {
            return Err(last);
        }
        // There is an attempt here, so at least one arm is always open.
        tokio::select! {
            Some(result) = attempts.next() => match result {
                Ok(tcp) => return Ok(tcp),
                Err(error) => last = error,
            },
            () = tokio::time::sleep(ATTEMPT_DELAY), if left.len() > 0 => {}
        }
    }
}

/// Families by turns, the resolver's first one first (RFC 8305, section 4).
fn interleave(addresses: Vec<SocketAddr>) -> Vec<SocketAddr> {
    let first_is_v6 = addresses.first().is_some_and(SocketAddr::is_ipv6);
    let (first, second): (Vec<_>, Vec<_>) =
        addresses.into_iter().partition(|address| address.is_ipv6() == first_is_v6);
    let (mut first, mut second) = (first.into_iter(), second.into_iter());
    let mut mixed = Vec::new();
    loop {
        let pair = (first.next(), second.next());
        if pair == (None, None) {
            return mixed;
        }
        mixed.extend(pair.0);
        mixed.extend(pair.1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn families_take_turns() {
        let [a, b, c, d] =
            ["[::1]:1", "[::2]:1", "[::3]:1", "1.1.1.1:1"].map(|text| text.parse().unwrap());
        assert_eq!(interleave(vec![a, b, c, d]), [a, d, b, c]);
        assert_eq!(interleave(vec![d, a]), [d, a]);
    }

    #[cfg(target_os = "linux")]
    #[tokio::test]
    async fn a_peer_that_vanished_is_found_by_the_system_within_half_a_minute() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let tcp = connect(&Resolver::default(), "127.0.0.1", port).await.unwrap();
        let socket = SockRef::from(&tcp);
        assert!(tcp.nodelay().unwrap() && socket.keepalive().unwrap());
        let probes = socket.tcp_keepalive_interval().unwrap() * PROBES;
        assert_eq!(socket.tcp_keepalive_retries().unwrap(), PROBES);
        assert!(socket.tcp_keepalive_time().unwrap() + probes <= Duration::from_secs(30));
        assert!(socket.tcp_user_timeout().unwrap().unwrap() <= Duration::from_secs(20));
    }

    #[tokio::test]
    async fn an_address_that_refuses_is_followed_by_the_next() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let good = listener.local_addr().unwrap();
        let refused = {
            let gone = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
            gone.local_addr().unwrap()
        };
        let tcp = race(vec![refused, good]).await.unwrap();
        assert_eq!(tcp.peer_addr().unwrap(), good);
        assert!(race(vec![refused]).await.is_err());
        assert_eq!(race(vec![]).await.unwrap_err().kind(), io::ErrorKind::NotFound);
    }
}
