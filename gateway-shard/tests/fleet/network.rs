//! A proxy and TLS that are set once: both REST and the gateway use them.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use gateway_model::EventKind;
use gateway_shard::{Gateway, GatewayBuilder, Proxy, Tls};
use gateway_sim::Sim;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};

use crate::support::{PATIENCE, Record, TestFolder, builder, two_shards};

/// A proxy whose tunnels all lead to the simulation, whatever host is requested.
struct TestProxy {
    address: SocketAddr,
    targets: Arc<Mutex<Vec<String>>>,
}

impl TestProxy {
    async fn before(sim: &Sim) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let targets = Arc::<Mutex<Vec<String>>>::default();
        let sim = sim.api_url().split('/').nth(2).unwrap().to_owned();
        let asked = Arc::clone(&targets);
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let (asked, sim) = (Arc::clone(&asked), sim.clone());
                tokio::spawn(async move {
                    let mut client = BufReader::new(client);
                    let mut head = String::new();
                    while client.read_line(&mut head).await.is_ok_and(|read| read > 2) {}
                    // me:secret
                    if !head.contains("\r\nProxy-Authorization: Basic bWU6c2VjcmV0\r\n") {
                        let _ = client.write_all(b"HTTP/1.1 407 Nobody\r\n\r\n").await;
                        return;
                    }
                    asked.lock().unwrap().push(head.split(' ').nth(1).unwrap().to_owned());
                    let mut server = TcpStream::connect(sim).await.unwrap();
                    client.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await.unwrap();
                    let _ = copy_bidirectional(&mut client, &mut server).await;
                });
            }
        });
        Self { address, targets }
    }

    fn proxy(&self) -> Proxy {
        Proxy::new(&format!("http://me:secret@{}", self.address)).unwrap()
    }

    /// Returns the requested hosts, each once.
    fn targets(&self) -> Vec<String> {
        let mut targets = self.targets.lock().unwrap().clone();
        targets.sort();
        targets.dedup();
        targets
    }
}

/// Starts a gateway, waits until both shards are ready, and stops it.
async fn run(builder: GatewayBuilder) {
    let started = tokio::time::timeout(PATIENCE, builder.start()).await.expect("it starts");
    let (gateway, events): (Gateway, _) = started.unwrap();
    let mut record = Record::new(events);
    record.until("ready", |seen| seen.count(EventKind::Ready) == 2).await;
    drop(gateway);
}

// Nothing listens on ports 1 and 2, so a connection without the proxy is refused.

#[tokio::test]
async fn rest_and_gateway_go_through_the_proxy_with_tls_of_ones_own() {
    let sim = two_shards().tls(true).start().await.unwrap();
    let proxy = TestProxy::before(&sim).await;
    let folder = TestFolder::new();
    let authority = folder.path().join("ca.pem");
    std::fs::write(&authority, sim.ca_pem().unwrap()).unwrap();
    let builder = builder(&sim)
        .api_url("https://localhost:1/api")
        .gateway_url("wss://127.0.0.1:2/")
        .proxy(proxy.proxy())
        .tls(Tls::with_ca_file(&authority).unwrap());
    run(builder).await;
    assert_eq!(proxy.targets(), ["127.0.0.1:2", "localhost:1"]);
}

#[tokio::test]
async fn what_was_given_for_one_of_them_alone_takes_precedence() {
    let sim = two_shards().start().await.unwrap();
    let proxy = TestProxy::before(&sim).await;
    let client = http_client::Client::builder(sim.token()).api_url(sim.api_url()).build().unwrap();
    let direct = builder(&sim).rest(client).gateway_url("ws://127.0.0.1:2/");
    run(direct.proxy(proxy.proxy())).await;
    assert_eq!(proxy.targets(), ["127.0.0.1:2"], "the client has its own way");

    let sim = two_shards().start().await.unwrap();
    let proxy = TestProxy::before(&sim).await;
    let direct = builder(&sim).api_url("http://localhost:1/api").gateway_url(sim.gateway_url());
    let direct = direct.connection(|config| config.with_transport(gateway_conn::Transport::new()));
    run(direct.proxy(proxy.proxy())).await;
    assert_eq!(proxy.targets(), ["localhost:1"], "the connections have their own way");
}
