//! The `rest-proxy` program.

use std::error::Error;
use std::net::SocketAddr;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use gateway_daemon::{StopSignals, exit_failed, log_to_stderr, orderly_part};
use http_client::Report;
use rest_proxy::config::{Config, EXAMPLE};
use rest_proxy::{RestProxy, install_metrics};

/// Keeps Discord's rate limits for all processes of a bot. Any client works with it if its base URL can be set.
///
/// Settings come from a file, from the environment (REST_PROXY_ and the name in capitals), or both. The bot's token is
/// read from DISCORD_TOKEN, if it is set. Requests with their own token keep it.
#[derive(Debug, Parser)]
#[command(
    name = "rest-proxy",
    version,
    after_help = "Exit codes: 0 stopped as requested, 1 an error (it is printed), 2 an invalid configuration, \
3 stopped immediately, by a second signal or because the stop took longer than shutdown_timeout."
)]
struct Options {
    /// Configuration file; `rest-proxy --example` prints one.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Address for the requests of clients; with port 0, the system chooses a free port. Overrides the setting.
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<SocketAddr>,
    /// Address for health and metrics. Overrides the setting.
    #[arg(long, value_name = "ADDRESS")]
    status_listen: Option<SocketAddr>,
    /// Validates the configuration, lists every error, and exits.
    #[arg(long)]
    check: bool,
    /// Prints a configuration file with every setting, and exits.
    #[arg(long)]
    example: bool,
}

/// Targets that log paths below `info`, which contain tokens of webhooks.
const SHOW_PATHS: [&str; 2] = ["h2", "hyper"];

/// The exit code for an invalid configuration.
const BAD_CONFIG: u8 = 2;

#[allow(clippy::print_stdout, clippy::print_stderr, reason = "a program talks to its user")]
fn main() -> ExitCode {
    let options = Options::parse();
    if options.example {
        print!("{EXAMPLE}");
        return ExitCode::SUCCESS;
    }
    let mut config = match Config::load(options.config.as_deref()) {
        Ok(config) => config,
        Err(errors) => {
            eprintln!("rest-proxy: {errors}");
            return ExitCode::from(BAD_CONFIG);
        }
    };
    config.listen = options.listen.unwrap_or(config.listen);
    config.status_listen = options.status_listen.or(config.status_listen);
    if options.check {
        println!("nothing wrong");
        return ExitCode::SUCCESS;
    }
    log_to_stderr(&config.log, &SHOW_PATHS);
    match run(&config) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            exit_failed("rest-proxy", config.log.format, &Report::new(&*error).to_string())
        }
    }
}

/// With one thread, no request is passed from one thread to another, which costs more than what is done with it.
fn runtime(threads: NonZeroUsize) -> std::io::Result<tokio::runtime::Runtime> {
    match threads.get() {
        1 => tokio::runtime::Builder::new_current_thread().enable_all().build(),
        more => {
            tokio::runtime::Builder::new_multi_thread().worker_threads(more).enable_all().build()
        }
    }
}

fn run(config: &Config) -> Result<(), Box<dyn Error + Send + Sync>> {
    let runtime = runtime(config.threads)?;
    let result = runtime.block_on(async {
        let stop = StopSignals::listen(config.shutdown_timeout)?;
        let metrics = config.status_listen.map(|_| install_metrics()).transpose()?;
        let proxy = RestProxy::start_with(config, metrics).await?;
        let status = proxy.status_address().map(tracing::field::display);
        tracing::info!(address = %proxy.address(), status, api = config.api_url, "taking requests");
        stop.asked().await;
        if !proxy.shutdown(orderly_part(config.shutdown_timeout)).await {
            tracing::warn!("some requests were not answered by the deadline");
        }
        Ok(())
    });
    // A thread may be blocked in a name look-up.
    runtime.shutdown_background();
    result
}
