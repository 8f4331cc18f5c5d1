//! CPU time of a process, on Linux.

use anyhow::{Context as _, Result};

/// Ticks of the kernel's CPU times in a second, on every Linux of today.
const TICKS: f64 = 100.0;

/// The CPU seconds of a process so far.
pub(crate) fn of(process: u32) -> Result<f64> {
    let text = std::fs::read_to_string(format!("/proc/{process}/stat"))?;
    // The name, in brackets, may hold spaces.
    let (_, rest) = text.rsplit_once(')').context("stat")?;
    let ticks = |at: usize| rest.split_whitespace().nth(at).and_then(|it| it.parse::<f64>().ok());
    Ok((ticks(11).context("utime")? + ticks(12).context("stime")?) / TICKS)
}

/// Those of this process.
pub(crate) fn own() -> Result<f64> {
    of(std::process::id())
}
