//! The proxy as a program.

use std::error::Error;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use gateway_daemon::{StopSignals, exit_failed, log_to_stderr, orderly_part};
use http_client::Report;
use rest_proxy::config::{Config, EXAMPLE};
use rest_proxy::{RestProxy, install_metrics};

/// Knows a bot's rate limits for all of its processes: a client that lets its base URL be set uses it unchanged.
///
/// Settings come from a file, from the environment (REST_PROXY_ and the name in capitals), or both. The bot's token is
/// read from DISCORD_TOKEN, if there is one; requests with a token of their own keep it.
#[derive(Debug, Parser)]
#[command(
    name = "rest-proxy",
    version,
    after_help = "Exit codes: 0 ended as asked, 1 could not go on (the reason is printed), 2 a bad configuration, \
3 ended at once, by a second signal or because the end took longer than shutdown_timeout."
)]
struct Options {
    /// Configuration file; `rest-proxy --example` prints one.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Address to take requests on; port 0 takes a free one. In place of the setting.
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<SocketAddr>,
    /// Address to serve health and metrics on. In place of the setting.
    #[arg(long, value_name = "ADDRESS")]
    status_listen: Option<SocketAddr>,
    /// Checks the configuration, lists every error, and ends.
    #[arg(long)]
    check: bool,
    /// Prints a configuration file with every setting, and ends.
    #[arg(long)]
    example: bool,
}

/// Below `info` they show paths, which hold tokens of webhooks.
const SHOW_PATHS: [&str; 2] = ["h2", "hyper"];

/// A bad configuration.
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

fn run(config: &Config) -> Result<(), Box<dyn Error + Send + Sync>> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let result = runtime.block_on(async {
        let stop = StopSignals::listen(config.shutdown_timeout)?;
        let metrics = config.status_listen.map(|_| install_metrics()).transpose()?;
        let proxy = RestProxy::start_with(config, metrics).await?;
        let status = proxy.status_address().map(tracing::field::display);
        tracing::info!(address = %proxy.address(), status, api = config.api_url, "taking requests");
        stop.asked().await;
        if !proxy.shutdown(orderly_part(config.shutdown_timeout)).await {
            tracing::warn!("not every request was answered by the deadline");
        }
        Ok(())
    });
    // A name that is being resolved may hold a thread for long.
    runtime.shutdown_background();
    result
}
