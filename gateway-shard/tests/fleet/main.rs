//! Whole fleets and the simulated Discord, over real sockets and through every layer.
#![allow(clippy::unwrap_used, reason = "tests; a panic is the test's failure")]

mod blocked;
mod cancelled;
mod catch_up;
mod leases;
mod life;
mod listeners;
mod metric_names;
mod network;
mod outages;
mod ranges;
mod refused;
mod requests;
mod reshards;
mod restarts;
mod spans;
mod starts;
mod state;
mod store;
mod storm;
mod support;
mod voice;
mod waiting;
