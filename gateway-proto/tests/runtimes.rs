//! The same machine on tokio, on smol and on a plain thread, each with a real loopback socket. The examples are run
//! unchanged.
#![allow(dead_code, reason = "each of them uses a part of what they share")]
#![allow(clippy::duplicate_mod, reason = "each example is whole by itself, so they share a file")]

#[path = "../examples/on_a_thread.rs"]
mod on_a_thread;
#[path = "../examples/on_smol.rs"]
mod on_smol;
#[path = "../examples/on_tokio.rs"]
mod on_tokio;

#[test]
fn a_machine_runs_on_tokio() {
    on_tokio::main().unwrap();
}

#[test]
fn a_machine_runs_on_smol() {
    on_smol::main().unwrap();
}

#[test]
fn a_machine_runs_on_a_plain_thread() {
    on_a_thread::main().unwrap();
}
