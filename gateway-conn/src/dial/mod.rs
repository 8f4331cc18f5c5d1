//! Opens a connection: TCP, a proxy's tunnel, TLS and the websocket upgrade, each with a time limit.

mod tls;
mod upgrade;
mod url;

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use gateway_dial::{Dialer, Proxy, TcpOptions, Tls};

use self::url::Target;
use crate::error::{DialError, DialStep};
use crate::socket::Stream;
use crate::timeouts::Timeouts;

/// How connections are made. Cheap to clone; shards with clones of one transport share its TLS sessions.
#[derive(Clone, Debug)]
pub struct Transport {
    tls: Tls,
    dialer: Dialer,
    allow_plain: bool,
}

impl Default for Transport {
    fn default() -> Self {
        let dialer = Dialer::new(TcpOptions::LONG_LIVED);
        Self { tls: Tls::default(), dialer, allow_plain: false }
    }
}

impl Transport {
    /// Returns the default transport: TLS with the roots of the enabled feature, no proxy, and `ws://` only to this
    /// machine.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the TLS configuration.
    #[must_use]
    pub fn with_tls(mut self, tls: Tls) -> Self {
        self.tls = tls;
        self
    }

    /// Sets an HTTP proxy that opens tunnels with CONNECT, or connects directly if it is `None`.
    #[must_use]
    pub fn with_proxy(mut self, proxy: impl Into<Option<Proxy>>) -> Self {
        self.dialer = self.dialer.with_proxy(proxy);
        self
    }

    /// Allows unencrypted `ws://` URLs to any host. The token is then sent unencrypted. Use it only for a gateway proxy
    /// within your own network. Without this setting, only loopback addresses are allowed.
    #[must_use]
    pub const fn allow_plain(mut self) -> Self {
        self.allow_plain = true;
        self
    }

    /// Checks `url` as far as possible without using the network.
    pub(crate) fn check(&self, url: &str) -> Result<(), DialError> {
        if self.target(url)?.tls {
            self.tls.config()?;
        }
        Ok(())
    }

    fn target(&self, url: &str) -> Result<Target, DialError> {
        let target = Target::parse(url)?;
        if !target.tls && !self.allow_plain && !target.is_loopback() {
            return Err(DialError::PlainRefused { host: target.host });
        }
        Ok(target)
    }

    /// Opens a websocket to `url`.
    ///
    /// Returns the stream and the bytes that the server sent directly after its answer.
    pub(crate) async fn dial(
        self,
        url: String,
        timeouts: Timeouts,
    ) -> Result<(Stream, Vec<u8>), DialError> {
        let target = self.target(&url)?;
        let (host, limit) = (&target.host, timeouts.connect);
        // Boxed, like the other steps.
        let tcp = Box::pin(self.dialer.dial(host, target.port, limit, |_, tcp| tcp)).await?;
        let stream = if target.tls {
            let (step, limit) = (DialStep::Tls, timeouts.tls);
            within(limit, step, Box::pin(tls::handshake(&self.tls, tcp, host))).await?
        } else {
            Stream::Plain(tcp)
        };
        let (step, limit) = (DialStep::Upgrade, timeouts.upgrade);
        within(limit, step, Box::pin(upgrade::upgrade(stream, &url))).await
    }
}

/// Runs a step with its time limit. It is boxed because many shards may dial at the same time: each then holds the
/// memory of its present step, and not twice that of the largest step.
async fn within<T>(
    limit: Duration,
    step: DialStep,
    future: Pin<Box<dyn Future<Output = Result<T, DialError>> + Send + '_>>,
) -> Result<T, DialError> {
    match tokio::time::timeout(limit, future).await {
        Ok(result) => result,
        Err(_) => Err(DialError::TimedOut { step, limit }),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Mutex, mpsc};

    use gateway_dial::Resolver;
    use gateway_model::gateway::Intents;
    use gateway_proto::Token;

    use super::*;
    use crate::{AlwaysReady, Config, connect};

    #[test]
    fn the_end_of_the_runtime_does_not_wait_for_a_name() {
        let (asked, was_asked) = mpsc::channel();
        let (release, held) = mpsc::channel::<()>();
        let held = Mutex::new(held);
        let resolver = Resolver::new(move |host| {
            asked.send(host.to_owned()).unwrap();
            let released = held.lock().unwrap().recv_timeout(Duration::from_secs(10));
            assert_eq!(released, Err(mpsc::RecvTimeoutError::Disconnected), "it was waited for");
            Err(std::io::ErrorKind::NotFound.into())
        });
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
        let runtime = runtime.unwrap();
        let token = Token::new("test-token").unwrap();
        let protocol =
            gateway_proto::ProtocolConfig::new(token, Intents::GUILDS, "wss://gateway.invalid")
                .unwrap();
        let mut transport = Transport::new();
        transport.dialer = transport.dialer.with_resolver(resolver);
        let config = Config::new(protocol).with_transport(transport);
        let (events, _sender) = runtime.block_on(async { connect(config, AlwaysReady) }).unwrap();
        assert_eq!(was_asked.recv().unwrap(), "gateway.invalid");
        drop(events);
        // Dropping the runtime joins its blocking pool.
        drop(runtime);
        drop(release);
        assert_eq!(was_asked.recv(), Err(mpsc::RecvError), "the thread ends by itself");
    }
}
