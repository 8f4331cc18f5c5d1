//! The `gateway-forward` program.

mod run;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use gateway_forward::SigningKey;
use gateway_forward::config::{Config, EXAMPLE};

/// Holds a bot's gateway connections and delivers its events to other applications.
#[derive(Debug, Parser)]
#[command(
    name = "gateway-forward",
    version,
    after_help = "Exit codes: 0 stopped as requested, 1 an error (it is printed), 2 an invalid configuration, \
3 stopped immediately, by a second signal or because the stop took longer than shutdown_timeout: undelivered events are \
delivered after the next start."
)]
struct Options {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Runs until Ctrl-C or SIGTERM; a second one ends it immediately.
    Run {
        /// Configuration file; `gateway-forward example` prints one.
        config: PathBuf,
    },
    /// Validates a configuration file and lists every error.
    Check {
        /// Configuration file.
        config: PathBuf,
    },
    /// Delivers the dead letters: events that could not be delivered. Accepted ones are removed; it stops at the first
    /// that is not accepted. The forwarder may run at the same time.
    Replay {
        /// Configuration file.
        config: PathBuf,
        /// Only the dead letters of the sink with this name.
        #[arg(long)]
        sink: Option<String>,
    },
    /// Prints a configuration file with every setting.
    Example,
    /// Generates a key pair: the private key goes to standard output, the public key for the application's
    /// configuration to standard error.
    Keygen,
}

/// The exit code for an invalid configuration.
const BAD_CONFIG: u8 = 2;

#[allow(clippy::print_stdout, clippy::print_stderr, reason = "a program talks to its user")]
fn main() -> ExitCode {
    match Options::parse().command {
        Command::Run { config } => match Config::load(&config) {
            Ok(config) => run::run(config),
            Err(errors) => {
                eprintln!("gateway-forward: {errors}");
                ExitCode::from(BAD_CONFIG)
            }
        },
        Command::Replay { config, sink } => match Config::load(&config) {
            Ok(config) => run::replay(config, sink.as_deref()),
            Err(errors) => {
                eprintln!("gateway-forward: {errors}");
                ExitCode::from(BAD_CONFIG)
            }
        },
        Command::Check { config } => match Config::load(&config) {
            Ok(config) => {
                println!("{} sinks, nothing wrong", config.sinks.len());
                ExitCode::SUCCESS
            }
            Err(errors) => {
                eprintln!("gateway-forward: {errors}");
                ExitCode::from(BAD_CONFIG)
            }
        },
        Command::Example => {
            print!("{EXAMPLE}");
            ExitCode::SUCCESS
        }
        Command::Keygen => match SigningKey::generate() {
            Ok((key, pem)) => {
                print!("{pem}");
                eprintln!("public key: {}", key.public_hex());
                ExitCode::SUCCESS
            }
            Err(error) => {
                eprintln!("gateway-forward: {error}");
                ExitCode::FAILURE
            }
        },
    }
}
