//! A process that is measured, and those that measure it.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};

use crate::{Result, TWILIGHTS};

/// A process that listens; it is killed when this is dropped.
pub(crate) struct Process {
    child: Child,
    address: String,
}

impl Process {
    /// A server whose buckets have a window of so many seconds.
    pub(crate) fn server(window: &str) -> Result<Self> {
        Self::own(&["server", window])
    }

    pub(crate) fn proxy(name: &str, upstream: &str) -> Result<Self> {
        match name {
            TWILIGHTS => Self::twilights(upstream),
            _ => Self::own(&["proxy", name, upstream]),
        }
    }

    /// This program, which writes its address first.
    fn own(arguments: &[&str]) -> Result<Self> {
        let mut command = Command::new(std::env::current_exe()?);
        let mut child = command.args(arguments).stdout(Stdio::piped()).spawn()?;
        let mut line = String::new();
        BufReader::new(child.stdout.take().ok_or("no output")?).read_line(&mut line)?;
        Ok(Self { child, address: line.trim().to_owned() })
    }

    fn twilights(upstream: &str) -> Result<Self> {
        // A port that is free now.
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let child = Command::new(std::env::var("TWILIGHT_HTTP_PROXY")?)
            .env("HOST", "127.0.0.1")
            .env("PORT", port.to_string())
            .env("DISCORD_TOKEN", "token")
            .env("UPSTREAM", format!("http://{upstream}"))
            .env("RUST_LOG", "warn")
            .spawn()?;
        let address = format!("127.0.0.1:{port}");
        while std::net::TcpStream::connect(&address).is_err() {
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        Ok(Self { child, address })
    }

    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    /// Nanoseconds that all its threads were on a CPU, user and system.
    #[allow(clippy::cast_precision_loss, reason = "a few seconds")]
    pub(crate) fn cpu(&self) -> Result<f64> {
        let mut total = 0;
        for thread in std::fs::read_dir(format!("/proc/{}/task", self.child.id()))? {
            let text = std::fs::read_to_string(thread?.path().join("schedstat"))?;
            total += text.split(' ').next().ok_or("no time")?.parse::<u64>()?;
        }
        Ok(total as f64)
    }

    /// Its resident memory in MB.
    pub(crate) fn memory(&self) -> Result<f64> {
        let text = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = text.lines().find(|line| line.starts_with("VmRSS")).ok_or("no VmRSS")?;
        let kilobytes: f64 = line.split_whitespace().nth(1).ok_or("no number")?.parse()?;
        Ok(kilobytes / 1024.0)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may be gone already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Runs a client to its end; the requests, and the nanoseconds that they took.
pub(crate) fn client(arguments: &[&str]) -> Result<(f64, f64)> {
    let output =
        Command::new(std::env::current_exe()?).args(arguments).stderr(Stdio::inherit()).output()?;
    let text = String::from_utf8(output.stdout)?;
    let numbers: Vec<f64> =
        text.split_whitespace().map(str::parse).collect::<std::result::Result<_, _>>()?;
    let [requests, wall] = numbers[..] else { return Err("a client failed".into()) };
    Ok((requests, wall))
}
