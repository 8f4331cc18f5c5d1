//! Payloads and the types: a sample of every dispatch event, every example of Discord's docs, every schema of its
//! OpenAPI description. They are decoded, written, searched for their guild, and damaged in every field.
#![allow(clippy::unwrap_used, reason = "tests")]

mod broken_fields;
mod compare;
mod examples;
mod guild_id;
mod nested_oddities;
mod odd_values;
mod openapi;
mod openness;
mod parts;
mod required_fields;
mod round_trip;
mod samples;
mod sources;
mod subject;
mod undocumented;
