//! The counts of a run, which the bot prints at its end.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

/// The counts of one run.
#[derive(Debug, Default)]
pub(crate) struct Summary {
    /// Events by name.
    pub(crate) events: BTreeMap<String, u64>,
    /// Connections lost and opened again.
    pub(crate) reconnects: u64,
    /// Sessions resumed.
    pub(crate) resumes: u64,
    /// Events that are missing in the sequence of their session.
    pub(crate) lost: u64,
    /// Events that arrived more than once.
    pub(crate) repeated: u64,
    /// `!ping` messages answered through REST.
    pub(crate) pings: u64,
    /// Events that did not have the documented form.
    pub(crate) undecoded: u64,
    /// The last heartbeat latency of each shard, if one was measured.
    pub(crate) latency: BTreeMap<u32, Option<Duration>>,
    /// How long the bot ran.
    pub(crate) ran_for: Duration,
}

impl Summary {
    /// Counts one event.
    pub(crate) fn count(&mut self, name: &str) {
        match self.events.get_mut(name) {
            Some(count) => *count += 1,
            None => {
                self.events.insert(name.to_owned(), 1);
            }
        }
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let total: u64 = self.events.values().sum();
        writeln!(f, "Summary of {:.1} s", self.ran_for.as_secs_f64())?;
        let mut by_count: Vec<_> = self.events.iter().collect();
        by_count.sort_by_key(|(name, count)| (std::cmp::Reverse(**count), name.as_str()));
        writeln!(f, "  events       {total}")?;
        for (name, count) in by_count {
            writeln!(f, "    {count:>8}  {name}")?;
        }
        writeln!(f, "  events lost  {}", self.lost)?;
        writeln!(f, "  repeated     {}", self.repeated)?;
        writeln!(f, "  undecoded    {}", self.undecoded)?;
        writeln!(f, "  reconnects   {}", self.reconnects)?;
        writeln!(f, "  resumes      {}", self.resumes)?;
        writeln!(f, "  pings        {} answered", self.pings)?;
        for (shard, latency) in &self.latency {
            match latency {
                Some(latency) => {
                    writeln!(
                        f,
                        "  latency      shard {shard}: {:.1} ms",
                        latency.as_secs_f64() * 1000.0
                    )?;
                }
                None => writeln!(f, "  latency      shard {shard}: no heartbeat answered yet")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_come_by_count_then_name() {
        let mut summary = Summary { ran_for: Duration::from_secs(2), ..Summary::default() };
        for name in ["B", "A", "C", "C"] {
            summary.count(name);
        }
        summary.latency.insert(0, Some(Duration::from_micros(1500)));
        let text = summary.to_string();
        let order: Vec<_> =
            ["       2  C", "       1  A", "       1  B"].map(|line| text.find(line)).into();
        assert!(order.is_sorted() && order.iter().all(Option::is_some), "{text}");
        assert!(text.contains("shard 0: 1.5 ms"), "{text}");
    }
}
