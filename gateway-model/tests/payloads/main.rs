//! Every dispatch event: decoded, written back, asked for its guild, and broken in every field.
#![allow(clippy::unwrap_used, reason = "tests")]

mod broken_fields;
mod compare;
mod examples;
mod guild_id;
mod openapi;
mod openness;
mod parts;
mod round_trip;
mod samples;
