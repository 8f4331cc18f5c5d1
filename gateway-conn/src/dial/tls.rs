//! TLS by rustls: which certificates are trusted, and the configuration all shards share.

use std::fmt;
use std::sync::Arc;

use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use crate::error::DialError;
#[cfg(any(feature = "webpki-roots", feature = "native-roots", feature = "platform-verifier"))]
use crate::error::TlsConfigError;
use crate::socket::Stream;

/// How a server's certificate is checked.
///
/// Clones share one configuration, and with it the cache of TLS sessions: shards that reconnect skip
/// half of the handshake.
#[derive(Clone, Default)]
pub struct Tls(Option<Arc<ClientConfig>>);

impl Tls {
    /// A configuration of one's own: other roots, a client certificate, another crypto provider.
    #[must_use]
    pub const fn custom(config: Arc<ClientConfig>) -> Self {
        Self(Some(config))
    }

    /// Mozilla's roots, compiled in. The default if the feature is enabled.
    ///
    /// # Errors
    ///
    /// Returns an error if rustls refuses the configuration.
    #[cfg(feature = "webpki-roots")]
    pub fn webpki_roots() -> Result<Self, TlsConfigError> {
        let roots =
            rustls::RootCertStore::from_iter(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
        Self::with_roots(roots)
    }

    /// The system's roots, read once, now.
    ///
    /// # Errors
    ///
    /// Returns an error if the system has none that can be read.
    #[cfg(feature = "native-roots")]
    pub fn native_roots() -> Result<Self, TlsConfigError> {
        let found = rustls_native_certs::load_native_certs();
        for error in &found.errors {
            tracing::warn!(%error, "a root certificate of the system could not be read");
        }
        let mut roots = rustls::RootCertStore::empty();
        let (added, _) = roots.add_parsable_certificates(found.certs);
        if added == 0 {
            return Err(TlsConfigError::NoRoots);
        }
        Self::with_roots(roots)
    }

    /// The operating system's own verifier.
    ///
    /// # Errors
    ///
    /// Returns an error if the verifier cannot be set up.
    #[cfg(feature = "platform-verifier")]
    pub fn platform_verifier() -> Result<Self, TlsConfigError> {
        use rustls_platform_verifier::BuilderVerifierExt as _;
        let config = builder()?.with_platform_verifier()?.with_no_client_auth();
        Ok(Self(Some(Arc::new(config))))
    }

    #[cfg(any(feature = "webpki-roots", feature = "native-roots"))]
    fn with_roots(roots: rustls::RootCertStore) -> Result<Self, TlsConfigError> {
        let config = builder()?.with_root_certificates(roots).with_no_client_auth();
        Ok(Self(Some(Arc::new(config))))
    }

    /// The configuration chosen, or the process-wide default one: of the features enabled, webpki roots
    /// come before the platform's verifier, and that before native roots.
    pub(super) fn config(&self) -> Result<Arc<ClientConfig>, DialError> {
        if let Some(config) = &self.0 {
            return Ok(Arc::clone(config));
        }
        #[cfg(any(
            feature = "webpki-roots",
            feature = "native-roots",
            feature = "platform-verifier"
        ))]
        {
            static SHARED: std::sync::Mutex<Option<Arc<ClientConfig>>> =
                std::sync::Mutex::new(None);
            let mut shared = SHARED.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            if let Some(config) = &*shared {
                return Ok(Arc::clone(config));
            }
            #[cfg(feature = "webpki-roots")]
            let made = Self::webpki_roots();
            #[cfg(all(feature = "platform-verifier", not(feature = "webpki-roots")))]
            let made = Self::platform_verifier();
            #[cfg(not(any(feature = "webpki-roots", feature = "platform-verifier")))]
            let made = Self::native_roots();
            let config = made.map_err(DialError::TlsConfig)?.0.ok_or(DialError::NoTls)?;
            Ok(Arc::clone(shared.insert(config)))
        }
        #[cfg(not(any(
            feature = "webpki-roots",
            feature = "native-roots",
            feature = "platform-verifier"
        )))]
        Err(DialError::NoTls)
    }

    /// The handshake. The caller limits the time.
    pub(super) async fn handshake(&self, tcp: TcpStream, host: &str) -> Result<Stream, DialError> {
        let name = ServerName::try_from(host.to_owned())
            .map_err(|_| DialError::Url { reason: "its host is neither a name nor an address" })?;
        let stream = TlsConnector::from(self.config()?)
            .connect(name, tcp)
            .await
            .map_err(|source| DialError::Tls { host: host.to_owned(), source })?;
        Ok(Stream::Tls(Box::new(stream)))
    }
}

#[cfg(any(feature = "webpki-roots", feature = "native-roots", feature = "platform-verifier"))]
fn builder() -> Result<rustls::ConfigBuilder<ClientConfig, rustls::WantsVerifier>, rustls::Error> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()
}

impl fmt::Debug for Tls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "Tls(configured)" } else { "Tls(default)" })
    }
}
