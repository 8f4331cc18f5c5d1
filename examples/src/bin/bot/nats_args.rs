//! The part of the command line that needs NATS: for a bot of several processes, or one that is fed by a stream.

use std::net::SocketAddr;

use clap::Args;

use crate::end::End;

#[derive(Debug, Args)]
#[cfg_attr(not(feature = "nats"), allow(dead_code, reason = "without NATS they are refused"))]
pub(crate) struct NatsArgs {
    /// NATS servers, separated by commas. This process is then one of several, on any hosts, that share the bot's
    /// shards. `--shards` is the number of shards of the whole bot; the first process needs it. Ctrl-C hands the shards
    /// of this process over to the others.
    #[arg(long, value_name = "URL")]
    pub(crate) fleet: Option<String>,

    /// NATS servers, separated by commas. Other processes then hold the shards and publish the events (gateway-forward
    /// with a NATS sink), and any number of processes like this one handle them. Commands go to the fleet of `--name`.
    #[arg(long, value_name = "URL", conflicts_with_all = ["fleet", "shards", "gateway_url", "state_folder"])]
    pub(crate) from: Option<String>,

    /// Name of the fleet, or of the group of processes that handle the stream: one for each bot.
    #[arg(long, value_name = "NAME", default_value = "bot")]
    pub(crate) name: String,

    /// The most shards that this process runs in a fleet.
    #[arg(long, value_name = "COUNT", default_value_t = 16, requires = "fleet")]
    pub(crate) capacity: u32,

    /// Id of this process in a fleet or group. Default: the name of the host. Needed if two processes run on one host.
    #[arg(long, value_name = "ID")]
    pub(crate) worker: Option<String>,

    /// Address of the fleet's status page, such as 127.0.0.1:8090. A client with the token in FLEET_OPERATOR_TOKEN may
    /// act on the fleet there.
    #[arg(long, value_name = "ADDRESS", requires = "fleet")]
    pub(crate) status: Option<SocketAddr>,
}

impl NatsArgs {
    /// Refuses arguments that this build does not support.
    pub(crate) fn check(&self) -> Result<(), End> {
        if cfg!(feature = "nats") || (self.fleet.is_none() && self.from.is_none()) {
            return Ok(());
        }
        let what = "--fleet and --from need a bot that is built with NATS: cargo run --release -p examples --features nats --bin bot -- ...";
        Err(End::Usage(what.to_owned()))
    }
}
