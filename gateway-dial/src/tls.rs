//! The rustls configuration that all connections share.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ClientConfig, RootCertStore};

use crate::roots::{self, TlsError};

/// Defines which server certificates are trusted.
///
/// Clones share one configuration and its cache of TLS sessions, so a reconnect skips half of the handshake.
#[derive(Clone, Default)]
pub struct Tls(Option<Arc<ClientConfig>>);

impl Tls {
    /// Uses this configuration, for example with other roots, a client certificate or another crypto provider.
    #[must_use]
    pub const fn custom(config: Arc<ClientConfig>) -> Self {
        Self(Some(config))
    }

    /// Trusts Mozilla's root certificates, compiled into the program. This is the default if the feature is enabled.
    ///
    /// # Errors
    ///
    /// Returns an error if rustls rejects the configuration.
    #[cfg(feature = "webpki-roots")]
    pub fn webpki_roots() -> Result<Self, TlsError> {
        Ok(roots::of_the_web(Vec::new())?.into())
    }

    /// Trusts the system's root certificates. They are read once, by this call.
    ///
    /// # Errors
    ///
    /// Returns an error if no root certificate of the system can be read.
    #[cfg(feature = "native-roots")]
    pub fn native_roots() -> Result<Self, TlsError> {
        Ok(roots::of_the_system(Vec::new())?.into())
    }

    /// Lets the operating system verify certificates.
    ///
    /// # Errors
    ///
    /// Returns an error if the verifier cannot be created.
    #[cfg(feature = "platform-verifier")]
    pub fn platform_verifier() -> Result<Self, TlsError> {
        Ok(roots::of_the_platform(Vec::new())?.into())
    }

    /// Trusts the default's roots and those in a PEM file, for example for servers inside a company. If no feature
    /// provides roots, it trusts only the file's. The file is read once, by this call.
    ///
    /// # Errors
    ///
    /// Returns an error if the file cannot be read or contains no certificate, or if the default's roots cannot be
    /// read.
    pub fn with_ca_file(path: &Path) -> Result<Self, TlsError> {
        let file: Box<str> = path.display().to_string().into();
        let certificates = CertificateDer::pem_file_iter(path)
            .and_then(Iterator::collect::<Result<Vec<_>, _>>)
            .map_err(|source| TlsError::Pem { file: file.clone(), source })?;
        if certificates.is_empty() {
            return Err(TlsError::Empty { file });
        }
        // Checked here, where the file name is known.
        roots::with_roots(RootCertStore::empty(), certificates.clone()).map_err(
            |error| match error {
                TlsError::Rustls(source) => TlsError::Certificate { file, source },
                error => error,
            },
        )?;
        Ok(roots::of_the_default(certificates)?.into())
    }

    /// Returns the configuration that was given, or the default of the process.
    ///
    /// # Errors
    ///
    /// Returns an error if no feature provides roots, or if they cannot be read.
    pub fn config(&self) -> Result<Arc<ClientConfig>, TlsError> {
        /// The default of the process, created by the first caller.
        static SHARED: std::sync::Mutex<Option<Arc<ClientConfig>>> = std::sync::Mutex::new(None);
        if let Some(config) = &self.0 {
            return Ok(Arc::clone(config));
        }
        let mut shared = SHARED.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(config) = &*shared {
            return Ok(Arc::clone(config));
        }
        let config = Arc::new(roots::of_the_default(Vec::new())?);
        Ok(Arc::clone(shared.insert(config)))
    }

    /// Returns the configuration for a client that reaches one server, with or without TLS. Without TLS no roots are
    /// needed: if there are none, the returned configuration trusts no certificate.
    ///
    /// # Errors
    ///
    /// Returns an error if TLS is needed and [`config`](Self::config) fails.
    pub fn config_if(&self, is_needed: bool) -> Result<Arc<ClientConfig>, TlsError> {
        match self.config() {
            Err(_) if !is_needed => {
                Ok(Arc::new(roots::with_roots(RootCertStore::empty(), Vec::new())?))
            }
            config => config,
        }
    }
}

impl From<ClientConfig> for Tls {
    fn from(config: ClientConfig) -> Self {
        Self::custom(Arc::new(config))
    }
}

impl From<Arc<ClientConfig>> for Tls {
    fn from(config: Arc<ClientConfig>) -> Self {
        Self::custom(config)
    }
}

impl fmt::Debug for Tls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "Tls(configured)" } else { "Tls(default)" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str, text: &str) -> std::path::PathBuf {
        let path = std::env::temp_dir().join(format!("gateway-dial-{}-{name}", std::process::id()));
        std::fs::write(&path, text).unwrap();
        path
    }

    #[cfg(any(feature = "webpki-roots", feature = "native-roots", feature = "platform-verifier"))]
    #[test]
    fn all_share_the_default_of_the_process() {
        let (one, other) = (Tls::default().config().unwrap(), Tls::default().config().unwrap());
        assert!(Arc::ptr_eq(&one, &other));
        let own = Tls::custom(Arc::clone(&one));
        assert!(Arc::ptr_eq(&own.config().unwrap(), &one));
        assert_eq!(format!("{own:?}"), "Tls(configured)");
    }

    #[cfg(not(any(
        feature = "webpki-roots",
        feature = "native-roots",
        feature = "platform-verifier"
    )))]
    #[test]
    fn without_roots_only_a_server_without_tls_can_be_reached() {
        assert!(matches!(Tls::default().config(), Err(TlsError::NoFeature)));
        assert!(matches!(Tls::default().config_if(true), Err(TlsError::NoFeature)));
        Tls::default().config_if(false).unwrap();
    }

    #[test]
    fn a_file_of_certificates_is_read_or_named() {
        let signed = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        let text = data_encoding::BASE64.encode(signed.cert.der());
        let pem = |text: &str| {
            format!("-----BEGIN CERTIFICATE-----\n{text}\n-----END CERTIFICATE-----\n")
        };
        let good = file("good.pem", &pem(&text));
        Tls::with_ca_file(&good).unwrap().config().unwrap();
        let empty = file("empty.pem", "no certificate");
        let broken = file("broken.pem", &pem("AAAA"));
        let missing = std::env::temp_dir().join("gateway-dial-missing.pem");
        for (path, kind) in [(&empty, "Empty"), (&broken, "Certificate"), (&missing, "Pem")] {
            let error = Tls::with_ca_file(path).unwrap_err();
            assert!(format!("{error:?}").starts_with(kind), "{error:?}");
            assert!(error.to_string().contains(&*path.display().to_string()), "{error}");
        }
        for path in [good, empty, broken] {
            std::fs::remove_file(path).unwrap();
        }
    }
}
