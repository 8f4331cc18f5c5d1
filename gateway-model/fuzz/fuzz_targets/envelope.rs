//! Any bytes as a gateway message. What holds is stated in `checks.rs`, which `cargo test` runs, too.
#![no_main]

#[path = "checks.rs"]
mod checks;

libfuzzer_sys::fuzz_target!(|message: &[u8]| checks::envelope(message));
