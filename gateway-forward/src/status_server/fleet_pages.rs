//! The pages of the fleet that this process belongs to.

use std::net::SocketAddr;
use std::sync::Arc;

use gateway_fleet::status_server::StatusPages;
use gateway_listen::{Answer, respond};
use http::{Request, StatusCode};
use hyper::body::Incoming;

/// The pages of a fleet.
#[derive(Clone, Debug, Default)]
pub(super) enum FleetPages {
    /// The process does not belong to a fleet.
    #[default]
    None,
    /// It has not joined yet.
    Joining,
    /// The fleet as the worker sees it.
    Joined(Arc<StatusPages>),
}

impl FleetPages {
    /// Answers a request; `None` if there is no such page.
    pub(super) async fn answer(
        &self,
        request: Request<Incoming>,
        peer: SocketAddr,
    ) -> Option<Answer> {
        match self {
            Self::None => None,
            Self::Joining => {
                let path = request.uri().path();
                (path == "/" || path == "/fleet" || path.starts_with("/fleet/")).then(|| {
                    let body = "this worker has not joined the fleet yet; GET /ready says why\n";
                    respond(StatusCode::SERVICE_UNAVAILABLE, "text/plain", body.into())
                })
            }
            Self::Joined(pages) => pages.answer(request, peer).await,
        }
    }
}
