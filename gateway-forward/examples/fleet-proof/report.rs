//! The table of results.

use std::fmt;
use std::time::Duration;

use crate::bench::Scale;
use crate::check::Came;

/// The result of one fault.
pub(crate) struct Row {
    pub(crate) fault: &'static str,
    pub(crate) servers: usize,
    /// The time from the fault until every worker had shards again and all were ready.
    pub(crate) took: Duration,
    /// How long the others took to run all shards, or what did not happen.
    pub(crate) takeover: Result<Option<Duration>, String>,
    pub(crate) sent: usize,
    pub(crate) came: Result<Came, String>,
    pub(crate) identifies: u64,
}

impl Row {
    /// Returns whether the checks passed: no fault may cost an event or an Identify.
    pub(crate) fn is_good(&self) -> bool {
        let came = self.came.as_ref().is_ok_and(Came::is_good);
        self.takeover.is_ok() && came && self.identifies == 0 && self.sent > 0
    }
}

/// The row of the table.
impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = |time: Duration| format!("{:.1} s", time.as_secs_f64());
        let takeover = self.takeover.as_ref().ok().copied().flatten();
        let takeover = takeover.map_or("-".to_owned(), seconds);
        let came = match &self.came {
            Ok(came) => {
                format!("{} | {} | {} | {}", came.lost, came.doubled, came.late, came.repeats)
            }
            Err(_) => "? | ? | ? | ?".to_owned(),
        };
        let (whole, verdict) = (seconds(self.took), if self.is_good() { "good" } else { "BAD" });
        let Self { fault, servers, sent, identifies, .. } = self;
        write!(
            f,
            "| {servers} | {fault} | {takeover} | {whole} | {sent} | {came} | {identifies} | {verdict} |"
        )
    }
}

pub(crate) fn print(rows: &[Row], scale: Scale) {
    println!();
    println!(
        "{} workers, {} shards, {} events a second, dead after {:?}, paused or cut off for {:?}, NATS away for {:?}.",
        scale.workers, scale.shards, scale.rate, scale.dead_after, scale.pause, scale.outage
    );
    println!("Predicted: 0 lost, 0 doubled, 0 late, 0 Identifies in every row.");
    println!();
    println!(
        "| NATS | fault | takeover | whole after | events | lost | doubled | late | repeats dropped | Identifies | verdict |"
    );
    println!("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
    for row in rows {
        println!("{row}");
    }
    println!();
    for row in rows {
        for error in [row.takeover.as_ref().err(), row.came.as_ref().err()].into_iter().flatten() {
            println!("{}: {error}", row.fault);
        }
    }
}
