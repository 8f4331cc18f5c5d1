//! The driver on NATS: it runs a [`Fleet`](crate::Fleet) on a key-value bucket of JetStream.
//!
//! It implements no rule. It passes entries of the watch, outcomes of writes and the time to the state machine, sends
//! its writes, and gives the program its [`Orders`]. The program reports the state of its leases through its
//! [`Worker`].
//!
//! - `settings`, `error`; `connect`: establishes a connection and restores it;
//! - `bucket`: creates and checks the bucket, writes and reads keys;
//! - `watch`: the task that delivers entries, and restarts after every loss of the connection;
//! - `worker`: the program's side of its worker; `driver`: the loop.
//!
//! The bucket is a JetStream stream `KV_<bucket>`, in the format of every NATS client (`nats kv` reads it). Reads go to
//! the leader, not to replicas. nats-server 2.9 is enough: no TTL and no later feature is used. Set the server's
//! `sync_interval` to `always`. Otherwise a machine that dies loses up to two minutes of acknowledged writes, which the
//! fleet survives with a pause.

mod bucket;
mod connect;
mod driver;
mod error;
mod settings;
mod watch;
mod worker;

pub use connect::{Connect, ConnectError, NatsLogin};
pub use driver::join;
pub use error::BucketError;
pub use settings::NatsSettings;
#[cfg(feature = "shards")]
pub(crate) use worker::Link;
pub use worker::{Gone, Order, Orders, Worker};
