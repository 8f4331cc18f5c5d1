//! One worker: the program gateway-forward with its own configuration and log.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::bench::Scale;
use crate::servers::free_port;

/// How long to wait for a worker's answer.
const ANSWER: Duration = Duration::from_millis(500);

/// How long a worker may take to end after SIGTERM.
const END: Duration = Duration::from_secs(40);

pub(crate) struct Worker {
    program: PathBuf,
    folder: PathBuf,
    token: String,
    port: u16,
    process: Option<Child>,
}

/// The addresses and paths that a worker needs.
pub(crate) struct Place<'a> {
    pub(crate) program: &'a Path,
    pub(crate) folder: &'a Path,
    pub(crate) api_url: &'a str,
    pub(crate) token: &'a str,
    pub(crate) nats: &'a str,
    pub(crate) replicas: usize,
}

impl Worker {
    pub(crate) fn start(name: &str, place: &Place<'_>, scale: Scale) -> Result<Self> {
        let fleet = format!(
            "[fleet]\nname = \"proof\"\nworker = \"{name}\"\ncapacity = {}\ndead_after = \"{}s\"\n",
            scale.capacity(),
            scale.dead_after.as_secs()
        );
        Self::start_with(name, place, scale, &fleet)
    }

    /// Starts a worker with this table `[fleet]`, or without one.
    pub(crate) fn start_with(
        name: &str,
        place: &Place<'_>,
        scale: Scale,
        fleet: &str,
    ) -> Result<Self> {
        let (folder, port) = (place.folder.join(name), free_port()?);
        std::fs::create_dir_all(&folder)?;
        let config = format!(
            "[discord]\nintents = [\"GUILDS\", \"GUILD_MESSAGES\"]\nshards = {shards}\napi_url = \"{api}\"\n\
             application_id = \"42\"\nstate_folder = \"{state}\"\nshutdown_timeout = \"30s\"\n\
             [status]\nlisten = \"127.0.0.1:{port}\"\n{fleet}\
             [[sink]]\nname = \"bus\"\ntype = \"nats\"\nserver = \"{nats}\"\nreplicas = {replicas}\n\
             duplicate_window = \"5m\"\n[sink.filter]\nevents = [\"MESSAGE_CREATE\"]\n[sink.queue]\nmax_in_flight = 64\n",
            shards = scale.shards,
            api = place.api_url,
            state = folder.join("state").display(),
            nats = place.nats,
            replicas = place.replicas,
        );
        std::fs::write(folder.join("forward.toml"), config)?;
        let (program, token) = (place.program.to_owned(), place.token.to_owned());
        let mut worker = Self { program, folder, token, port, process: None };
        worker.start_again()?;
        Ok(worker)
    }

    pub(crate) fn start_again(&mut self) -> Result<()> {
        let log = File::options().create(true).append(true).open(self.folder.join("log"))?;
        let mut command = Command::new(&self.program);
        command.arg("run").arg(self.folder.join("forward.toml"));
        command.env("DISCORD_TOKEN", &self.token).env("RUST_LOG", "info").stderr(log);
        let started = command.stdout(Stdio::null()).spawn();
        self.process = Some(started.with_context(|| format!("{}", self.program.display()))?);
        Ok(())
    }

    pub(crate) fn id(&self) -> Option<u32> {
        self.process.as_ref().map(Child::id)
    }

    /// Kills it like a host that loses power.
    pub(crate) fn kill(&mut self) {
        if let Some(mut process) = self.process.take() {
            let _ = process.kill();
            let _ = process.wait();
        }
    }

    /// Sends a signal, such as `-STOP`.
    pub(crate) fn signal(&self, signal: &str) -> Result<()> {
        let id = self.id().context("the worker does not run")?.to_string();
        ensure!(Command::new("kill").args([signal, &id]).status()?.success(), "kill {signal} {id}");
        Ok(())
    }

    /// Asks it to stop, and waits until it has ended.
    pub(crate) async fn leave(&mut self) -> Result<()> {
        self.signal("-TERM")?;
        let process = self.process.as_mut().context("the worker does not run")?;
        let until = tokio::time::Instant::now() + END;
        let status = loop {
            if let Some(status) = process.try_wait()? {
                break status;
            }
            ensure!(tokio::time::Instant::now() < until, "a worker did not end after SIGTERM");
            tokio::time::sleep(Duration::from_millis(20)).await;
        };
        self.process = None;
        ensure!(status.success(), "a worker ended with {status} after SIGTERM");
        Ok(())
    }

    /// Returns how many of its shards are ready; `None` if it does not answer.
    pub(crate) async fn ready(&self) -> Option<usize> {
        self.process.as_ref()?;
        let health = tokio::time::timeout(ANSWER, self.health()).await.ok()?.ok()?;
        let shards = usize::try_from(health["shards"].as_u64()?).ok()?;
        Some(shards - health["shards_not_ready"].as_array()?.len())
    }

    async fn health(&self) -> Result<Value> {
        let mut socket = TcpStream::connect(("127.0.0.1", self.port)).await?;
        socket.write_all(b"GET /health HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await?;
        let mut answer = String::new();
        socket.read_to_string(&mut answer).await?;
        let (_, body) = answer.split_once("\r\n\r\n").context("no answer")?;
        Ok(serde_json::from_str(body)?)
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.kill();
    }
}
