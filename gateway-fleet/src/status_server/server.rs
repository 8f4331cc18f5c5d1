//! An HTTP server for programs that have none.

use std::net::SocketAddr;

use gateway_listen::{BindError, HttpServer};

use super::error::ActionError;
use super::pages::StatusPages;

/// Serves [`StatusPages`]. The server ends when this is dropped.
#[derive(Debug)]
pub struct StatusServer(HttpServer);

impl StatusServer {
    /// Listens on an address such as `127.0.0.1:8090`. With port 0, the system chooses a free port.
    ///
    /// # Errors
    ///
    /// Returns an error if the address cannot be listened on.
    ///
    /// # Cancel safety
    ///
    /// If this is cancelled, nothing listens.
    pub async fn bind(address: SocketAddr, pages: StatusPages) -> Result<Self, BindError> {
        let server = HttpServer::bind(address, move |request, peer| {
            let pages = pages.clone();
            async move {
                let answer = pages.answer(request, peer).await;
                answer.unwrap_or_else(|| ActionError::NotFound.answer())
            }
        });
        let server = Self(server.await?);
        warn_of_other_hosts(server.address());
        Ok(server)
    }

    /// Returns the address on which it listens.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.0.address()
    }
}

/// Logs a warning if a fleet's status on this address can be read from other hosts.
pub fn warn_of_other_hosts(address: SocketAddr) {
    if !address.ip().is_loopback() {
        tracing::warn!(%address, "the status of the fleet can be read from other hosts");
    }
}
