//! Generates the operations of http-client from Discord's OpenAPI description, and the pictures of the guide.
//!
//! `cargo run -p xtask -- generate` writes `http-client/src/ops/generated/` and the calls of
//! `http-client/tests/every_operation/generated/`; `cargo run -p xtask -- check` reports whether they are current. Data
//! that the description lacks is in `xtask/tables/`: the methods' names, their documentation, and the gateway-model
//! types of fields and responses. `additional.json` contains the operations that only the docs have.
//!
//! `cargo run -p xtask -- pictures` draws the state machines of the workspace to `docs/guide/src/pictures/`. `check`
//! also reports whether these are current.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "it is a command line tool")]

mod calls;
mod code;
mod format;
mod kind;
mod operations;
mod page;
mod pictures;
mod spec;
mod tables;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{error, fs};

/// An error of the generator, as text for its user.
pub(crate) type Result<T> = std::result::Result<T, Box<dyn error::Error>>;

/// A file to write: its path below the workspace, and its text.
pub(crate) type Output = (PathBuf, String);

fn main() -> ExitCode {
    let result = match std::env::args().nth(1).as_deref() {
        Some("generate") => outputs().and_then(write),
        Some("pictures") => pictures::files(root()).and_then(write),
        Some("check") => check(),
        _ => Err("usage: cargo run -p xtask -- generate | pictures | check".into()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."))
}

/// Returns all files, formatted.
fn outputs() -> Result<Vec<Output>> {
    let spec = spec::Spec::read(
        &root().join("testdata/discord/openapi.json"),
        &root().join("xtask/tables/additional.json"),
    )?;
    let tables = tables::Tables::read(&root().join("xtask/tables"))?;
    let operations = operations::all(&spec, &tables)?;
    let mut outputs = code::files(&operations);
    outputs.extend(calls::files(&operations));
    format::all(outputs)
}

fn write(outputs: Vec<Output>) -> Result<()> {
    for (path, text) in &outputs {
        fs::write(root().join(path), text)?;
    }
    println!("{} files written", outputs.len());
    Ok(())
}

fn check() -> Result<()> {
    check_files(outputs()?, "generate")?;
    check_files(pictures::files(root())?, "pictures")?;
    println!("all files are current");
    Ok(())
}

/// Returns an error if a file differs from what the command would write.
fn check_files(outputs: Vec<Output>, command: &str) -> Result<()> {
    for (path, text) in outputs {
        if fs::read_to_string(root().join(&path)).ok().as_deref() != Some(&text) {
            let path = path.display();
            return Err(format!("{path} is outdated: run cargo run -p xtask -- {command}").into());
        }
    }
    Ok(())
}
