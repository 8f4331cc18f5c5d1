//! Formats the generated files, like the rest of the workspace.

use std::io::Write;
use std::process::{Command, Stdio};

use crate::{Output, Result, root};

/// Runs each text through rustfmt.
pub(crate) fn all(outputs: Vec<Output>) -> Result<Vec<Output>> {
    outputs.into_iter().map(|(path, text)| Ok((path, one(&text)?))).collect()
}

fn one(text: &str) -> Result<String> {
    let mut rustfmt = Command::new("rustfmt")
        .args(["--edition", "2024", "--config-path"])
        .arg(root())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let mut input = rustfmt.stdin.take().ok_or("rustfmt has no stdin")?;
    input.write_all(text.as_bytes())?;
    drop(input);
    let output = rustfmt.wait_with_output()?;
    if !output.status.success() {
        return Err(format!("rustfmt refuses the generated code:\n{text}").into());
    }
    Ok(String::from_utf8(output.stdout)?)
}
