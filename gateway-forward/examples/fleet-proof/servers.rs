//! nats-servers: one, or a cluster.

use std::fs::File;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context as _, Result};
use async_nats::jetstream::{self, stream::Stream};
use async_nats::{Client, ConnectOptions};

/// The stream that the workers fill.
pub(crate) const STREAM: &str = "DISCORD";

pub(crate) struct Servers {
    program: PathBuf,
    all: Vec<Server>,
    client: Option<Client>,
}

struct Server {
    port: u16,
    config: PathBuf,
    log: PathBuf,
    process: Option<Child>,
}

/// Returns a port on which nothing listens now.
pub(crate) fn free_port() -> Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

impl Servers {
    /// Starts this many servers.
    pub(crate) async fn start(program: &Path, folder: &Path, count: usize) -> Result<Self> {
        // All at the same time, so that no two are the same.
        let listeners: Vec<_> =
            (0..2 * count).map(|_| TcpListener::bind("127.0.0.1:0")).collect::<Result<_, _>>()?;
        let ports: Vec<_> =
            listeners.iter().map(|it| Ok(it.local_addr()?.port())).collect::<Result<_>>()?;
        drop(listeners);
        let (ports, routes) = ports.split_at(count);
        let mut all = Vec::new();
        for (index, (port, route)) in ports.iter().zip(routes).enumerate() {
            let store = folder.join(format!("nats-{index}"));
            let mut text = format!(
                "server_name: n{index}\nlisten: 127.0.0.1:{port}\njetstream {{ store_dir: \"{}\" }}\n",
                store.display()
            );
            if count > 1 {
                let list: Vec<_> =
                    routes.iter().map(|it| format!("nats://127.0.0.1:{it}")).collect();
                // Not advertised, because a worker whose connection is cut must not learn another address.
                text += &format!(
                    "cluster {{ name: proof, listen: 127.0.0.1:{route}, no_advertise: true, routes: [{}] }}\n",
                    list.join(", ")
                );
            }
            let config = folder.join(format!("nats-{index}.conf"));
            std::fs::write(&config, text)?;
            let log = folder.join(format!("nats-{index}.log"));
            all.push(Server { port: *port, config, log, process: None });
        }
        let mut servers = Self { program: program.to_owned(), all, client: None };
        for index in 0..count {
            servers.start_again(index)?;
        }
        servers.client = Some(servers.connect().await?);
        Ok(servers)
    }

    async fn connect(&self) -> Result<Client> {
        let options = ConnectOptions::new()
            .retry_on_initial_connect()
            .reconnect_delay_callback(|_| Duration::from_millis(200));
        Ok(options.connect(self.url().split(',').collect::<Vec<_>>()).await?)
    }

    pub(crate) fn ports(&self) -> impl Iterator<Item = u16> {
        self.all.iter().map(|server| server.port)
    }

    pub(crate) fn count(&self) -> usize {
        self.all.len()
    }

    pub(crate) fn url(&self) -> String {
        let urls: Vec<_> = self.ports().map(|port| format!("nats://127.0.0.1:{port}")).collect();
        urls.join(",")
    }

    pub(crate) fn start_again(&mut self, index: usize) -> Result<()> {
        let server = &mut self.all[index];
        let log = File::options().create(true).append(true).open(&server.log)?;
        let mut command = Command::new(&self.program);
        command.arg("-c").arg(&server.config).stdout(Stdio::null()).stderr(log);
        let started = command.spawn().with_context(|| format!("{}", self.program.display()))?;
        server.process = Some(started);
        Ok(())
    }

    pub(crate) fn kill(&mut self, index: usize) {
        if let Some(mut process) = self.all[index].process.take() {
            let _ = process.kill();
            let _ = process.wait();
        }
    }

    fn context(&self) -> Result<jetstream::Context> {
        Ok(jetstream::new(self.client.clone().context("not connected")?))
    }

    pub(crate) async fn stream(&self) -> Result<Stream> {
        Ok(self.context()?.get_stream(STREAM).await?)
    }

    /// Returns the last sequence of the stream that the workers fill.
    pub(crate) async fn last_sequence(&self) -> Result<u64> {
        Ok(self.stream().await?.info().await?.state.last_sequence)
    }

    /// Returns the stream of the fleet's bucket.
    pub(crate) async fn bucket(&self) -> Result<Stream> {
        Ok(self.context()?.get_stream("KV_fleet-proof").await?)
    }

    /// Returns which server leads the fleet's bucket.
    pub(crate) async fn leader(&self) -> Result<usize> {
        let mut bucket = self.bucket().await?;
        let cluster = bucket.info().await?.cluster.as_ref();
        let leader =
            cluster.and_then(|it| it.leader.clone()).context("the bucket has no leader")?;
        Ok(leader.trim_start_matches('n').parse()?)
    }

    /// Waits until JetStream answers; in a cluster, until every server is in its group.
    pub(crate) async fn until_whole(&self) -> Result<()> {
        loop {
            let whole = async {
                let mut bucket = self.bucket().await?;
                let info = bucket.info().await?;
                let cluster = info.cluster.as_ref();
                let current =
                    cluster.map_or(0, |it| it.replicas.iter().filter(|it| it.current).count());
                let led = cluster.is_some_and(|it| it.leader.is_some());
                anyhow::Ok(self.count() == 1 || (led && current + 1 == self.count()))
            };
            if matches!(tokio::time::timeout(Duration::from_secs(2), whole).await, Ok(Ok(true))) {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    }
}

impl Drop for Servers {
    fn drop(&mut self) {
        (0..self.all.len()).for_each(|index| self.kill(index));
    }
}
