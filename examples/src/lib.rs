//! Runnable programs on the gateway crates.
