//! The consumers: processes that write each event to a file before they acknowledge it.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context as _, Result};
use async_nats::jetstream::consumer::{AckPolicy, PullConsumer, pull};
use async_nats::jetstream::{self, Context, Message};
use async_nats::{ConnectOptions, HeaderMap};
use futures_util::StreamExt;
use serde_json::Value;

use crate::servers::STREAM;

/// The consumer that both processes share.
const DURABLE: &str = "proof";

/// The data that a consumer writes for an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Seen {
    /// Its number in the simulator.
    pub(crate) number: usize,
    /// Session, shard and sequence.
    pub(crate) id: String,
}

impl Seen {
    /// Reads a message of the stream.
    ///
    /// # Errors
    ///
    /// Returns an error if the message does not follow the contract.
    pub(crate) fn of(headers: Option<&HeaderMap>, payload: &[u8]) -> Result<Self> {
        let header = |name: &str| {
            let value = headers.and_then(|headers| headers.get(name));
            value.map(|value| value.as_str()).with_context(|| format!("no header {name}"))
        };
        let body: Value = serde_json::from_slice(payload)?;
        let number = body["event"]["data"]["number"].as_u64().context("no number")?;
        let id = header("Nats-Msg-Id")?;
        let of_id: Vec<&str> = id.rsplitn(3, ':').collect();
        let shard = header("Gateway-Shard")?.split_once('/').map(|(shard, _)| shard);
        let fits =
            of_id.first() == Some(&header("Gateway-Sequence")?) && of_id.get(1).copied() == shard;
        anyhow::ensure!(fits, "the headers of {id} are those of another event");
        header("Gateway-Epoch")?.parse::<u64>().context("Gateway-Epoch")?;
        Ok(Self { number: usize::try_from(number)?, id: id.to_owned() })
    }
}

/// Runs a consumer until it is killed.
pub(crate) async fn run(server: &str, file: &Path) -> Result<()> {
    let options = ConnectOptions::new().retry_on_initial_connect();
    let client = options.connect(server.split(',').collect::<Vec<_>>()).await?;
    let context = jetstream::new(client);
    let mut file = BufWriter::new(File::options().create(true).append(true).open(file)?);
    loop {
        // NATS may be down, and the first worker creates the stream.
        if let Err(error) = consume(&context, &mut file).await {
            eprintln!("{error:#}");
        }
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
}

async fn consume(context: &Context, file: &mut BufWriter<File>) -> Result<()> {
    let config = pull::Config {
        durable_name: Some(DURABLE.to_owned()),
        ack_policy: AckPolicy::Explicit,
        ack_wait: Duration::from_secs(10),
        max_ack_pending: 20_000,
        ..pull::Config::default()
    };
    let stream = context.get_stream(STREAM).await?;
    let consumer: PullConsumer = stream.get_or_create_consumer(DURABLE, config).await?;
    loop {
        let batch = consumer.fetch().max_messages(500).expires(Duration::from_millis(500));
        let mut messages = batch.messages().await?;
        let mut written: Vec<Message> = Vec::new();
        while let Some(message) = messages.next().await {
            let message = message.map_err(|error| anyhow::anyhow!(error))?;
            let seen = Seen::of(message.headers.as_ref(), &message.payload)?;
            writeln!(file, "{} {}", seen.number, seen.id)?;
            written.push(message);
        }
        // An acknowledged message is not delivered again.
        file.flush()?;
        for message in written {
            message.ack().await.map_err(|error| anyhow::anyhow!(error))?;
        }
    }
}

/// A consumer's process.
pub(crate) struct Consumer {
    server: String,
    file: PathBuf,
    process: Option<Child>,
}

impl Consumer {
    pub(crate) fn start(server: String, file: PathBuf) -> Result<Self> {
        let mut consumer = Self { server, file, process: None };
        consumer.start_again()?;
        Ok(consumer)
    }

    pub(crate) fn start_again(&mut self) -> Result<()> {
        let log =
            File::options().create(true).append(true).open(self.file.with_extension("log"))?;
        let mut command = Command::new(std::env::current_exe()?);
        command.arg("consume").arg(&self.server).arg(&self.file);
        self.process = Some(command.stdout(Stdio::null()).stderr(log).spawn()?);
        Ok(())
    }

    pub(crate) fn kill(&mut self) {
        if let Some(mut process) = self.process.take() {
            let _ = process.kill();
            let _ = process.wait();
        }
    }

    /// Reads what it wrote so far: the ids under which each number arrived. An incomplete last line belongs to a batch
    /// that was not acknowledged.
    pub(crate) fn read(&self, seen: &mut HashMap<usize, Vec<String>>) -> Result<()> {
        if !self.file.exists() {
            return Ok(());
        }
        let text = std::fs::read_to_string(&self.file)?;
        let whole = text.rfind('\n').map_or("", |end| &text[..end]);
        for line in whole.lines() {
            let (number, id) = line.split_once(' ').context("a line without an id")?;
            let ids = seen.entry(number.parse()?).or_default();
            if !ids.iter().any(|known| known == id) {
                ids.push(id.to_owned());
            }
        }
        Ok(())
    }
}

impl Drop for Consumer {
    fn drop(&mut self) {
        self.kill();
    }
}
