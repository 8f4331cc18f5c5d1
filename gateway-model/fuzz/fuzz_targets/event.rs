//! Any text as the data of any event: the name, a line feed, the data.
#![no_main]

#[path = "checks.rs"]
mod checks;

libfuzzer_sys::fuzz_target!(|text: &[u8]| checks::event(text));
