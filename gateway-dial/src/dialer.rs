//! Connects to a host and a port: DNS lookup, TCP and proxy, within one time limit.

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::Instant;

use crate::proxy::{Proxy, ProxyError};
use crate::resolver::Resolver;
use crate::tcp::{Addresses, TcpOptions};

/// Makes TCP connections, directly or through a proxy. Clones share their record of addresses that failed.
#[derive(Clone, Debug)]
pub struct Dialer {
    options: TcpOptions,
    resolver: Resolver,
    proxy: Option<Arc<Proxy>>,
    addresses: Arc<Addresses>,
}

/// Why no connection was made. The enum is exhaustive: each step has its own variant.
#[derive(Debug, thiserror::Error)]
pub enum DialError {
    /// The host name could not be resolved.
    #[error("cannot resolve the host name {host:?}")]
    Resolve {
        /// The host name that was looked up: the target's, or the proxy's if there is one.
        host: String,
        /// The resolver's error.
        source: io::Error,
    },
    /// The TCP connection failed.
    #[error("cannot connect to {peer} ({})", source.kind())]
    Tcp {
        /// The address that failed first, or the host name if it has no address.
        peer: String,
        /// The cause.
        source: io::Error,
    },
    /// The proxy opened no tunnel.
    #[error("the proxy did not connect to {target}")]
    Proxy {
        /// The requested host and port.
        target: String,
        /// The cause, with the proxy's HTTP status if it answered.
        source: ProxyError,
    },
    /// A step did not end within the time limit.
    #[error("{step} took longer than {limit:?}")]
    TimedOut {
        /// The step that did not end in time.
        step: DialStep,
        /// The time limit of all steps together.
        limit: Duration,
    },
}

/// A step of making a connection. The enum is exhaustive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DialStep {
    /// The host name is being resolved.
    Resolve,
    /// The TCP connection is being made.
    Tcp,
    /// The proxy is opening the tunnel.
    Proxy,
}

impl fmt::Display for DialStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Resolve => "resolving the host name",
            Self::Tcp => "the TCP connection",
            Self::Proxy => "the proxy's answer",
        })
    }
}

/// The time limit of all steps, and its length. A limit that the clock cannot represent counts as no limit.
#[derive(Clone, Copy)]
struct Deadline {
    at: Option<Instant>,
    limit: Duration,
}

impl Deadline {
    async fn within<T>(
        self,
        step: DialStep,
        future: impl Future<Output = T>,
    ) -> Result<T, DialError> {
        let Some(at) = self.at else { return Ok(future.await) };
        let done = tokio::time::timeout_at(at, future).await;
        done.map_err(|_| DialError::TimedOut { step, limit: self.limit })
    }
}

impl Dialer {
    /// Returns a dialer that connects directly and uses the system's resolver.
    #[must_use]
    pub fn new(options: TcpOptions) -> Self {
        let (resolver, addresses) = (Resolver::default(), Arc::default());
        Self { options, resolver, proxy: None, addresses }
    }

    /// Sets the proxy, or connects directly if it is `None`.
    #[must_use]
    pub fn with_proxy(mut self, proxy: impl Into<Option<Proxy>>) -> Self {
        self.proxy = proxy.into().map(Arc::new);
        self
    }

    /// Sets the resolver.
    #[must_use]
    pub fn with_resolver(mut self, resolver: Resolver) -> Self {
        self.resolver = resolver;
        self
    }

    /// For one minute, tries this address after all others of its host. Call it for example when a connection to the
    /// address no longer answers.
    pub fn distrust(&self, address: SocketAddr) {
        self.addresses.distrust(address);
    }

    /// Connects to a host, given by name or by IP address. An IPv6 address has no brackets.
    ///
    /// `limit` applies to all steps together and starts when this is called, not when the future is first polled.
    /// `wrap` turns the TCP stream into the returned stream; it also gets the address of the peer, which is the proxy
    /// if there is one. The tunnel is opened on the wrapped stream.
    ///
    /// # Errors
    ///
    /// Returns an error that names the step that failed or did not end in time.
    ///
    /// # Cancel safety
    ///
    /// If this is cancelled, the connection is closed. A lookup in progress continues in the background.
    pub fn dial<S, W>(
        &self,
        host: &str,
        port: u16,
        limit: Duration,
        wrap: W,
    ) -> impl Future<Output = Result<S, DialError>> + use<S, W>
    where
        S: AsyncRead + AsyncWrite + Unpin,
        W: FnOnce(SocketAddr, TcpStream) -> S,
    {
        let deadline = Deadline { at: Instant::now().checked_add(limit), limit };
        let (dialer, host) = (self.clone(), host.to_owned());
        async move {
            let Some(proxy) = dialer.proxy.as_deref() else {
                let (address, tcp) = dialer.connect(&host, port, deadline).await?;
                return Ok(wrap(address, tcp));
            };
            let (address, tcp) = dialer.connect(proxy.host(), proxy.port(), deadline).await?;
            let mut stream = wrap(address, tcp);
            let target = authority(&host, port);
            let tunnel = proxy.tunnel(&mut stream, &target);
            match deadline.within(DialStep::Proxy, tunnel).await? {
                Ok(()) => Ok(stream),
                Err(source) => Err(DialError::Proxy { target, source }),
            }
        }
    }

    async fn connect(
        &self,
        host: &str,
        port: u16,
        deadline: Deadline,
    ) -> Result<(SocketAddr, TcpStream), DialError> {
        let resolving = self.resolver.resolve(host, port);
        let found = deadline
            .within(DialStep::Resolve, resolving)
            .await?
            .map_err(|source| DialError::Resolve { host: host.to_owned(), source })?;
        let connecting = self.addresses.connect(found, self.options);
        deadline.within(DialStep::Tcp, connecting).await?.map_err(|(address, source)| {
            let peer = address.map_or_else(|| host.to_owned(), |address| address.to_string());
            DialError::Tcp { peer, source }
        })
    }
}

/// Returns `host:port`, with brackets if the host is an IPv6 address.
fn authority(host: &str, port: u16) -> String {
    if host.contains(':') { format!("[{host}]:{port}") } else { format!("{host}:{port}") }
}

#[cfg(test)]
mod tests {
    use std::future::pending;
    use std::time::Duration;

    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpListener;

    use super::*;

    const LIMIT: Duration = Duration::from_secs(10);

    /// Dials through a proxy that gives this answer or none. Returns what the proxy received, and the result.
    async fn through(credentials: &str, answer: Option<&str>) -> (String, Result<(), DialError>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{credentials}{}", listener.local_addr().unwrap());
        let dialer = Dialer::new(TcpOptions::REQUESTS).with_proxy(Proxy::new(&url).unwrap());
        let dialled = dialer.dial("::1", 443, LIMIT, |_, tcp| tcp);
        let mut asked = Vec::new();
        let serving = async {
            let (mut tcp, _) = listener.accept().await.unwrap();
            while !asked.ends_with(b"\r\n\r\n") {
                asked.push(tcp.read_u8().await.unwrap());
            }
            match answer {
                Some(answer) => tcp.write_all(answer.as_bytes()).await.unwrap(),
                None => pending().await,
            }
            // Keeps the connection open until the client has read everything.
            let _ = tcp.read_u8().await;
        };
        let dialled = tokio::select! {
            dialled = dialled => dialled.map(drop),
            () = serving => unreachable!("the client reads on"),
        };
        (String::from_utf8(asked).unwrap(), dialled)
    }

    #[tokio::test]
    async fn a_tunnel_is_asked_for_with_the_credentials() {
        let (asked, dialled) = through("me:se%3Acret@", Some("HTTP/1.0 200 OK\r\n\r\n")).await;
        dialled.unwrap();
        let expected = "CONNECT [::1]:443 HTTP/1.1\r\nHost: [::1]:443\r\n\
                        Proxy-Authorization: Basic bWU6c2U6Y3JldA==\r\n\r\n";
        assert_eq!(asked, expected);
    }

    #[tokio::test]
    async fn a_refusal_names_the_status_and_no_secret() {
        let (_, dialled) = through("me:s3cret@", Some("HTTP/1.1 407 No\r\n\r\n")).await;
        let error = dialled.unwrap_err();
        let text = crate::Report::new(&error).to_string();
        assert_eq!(
            text,
            "the proxy did not connect to [::1]:443: the proxy answered with HTTP status 407"
        );
        assert!(!format!("{error:?}").contains("s3cret"));
    }

    #[tokio::test]
    async fn the_step_that_takes_too_long_is_named() {
        let (_release, held) = std::sync::mpsc::channel::<()>();
        let held = std::sync::Mutex::new(held);
        let resolver = Resolver::new(move |_| {
            let _ = held.lock().unwrap().recv();
            Ok(Vec::new())
        });
        let dialer = Dialer::new(TcpOptions::REQUESTS).with_resolver(resolver);
        let dialled = dialer.dial("slow.test", 443, Duration::ZERO, |_, tcp| tcp).await;
        let Err(DialError::TimedOut { step: DialStep::Resolve, limit: Duration::ZERO }) = dialled
        else {
            panic!("{dialled:?}")
        };
    }

    #[tokio::test(start_paused = true)]
    async fn a_proxy_that_never_answers_is_given_up_at_the_limit() {
        let (_, dialled) = through("", None).await;
        let Err(DialError::TimedOut { step: DialStep::Proxy, limit: LIMIT }) = dialled else {
            panic!("{dialled:?}")
        };
    }

    #[tokio::test]
    async fn a_limit_beyond_the_clock_is_none() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let dialer = Dialer::new(TcpOptions::LONG_LIVED);
        dialer.dial("127.0.0.1", port, Duration::MAX, |_, tcp| tcp).await.unwrap();
    }
}
