//! Three servers, of which one at a time is away.

use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use async_nats::jetstream::{self, stream};
use tempfile::TempDir;
use tokio::runtime::Runtime;

use crate::support::{LIMIT, Log, Process, event, guild, nothing, publish, quick, until};

const SERVERS: usize = 3;

struct Cluster {
    folder: TempDir,
    ports: Vec<u16>,
    running: Vec<Option<Child>>,
}

impl Cluster {
    fn start() -> Self {
        // All at once, so that no two are the same.
        let listeners: Vec<_> =
            (0..2 * SERVERS).map(|_| TcpListener::bind("127.0.0.1:0").unwrap()).collect();
        let ports: Vec<_> = listeners.iter().map(|it| it.local_addr().unwrap().port()).collect();
        drop(listeners);
        let (ports, routes) = ports.split_at(SERVERS);
        let all: Vec<_> = routes.iter().map(|port| format!("nats://127.0.0.1:{port}")).collect();
        let folder = tempfile::tempdir().unwrap();
        for index in 0..SERVERS {
            let store = folder.path().join(index.to_string());
            let text = format!(
                "server_name: n{index}\nlisten: 127.0.0.1:{}\njetstream {{ store_dir: \"{}\" }}\n\
                 cluster {{ name: test, listen: 127.0.0.1:{}, routes: [{}] }}\n",
                ports[index],
                store.display(),
                routes[index],
                all.join(", ")
            );
            std::fs::write(folder.path().join(format!("{index}.conf")), text).unwrap();
        }
        let mut cluster =
            Self { folder, ports: ports.to_vec(), running: (0..SERVERS).map(|_| None).collect() };
        (0..SERVERS).for_each(|index| cluster.run(index));
        cluster
    }

    fn url(&self) -> String {
        let urls: Vec<_> =
            self.ports.iter().map(|port| format!("nats://127.0.0.1:{port}")).collect();
        urls.join(",")
    }

    fn run(&mut self, index: usize) {
        let config = self.folder.path().join(format!("{index}.conf"));
        let mut server = Command::new("nats-server");
        let started = server.arg("-c").arg(config).stderr(Stdio::null()).spawn().unwrap();
        self.running[index] = Some(started);
    }

    fn kill(&mut self, index: usize) {
        if let Some(mut server) = self.running[index].take() {
            let _ = server.kill();
            let _ = server.wait();
        }
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        (0..SERVERS).for_each(|index| self.kill(index));
    }
}

/// A stream of three copies.
async fn stream_of(context: &jetstream::Context) {
    let config = stream::Config {
        name: "DISCORD".into(),
        subjects: vec!["discord.>".into()],
        num_replicas: SERVERS,
        ..Default::default()
    };
    while context.get_or_create_stream(config.clone()).await.is_err() {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// Whether each server has the whole stream.
async fn is_whole(context: &jetstream::Context) -> bool {
    let Ok(stream) = context.get_stream("DISCORD").await else { return false };
    let Some(cluster) = &stream.cached_info().cluster else { return false };
    cluster.leader.is_some()
        && cluster.replicas.iter().filter(|it| it.current).count() == SERVERS - 1
}

#[test]
#[ignore = "needs nats-server; CI runs it"]
fn a_cluster_loses_each_of_its_servers_in_turn_and_no_event() {
    let (mut cluster, outside) = (Cluster::start(), Runtime::new().unwrap());
    let context = outside.block_on(async {
        let options = async_nats::ConnectOptions::new().retry_on_initial_connect();
        let servers = cluster.url();
        let client = options.connect(servers.split(',').collect::<Vec<_>>()).await.unwrap();
        let context = jetstream::new(client);
        tokio::time::timeout(LIMIT, stream_of(&context)).await.unwrap();
        context
    });
    let log = Log::default();
    let mut config = quick(&cluster.url(), "one");
    config.replicas = SERVERS;
    let worker = Process::start(config, &log, nothing());
    let publisher = context.clone();
    let publishing = outside.spawn(async move {
        for sequence in 1..=1500 {
            publish(&publisher, event(guild(sequence % 24), sequence), true).await;
        }
    });
    for index in 0..SERVERS {
        until("the cluster is whole", || outside.block_on(is_whole(&context)));
        let already = log.sequences().len();
        until("it goes on", || log.sequences().len() > (already + 100).min(1499));
        cluster.kill(index);
        let already = log.sequences().len();
        until("two servers are enough", || log.sequences().len() > (already + 100).min(1499));
        cluster.run(index);
    }
    outside.block_on(publishing).unwrap();
    until("all of them", || log.sequences().len() == 1500);
    log.check_order();
    worker.stop();
}
