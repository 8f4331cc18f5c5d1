//! A small HTTP server on loopback that answers as the test defines.

#![allow(dead_code, reason = "each test file uses its own part of it")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::convert::Infallible;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;

/// A request with its whole body, as the server received it.
pub(crate) type Seen = Request<Bytes>;

/// Answers one request; the number counts them from zero.
pub(crate) type Answers = dyn Fn(usize, &Seen) -> Response<Full<Bytes>> + Send + Sync;

/// The running server, which ends with the test's runtime.
#[derive(Clone)]
pub(crate) struct Server {
    address: std::net::SocketAddr,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl Server {
    /// Starts a server.
    pub(crate) async fn start(
        answers: impl Fn(usize, &Seen) -> Response<Full<Bytes>> + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let server = Self { address: listener.local_addr().unwrap(), seen: Arc::default() };
        let (seen, answers): (_, Arc<Answers>) = (Arc::clone(&server.seen), Arc::new(answers));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (seen, answers) = (Arc::clone(&seen), Arc::clone(&answers));
                let service = service_fn(move |request: Request<Incoming>| {
                    let (seen, answers) = (Arc::clone(&seen), Arc::clone(&answers));
                    async move {
                        let (head, body) = request.into_parts();
                        let body =
                            body.collect().await.map(|body| body.to_bytes()).unwrap_or_default();
                        let request = Request::from_parts(head, body);
                        let number = {
                            let mut seen = seen.lock().unwrap();
                            seen.push(request.clone());
                            seen.len() - 1
                        };
                        Ok::<_, Infallible>(answers(number, &request))
                    }
                });
                tokio::spawn(async move {
                    // A client that disconnects is not an error of the server.
                    let _ = hyper::server::conn::http1::Builder::new()
                        .serve_connection(TokioIo::new(stream), service)
                        .await;
                });
            }
        });
        server
    }

    /// Returns the value for a client's `api_url`.
    pub(crate) fn api_url(&self) -> String {
        format!("http://{}/api", self.address)
    }

    /// Returns the requests until now.
    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }
}

/// Returns Discord's OpenAPI description, with the operations that are only in the docs.
pub(crate) fn description() -> serde_json::Value {
    let mut root: serde_json::Value = read_json("testdata/discord/openapi.json");
    let additional = read_json("xtask/tables/additional.json");
    for place in ["/paths", "/components/schemas"] {
        let more = additional.pointer(place).unwrap().as_object().unwrap();
        let known = root.pointer_mut(place).unwrap().as_object_mut().unwrap();
        known.extend(more.clone());
    }
    root
}

/// Reads a JSON file of the workspace.
pub(crate) fn read_json(path: &str) -> serde_json::Value {
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path);
    serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap()
}

/// Returns a response with this status and JSON body.
pub(crate) fn json(status: u16, body: &str) -> Response<Full<Bytes>> {
    Response::builder()
        .status(status)
        .header("content-type", "application/json")
        .body(Full::new(Bytes::copy_from_slice(body.as_bytes())))
        .unwrap()
}

/// Returns a response without a body.
pub(crate) fn empty(status: u16) -> Response<Full<Bytes>> {
    Response::builder().status(status).body(Full::default()).unwrap()
}
