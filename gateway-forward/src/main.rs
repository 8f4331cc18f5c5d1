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
    after_help = "Exit codes: 0 ended as asked, 1 could not go on (the reason is printed), 2 a bad configuration."
)]
struct Options {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Runs until Ctrl-C or SIGTERM.
    Run {
        /// Configuration file; `gateway-forward example` prints one.
        config: PathBuf,
    },
    /// Checks a configuration file and lists every error.
    Check {
        /// Configuration file.
        config: PathBuf,
    },
    /// Prints a configuration file with every setting.
    Example,
    /// Makes a key pair: the private key goes to standard output, the public key, which the application is
    /// configured with, to standard error.
    Keygen,
}

/// A bad configuration.
const BAD_CONFIG: u8 = 2;

#[tokio::main]
#[allow(clippy::print_stdout, clippy::print_stderr, reason = "a program talks to its user")]
async fn main() -> ExitCode {
    match Options::parse().command {
        Command::Run { config } => match Config::load(&config) {
            Ok(config) => run::run(config).await,
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
