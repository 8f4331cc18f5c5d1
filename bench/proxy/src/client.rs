//! A client that costs little: each connection sends a message and reads the answer, over and over.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::LocalSet;

use crate::Result;

/// Channels that take turns, each a bucket of its own.
const CHANNELS: u64 = 64;

/// Sends for so long; prints requests and nanoseconds.
pub(crate) async fn run(address: SocketAddr, at_once: u64, length: Duration) -> Result<()> {
    let begun = Instant::now();
    let more = move |count| (begun.elapsed() < length).then_some(1 + count % CHANNELS);
    measure(address, at_once, more).await
}

/// Sends a message to each of so many channels; prints the same.
pub(crate) async fn once_each(address: SocketAddr, channels: u64) -> Result<()> {
    let at_once = 64;
    // The first counts from its number, the others are its neighbours.
    measure(address, at_once, move |count| (count < channels).then_some(1 + count)).await
}

/// Each of so many connections asks for the channel of its next message by a number that no other has.
async fn measure(
    address: SocketAddr,
    at_once: u64,
    channel: impl Fn(u64) -> Option<u64> + Copy + 'static,
) -> Result<()> {
    let begun = Instant::now();
    let local = LocalSet::new();
    let mut working = Vec::new();
    for worker in 0..at_once {
        working.push(local.spawn_local(async move {
            let mut connection = Connection::new(address).await?;
            let mut count = 0;
            while let Some(channel) = channel(worker + count * at_once) {
                connection.send(channel).await?;
                count += 1;
            }
            Result::Ok(count)
        }));
    }
    local
        .run_until(async move {
            let mut total = 0;
            for working in working {
                total += working.await??;
            }
            println!("{total} {}", begun.elapsed().as_nanos());
            Ok(())
        })
        .await
}

struct Connection {
    stream: TcpStream,
    read: Vec<u8>,
}

impl Connection {
    async fn new(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, read: Vec::with_capacity(8 << 10) })
    }

    async fn send(&mut self, channel: u64) -> Result<()> {
        let body = r#"{"content":"hello"}"#;
        let request = format!(
            "POST /api/v10/channels/{channel}/messages HTTP/1.1\r\nHost: proxy\r\nAuthorization: Bot token\r\n\
             User-Agent: DiscordBot (bench, 1)\r\nAccept: */*\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\n\r\n{body}",
            body.len()
        );
        self.stream.write_all(request.as_bytes()).await?;
        self.read.clear();
        loop {
            if self.stream.read_buf(&mut self.read).await? == 0 {
                return Err("the proxy hung up".into());
            }
            let mut headers = [httparse::EMPTY_HEADER; 32];
            let mut answer = httparse::Response::new(&mut headers);
            let httparse::Status::Complete(head) = answer.parse(&self.read)? else { continue };
            let length = answer
                .headers
                .iter()
                .find(|header| header.name.eq_ignore_ascii_case("content-length"))
                .ok_or("an answer without a length")?;
            let length: usize = std::str::from_utf8(length.value)?.parse()?;
            if answer.code != Some(200) {
                return Err(format!("status {:?}", answer.code).into());
            }
            if self.read.len() >= head + length {
                return Ok(());
            }
        }
    }
}
