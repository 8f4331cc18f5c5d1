//! The forwarder as a program.

mod run;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use gateway_forward::SigningKey;
use gateway_forward::config::{Config, EXAMPLE};

/// Holds a bot's gateway connections and delivers its events to applications elsewhere.
#[derive(Debug, Parser)]
#[command(
    name = "gateway-forward",
    version,
    after_help = "Exit codes: 0 ended as asked, 1 could not go on (the reason is printed), 2 a bad configuration, \
3 ended at once, by a second signal or because the end hung past shutdown_timeout: what was not delivered comes again."
)]
struct Options {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Runs until Ctrl-C or SIGTERM; a second one ends it at once.
    Run {
        /// Configuration file; `gateway-forward example` prints one.
        config: PathBuf,
    },
    /// Checks a configuration file and lists every error.
    Check {
        /// Configuration file.
        config: PathBuf,
    },
    /// Delivers the dead letters: events that could not be delivered. Those that are taken are removed; it stops at
    /// the first that is not. The forwarder may run meanwhile.
    Replay {
        /// Configuration file.
        config: PathBuf,
        /// Only those of the sink of this name.
        #[arg(long)]
        sink: Option<String>,
    },
    /// Prints a configuration file with every setting.
    Example,
    /// Makes a key pair: the private key goes to standard output, the public key, which the application is
    /// configured with, to standard error.
    Keygen,
}

/// A bad configuration.
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
