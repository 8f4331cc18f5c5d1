//! Publishes the events of a group's dead letters again: `play-back nats://127.0.0.1:4222 DISCORD mybot`, with the NATS
//! server, the stream of the events and the group. The password of NATS is part of the address, or `NATS_CREDENTIALS`
//! names the credentials file.
#![forbid(unsafe_code)]
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program talks to its user")]

use std::error::Error;
use std::process::ExitCode;

use gateway_worker::dead_letters::play_back;

const USAGE: &str = "usage: play-back SERVER STREAM GROUP, for instance: play-back nats://127.0.0.1:4222 DISCORD mybot";

fn main() -> ExitCode {
    match run() {
        Ok(events) => {
            println!("played back {events} events");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("play-back: {}", gateway_dial::Report::new(&*error));
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<u64, Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [server, stream, group] = &arguments[..] else { return Err(USAGE.into()) };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let options = match std::env::var_os("NATS_CREDENTIALS") {
            Some(file) => async_nats::ConnectOptions::with_credentials_file(file).await?,
            None => async_nats::ConnectOptions::new(),
        };
        let client = options.connect(server.as_str()).await?;
        Ok(play_back(client, stream, group).await?)
    })
}
