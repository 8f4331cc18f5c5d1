//! Whose certificates are trusted: the authorities of the web, and where wanted one more file of them.

use std::path::Path;
use std::sync::Arc;

use rustls::RootCertStore;
use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::PemObject;

/// A file is no list of certificates.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RootsError {
    /// It cannot be read, or is not PEM.
    #[error("{file}: {source}")]
    Pem {
        /// Which file.
        file: Box<str>,
        /// Why not.
        #[source]
        source: rustls_pki_types::pem::Error,
    },
    /// It has no certificate in it.
    #[error("{file}: there is no certificate in it")]
    Empty {
        /// Which file.
        file: Box<str>,
    },
    /// One of its certificates is of no use.
    #[error("{file}: {source}")]
    Certificate {
        /// Which file.
        file: Box<str>,
        /// Why not.
        #[source]
        source: rustls::Error,
    },
}

/// The authorities of the web.
pub(crate) fn web_roots() -> RootCertStore {
    RootCertStore::from_iter(webpki_roots::TLS_SERVER_ROOTS.iter().cloned())
}

/// TLS that trusts these authorities.
pub(crate) fn client_config(roots: RootCertStore) -> rustls::ClientConfig {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        // The provider has the default versions: both are of one library.
        .expect("ring has TLS 1.2 and 1.3")
        .with_root_certificates(roots)
        .with_no_client_auth()
}

/// The authorities of the web, and those of a PEM file: for endpoints inside a company.
///
/// # Errors
///
/// Where the file cannot be read or holds anything but certificates.
pub fn trusted_roots(file: Option<&Path>) -> Result<RootCertStore, RootsError> {
    let mut roots = web_roots();
    let Some(path) = file else { return Ok(roots) };
    let file: Box<str> = path.display().to_string().into();
    let certificates = CertificateDer::pem_file_iter(path)
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .map_err(|source| RootsError::Pem { file: file.clone(), source })?;
    if certificates.is_empty() {
        return Err(RootsError::Empty { file });
    }
    for certificate in certificates {
        roots
            .add(certificate)
            .map_err(|source| RootsError::Certificate { file: file.clone(), source })?;
    }
    Ok(roots)
}
