//! The query of a gateway URL.
//!
//! Docs: [Gateway, Connecting](https://docs.discord.com/developers/events/gateway#connecting).

use gateway_model::gateway::CloseCode;

use super::refusal::{Refusal, refuse};

/// Validates version, encoding and compression.
pub(super) fn check_query(query: &str) -> Result<(), Refusal> {
    let query = query.split_once('?').map_or(query, |(_, query)| query);
    let mut version = None;
    for pair in query.split('&') {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        match (key, value) {
            ("v", value) => version = Some(value),
            ("compress", "zstd-stream") if !cfg!(feature = "zstd") => {
                return refuse(
                    CloseCode::DecodeError,
                    "this simulation is built without its feature zstd; use zlib-stream",
                );
            }
            ("encoding", "json") | ("compress", "zlib-stream" | "zstd-stream") => {}
            ("encoding", "etf") => {
                return refuse(
                    CloseCode::DecodeError,
                    "this simulation does not speak etf; use json",
                );
            }
            ("encoding" | "compress", value) => {
                return refuse(
                    CloseCode::DecodeError,
                    format!("{key}={value} is not an accepted value"),
                );
            }
            _ => {}
        }
    }
    match version {
        Some("10" | "9") => Ok(()),
        Some(other) => {
            refuse(CloseCode::InvalidApiVersion, format!("v={other} is not supported; use v=10"))
        }
        None => refuse(
            CloseCode::InvalidApiVersion,
            "the URL has no v, which means the deprecated v=6; use v=10",
        ),
    }
}
