//! A client, a server that reports what it received, and a proxy in front of one.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use gateway_sim::Sim;
use http::{HeaderMap, Request, Response, StatusCode};
use http_body_util::combinators::BoxBody;
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use rest_proxy::config::GlobalLimit;
use rest_proxy::{Config, RestProxy};
use serde_json::Value;
use tokio::net::TcpListener;

pub(crate) type AnyBody = BoxBody<Bytes, Infallible>;
pub(crate) type Answer = Response<AnyBody>;

/// A body that is complete from the start.
pub(crate) fn full(text: impl Into<Bytes>) -> AnyBody {
    Full::new(text.into()).boxed()
}

/// An answer with these headers.
pub(crate) fn answer(status: u16, headers: &[(&str, &str)], body: &str) -> Answer {
    let mut response = Response::builder().status(status);
    for (name, value) in headers {
        response = response.header(*name, *value);
    }
    response.body(full(body.to_owned())).unwrap()
}

/// The route of a new message, as gateway-sim names it.
pub(crate) const MESSAGES: &str = "POST /channels/{channel}/messages";

/// The headers of a bucket.
pub(crate) fn bucket<'a>(limit: &'a str, left: &'a str, reset: &'a str) -> [(&'a str, &'a str); 4] {
    [
        ("x-ratelimit-limit", limit),
        ("x-ratelimit-remaining", left),
        ("x-ratelimit-reset-after", reset),
        ("x-ratelimit-bucket", "b"),
    ]
}

/// Serves each request with a function, over HTTP/1.1 or h2c.
pub(crate) async fn serve<F>(
    handle: impl Fn(Request<Incoming>) -> F + Clone + Send + Sync + 'static,
) -> SocketAddr
where
    F: Future<Output = Answer> + Send + 'static,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        loop {
            let (socket, _) = listener.accept().await.unwrap();
            let handle = handle.clone();
            let service = service_fn(move |request| {
                let answering = handle(request);
                async move { Ok::<_, Infallible>(answering.await) }
            });
            tokio::spawn(async move {
                // A client that disconnects is not a failure.
                let _ = Builder::new(TokioExecutor::new())
                    .serve_connection(TokioIo::new(socket), service)
                    .await;
            });
        }
    });
    address
}

/// What a server received, in order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Came(Arc<Mutex<Vec<(String, HeaderMap)>>>);

impl Came {
    pub(crate) fn note(&self, request: &Request<Incoming>) {
        let line = format!("{} {}", request.method(), request.uri().path_and_query().unwrap());
        self.0.lock().unwrap().push((line, request.headers().clone()));
    }

    pub(crate) fn lines(&self) -> Vec<String> {
        self.0.lock().unwrap().iter().map(|(line, _)| line.clone()).collect()
    }

    pub(crate) fn headers(&self, at: usize) -> HeaderMap {
        self.0.lock().unwrap()[at].1.clone()
    }
}

/// Settings of a test: any port, no requests that the proxy makes on its own.
pub(crate) fn config(api_url: &str) -> Config {
    let mut config = Config::default();
    config.listen = SocketAddr::from(([127, 0, 0, 1], 0));
    config.status_listen = Some(config.listen);
    config.api_url = api_url.to_owned();
    config.global_limit = GlobalLimit::Fixed(50);
    config
}

/// A proxy, and a client for it.
pub(crate) struct Pair {
    pub(crate) proxy: RestProxy,
    pub(crate) client: HttpClient,
}

impl Pair {
    pub(crate) async fn start(config: &Config) -> Self {
        let proxy = RestProxy::start(config).await.unwrap();
        let client = HttpClient::new(proxy.address());
        Self { proxy, client }
    }

    /// A proxy in front of a server made by the test.
    pub(crate) async fn before<F>(
        handle: impl Fn(Request<Incoming>) -> F + Clone + Send + Sync + 'static,
    ) -> Self
    where
        F: Future<Output = Answer> + Send + 'static,
    {
        Self::before_with(handle, |_| {}).await
    }

    /// The same with other settings.
    pub(crate) async fn before_with<F>(
        handle: impl Fn(Request<Incoming>) -> F + Clone + Send + Sync + 'static,
        change: impl FnOnce(&mut Config),
    ) -> Self
    where
        F: Future<Output = Answer> + Send + 'static,
    {
        let address = serve(handle).await;
        let mut config = config(&format!("http://{address}/api"));
        change(&mut config);
        Self::start(&config).await
    }

    /// The contents of the health page.
    pub(crate) async fn health(&self) -> Value {
        let client = HttpClient::new(self.proxy.status_address().unwrap());
        client.get("/health").await.json()
    }

    /// Waits until the health page reports this number.
    pub(crate) async fn until(&self, name: &str, number: u64) {
        while self.health().await[name] != number {
            tokio::task::yield_now().await;
        }
    }
}

/// An answer that was read completely.
#[derive(Debug)]
pub(crate) struct Read {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Read {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }
}

/// A client without any knowledge of Discord.
#[derive(Clone)]
pub(crate) struct HttpClient {
    pool: Client<HttpConnector, AnyBody>,
    base: String,
}

impl HttpClient {
    pub(crate) fn new(address: SocketAddr) -> Self {
        let pool = Client::builder(TokioExecutor::new()).build_http();
        Self { pool, base: format!("http://{address}") }
    }

    /// A client that uses HTTP/2 without TLS.
    pub(crate) fn http2(address: SocketAddr) -> Self {
        let pool = Client::builder(TokioExecutor::new()).http2_only(true).build_http();
        Self { pool, base: format!("http://{address}") }
    }

    pub(crate) fn request(&self, method: &str, path: &str) -> http::request::Builder {
        Request::builder().method(method).uri(format!("{}{path}", self.base))
    }

    /// The head of the answer; its body is not read yet.
    pub(crate) async fn head(&self, request: Request<AnyBody>) -> Response<Incoming> {
        self.pool.request(request).await.unwrap()
    }

    pub(crate) async fn send(&self, request: Request<AnyBody>) -> Read {
        self.try_send(request).await.unwrap()
    }

    /// `None` if the connection broke.
    pub(crate) async fn try_send(&self, request: Request<AnyBody>) -> Option<Read> {
        let (head, body) = self.pool.request(request).await.ok()?.into_parts();
        let body = body.collect().await.ok()?.to_bytes();
        Some(Read { status: head.status, headers: head.headers, body })
    }

    pub(crate) async fn get(&self, path: &str) -> Read {
        self.send(self.request("GET", path).body(full("")).unwrap()).await
    }

    /// A message to a channel, as a bot sends it.
    pub(crate) fn message(&self, token: &str, channel: u64, content: &str) -> Request<AnyBody> {
        let body = serde_json::json!({ "content": content }).to_string();
        self.request("POST", &format!("/api/v10/channels/{channel}/messages"))
            .header("authorization", format!("Bot {token}"))
            .header("content-type", "application/json")
            .body(full(body))
            .unwrap()
    }
}

/// The first text channel of a simulation.
pub(crate) fn channel(sim: &Sim) -> u64 {
    sim.inspect(|core| core.world().guild_at(0).unwrap().get() + 1)
}
