//! The fleet over HTTP, served by any worker: a page for people, JSON for programs, and actions for an operator.
//!
//! | request | answer |
//! | --- | --- |
//! | `GET /` | the status page: one HTML file, which asks `/fleet` every second |
//! | `GET /fleet` | a [`FleetStatus`](crate::FleetStatus) |
//! | `POST /fleet/drain` | this worker gives its shards away and takes none: `{"within_s": 20}` |
//! | `POST /fleet/move` | a shard moves to a worker and stays there: `{"shard": 3, "to": "host-2"}`; without `to` it may move again |
//! | `POST /fleet/restart` | a shard of this worker reconnects and resumes: `{"shard": 3}`; with `"new_session": true` it identifies |
//! | `POST /fleet/reshard` | changes the number of shards: `{"total": 64}`; the present number cancels a change in progress |
//!
//! [`StatusPages`] answers these requests. A program with its own HTTP server calls it from there, as gateway-forward
//! does. [`StatusServer`] is a small server for programs that have none.
//!
//! # Authorization
//!
//! Actions are refused unless the program sets an [`OperatorToken`] and the request has it as `Authorization: Bearer`.
//! Requests from pages of other origins are always refused. Each action, accepted or refused, is logged with the
//! address of the client and the name that it gives itself (`X-Operator`). An accepted action is answered with 202: it
//! is carried out in the next moments, and `/fleet` shows the progress. Errors are JSON: `{"error": {"code", "message",
//! "remedy"}}`.
//!
//! Reading needs no token: anybody who can reach the address sees the ids of workers and the state of shards, but
//! nothing about guilds or sessions. Bind it to loopback, or to a private network.

mod action;
mod error;
mod operator;
mod pages;
mod server;

pub use error::ActionError;
pub use gateway_listen::BindError;
pub use operator::{OperatorToken, OperatorTokenError};
pub use pages::StatusPages;
pub use server::{StatusServer, warn_of_other_hosts};
