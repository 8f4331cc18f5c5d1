//! The part of the command line that needs NATS: a bot of several processes, or one that is fed by a stream.

use std::net::SocketAddr;

use clap::Args;

use crate::end::End;

#[derive(Debug, Args)]
#[cfg_attr(not(feature = "nats"), allow(dead_code, reason = "without NATS they are refused"))]
pub(crate) struct NatsArgs {
    /// NATS servers, separated by commas: this process is one of several, on any hosts, that share the bot's shards.
    /// `--shards` is the number of all of them then; the first process needs it. Ctrl-C gives its shards to the others.
    #[arg(long, value_name = "URL")]
    pub(crate) fleet: Option<String>,

    /// NATS servers, separated by commas: other processes hold the shards and publish the events (gateway-forward with a NATS
    /// sink), and this one listens, as one of any number. Commands go to the fleet of `--name`.
    #[arg(long, value_name = "URL", conflicts_with_all = ["fleet", "shards", "gateway_url", "state_folder"])]
    pub(crate) from: Option<String>,

    /// Name of the fleet, or of the group of those that listen: one for each bot.
    #[arg(long, value_name = "NAME", default_value = "bot")]
    pub(crate) name: String,

    /// How many shards this process may hold in a fleet.
    #[arg(long, value_name = "COUNT", default_value_t = 16, requires = "fleet")]
    pub(crate) capacity: u32,

    /// Id of this process in a fleet or group; the name of the host if it is not given. Two on one host need one each.
    #[arg(long, value_name = "ID")]
    pub(crate) worker: Option<String>,

    /// Address that the fleet's status page is served on, such as 127.0.0.1:8090. Who sends the token of
    /// FLEET_OPERATOR_TOKEN there may act on the fleet.
    #[arg(long, value_name = "ADDRESS", requires = "fleet")]
    pub(crate) status: Option<SocketAddr>,
}

impl NatsArgs {
    /// Refuses what this build cannot do.
    pub(crate) fn check(&self) -> Result<(), End> {
        if cfg!(feature = "nats") || (self.fleet.is_none() && self.from.is_none()) {
            return Ok(());
        }
        let what = "--fleet and --from need a bot that is built with NATS: cargo run --release -p examples --features nats --bin bot -- ...";
        Err(End::Usage(what.to_owned()))
    }
}
