//! The driver on NATS: it runs a [`Fleet`](crate::Fleet) on a key-value bucket of JetStream.
//!
//! It has no rule: entries of the watch, outcomes of writes and the time go in, writes go out, and what concerns the program
//! comes out as [`Orders`]. The program says what became of its leases by its [`Worker`].
//!
//! - `settings`, `error`; `connect`: a connection is made, and kept up;
//! - `bucket`: the bucket is made and checked, keys are written and read;
//! - `watch`: the task that brings entries, and starts anew after every loss of the connection;
//! - `worker`: what a program has of its worker; `driver`: the loop.
//!
//! The bucket is a JetStream stream `KV_<bucket>` as every NATS client knows it (`nats kv` reads it). Reads go to the
//! leader, not to replicas. nats-server 2.9 is enough: no TTL and nothing of a later version is used. Set the server's
//! `sync_interval` to `always`: otherwise a machine that dies takes up to two minutes of acknowledged writes with it, which
//! the fleet survives with a pause.

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
