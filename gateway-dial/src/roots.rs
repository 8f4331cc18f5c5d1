//! Creates the rustls configuration: which certificates each feature, the default, and additional files trust.

use std::sync::Arc;

use rustls::pki_types::CertificateDer;
use rustls::{ClientConfig, RootCertStore};

/// Why a TLS configuration could not be created.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TlsError {
    /// No feature provides root certificates, and no configuration was given.
    #[error(
        "TLS needs roots: enable one of the features webpki-roots, native-roots and platform-verifier, or provide a ClientConfig"
    )]
    NoFeature,
    /// rustls returned an error.
    #[error(transparent)]
    Rustls(#[from] rustls::Error),
    /// No root certificate of the system could be read.
    #[error("none of the system's root certificates could be read")]
    NoRoots,
    /// On this system, the platform's verifier accepts no additional root certificates.
    #[error("on this system, the feature platform-verifier does not support a certificate file")]
    NoExtraRoots,
    /// A certificate file could not be read, or is not PEM.
    #[error("cannot read the certificate file {file}: {source}")]
    Pem {
        /// The path of the file.
        file: Box<str>,
        /// The cause.
        source: rustls::pki_types::pem::Error,
    },
    /// A certificate file contains no certificate.
    #[error("the file {file} contains no certificate")]
    Empty {
        /// The path of the file.
        file: Box<str>,
    },
    /// A certificate in a file is invalid.
    #[error("invalid certificate in the file {file}: {source}")]
    Certificate {
        /// The path of the file.
        file: Box<str>,
        /// The cause.
        source: rustls::Error,
    },
}

/// Additional certificates that are trusted.
type Certificates = Vec<CertificateDer<'static>>;

fn builder() -> Result<rustls::ConfigBuilder<ClientConfig, rustls::WantsVerifier>, rustls::Error> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()
}

/// Returns a configuration that trusts these roots and these certificates.
pub(crate) fn with_roots(
    mut roots: RootCertStore,
    extra: Certificates,
) -> Result<ClientConfig, TlsError> {
    for certificate in extra {
        roots.add(certificate)?;
    }
    Ok(builder()?.with_root_certificates(roots).with_no_client_auth())
}

#[cfg(feature = "webpki-roots")]
pub(crate) fn of_the_web(extra: Certificates) -> Result<ClientConfig, TlsError> {
    let roots = RootCertStore::from_iter(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    with_roots(roots, extra)
}

#[cfg(feature = "native-roots")]
pub(crate) fn of_the_system(extra: Certificates) -> Result<ClientConfig, TlsError> {
    let found = rustls_native_certs::load_native_certs();
    for error in &found.errors {
        tracing::warn!(%error, "failed to read a root certificate of the system");
    }
    let mut roots = RootCertStore::empty();
    let (added, _) = roots.add_parsable_certificates(found.certs);
    if added == 0 {
        return Err(TlsError::NoRoots);
    }
    with_roots(roots, extra)
}

#[cfg(feature = "platform-verifier")]
pub(crate) fn of_the_platform(extra: Certificates) -> Result<ClientConfig, TlsError> {
    use rustls_platform_verifier::Verifier;
    let builder = builder()?;
    let provider = Arc::clone(builder.crypto_provider());
    #[cfg(target_os = "android")]
    let verifier = match extra.is_empty() {
        true => Verifier::new(provider)?,
        false => return Err(TlsError::NoExtraRoots),
    };
    #[cfg(not(target_os = "android"))]
    let verifier = Verifier::new_with_extra_roots(extra, provider)?;
    let verifying = builder.dangerous().with_custom_certificate_verifier(Arc::new(verifier));
    Ok(verifying.with_no_client_auth())
}

#[cfg(feature = "webpki-roots")]
pub(crate) use of_the_web as of_the_default;

#[cfg(all(feature = "platform-verifier", not(feature = "webpki-roots")))]
pub(crate) use of_the_platform as of_the_default;

#[cfg(all(
    feature = "native-roots",
    not(any(feature = "webpki-roots", feature = "platform-verifier"))
))]
pub(crate) use of_the_system as of_the_default;

#[cfg(not(any(
    feature = "webpki-roots",
    feature = "native-roots",
    feature = "platform-verifier"
)))]
pub(crate) fn of_the_default(extra: Certificates) -> Result<ClientConfig, TlsError> {
    if extra.is_empty() {
        return Err(TlsError::NoFeature);
    }
    with_roots(RootCertStore::empty(), extra)
}
