//! The TLS handshake by rustls.

use gateway_dial::Tls;
use rustls::pki_types::ServerName;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use crate::error::DialError;
use crate::socket::Stream;

/// Does the handshake. The caller limits the time.
pub(super) async fn handshake(tls: &Tls, tcp: TcpStream, host: &str) -> Result<Stream, DialError> {
    let name = ServerName::try_from(host.to_owned())
        .map_err(|_| DialError::Url { reason: "its host is neither a name nor an address" })?;
    let stream = TlsConnector::from(tls.config()?)
        .connect(name, tcp)
        .await
        .map_err(|source| DialError::Tls { host: host.to_owned(), source })?;
    Ok(Stream::Tls(Box::new(stream)))
}
