//! The fleet over HTTP, served by any worker: a page for people, JSON for programs, and the actions of an operator.
//!
//! | request | answer |
//! | --- | --- |
//! | `GET /` | the status page: one HTML file, which asks `/fleet` every second |
//! | `GET /fleet` | a [`FleetStatus`](crate::FleetStatus) |
//! | `POST /fleet/drain` | this worker gives its shards away and takes none: `{"within_s": 20}` |
//! | `POST /fleet/move` | a shard goes to a worker and stays there: `{"shard": 3, "to": "host-2"}`; without `to` it may move again |
//! | `POST /fleet/restart` | a shard of this worker connects anew, by Resume: `{"shard": 3}`; `"new_session": true` identifies |
//! | `POST /fleet/reshard` | a change of the number of shards: `{"total": 64}`; the present number ends one under way |
//!
//! [`StatusPages`] answers these; a program that has a server of its own asks it there, as gateway-forward does.
//! [`StatusServer`] is a small one.
//!
//! # Who may act
//!
//! Nobody, unless the program sets an [`OperatorToken`]; then who sends it as `Authorization: Bearer`. Pages of other origins are
//! refused, whatever they send. Each action is a line in the log with the address that asked and what it calls itself
//! (`X-Operator`); so is each that was refused. An action that is accepted is answered with 202: it happens in the next moments,
//! and `/fleet` shows it. Errors are JSON: `{"error": {"code", "message", "remedy"}}`.
//!
//! Looking needs no token: who can reach the address sees the ids of workers and the state of shards, nothing of a guild
//! or a session. Bind it to loopback, or to a network of your own.

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
