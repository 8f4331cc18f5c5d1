//! Compares the listeners' file with the events that were sent.

use std::collections::HashMap;
use std::fmt;
use std::path::Path;

use anyhow::{Context as _, Result};

/// What became of the events.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Came {
    pub(crate) sent: usize,
    /// Events that no listener received.
    pub(crate) lost: usize,
    /// Events that a listener received with another session or sequence, so that `Dedupe` does not drop them.
    pub(crate) doubled: usize,
    /// Events that a listener first started after a later event of their guild.
    pub(crate) late: usize,
    /// Events that were started again with the same session and sequence, which `Dedupe` drops.
    pub(crate) repeats: usize,
}

impl Came {
    pub(crate) const fn is_good(&self) -> bool {
        self.lost == 0 && self.doubled == 0 && self.late == 0
    }
}

impl fmt::Display for Came {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { sent, lost, doubled, late, repeats } = self;
        write!(
            f,
            "{sent} events, {lost} lost, {doubled} doubled after dedupe, {late} late in their guild, {repeats} repeats that dedupe drops"
        )
    }
}

/// Returns the number of lines.
pub(crate) fn arrived(file: &Path) -> Result<usize> {
    if !file.exists() {
        return Ok(0);
    }
    Ok(std::fs::read_to_string(file)?.lines().count())
}

/// Compares the file with the guild of each event that was sent.
pub(crate) fn compare(file: &Path, sent: &[u64]) -> Result<Came> {
    let text = std::fs::read_to_string(file)?;
    let whole = text.rfind('\n').map_or("", |end| &text[..end]);
    let mut came = Came { sent: sent.len(), ..Came::default() };
    let (mut ids, mut newest) = (HashMap::<usize, &str>::new(), HashMap::<&str, usize>::new());
    for line in whole.lines() {
        let mut parts = line.split(' ');
        let mut next = || parts.next().with_context(|| format!("a line '{line}'"));
        let (number, guild, id) = (next()?.parse()?, next()?, next()?);
        match ids.get(&number) {
            Some(known) if *known == id => came.repeats += 1,
            Some(_) => came.doubled += 1,
            None => {
                ids.insert(number, id);
                let newest = newest.entry(guild).or_default();
                came.late += usize::from(number < *newest);
                *newest = number.max(*newest);
            }
        }
    }
    came.lost = (0..sent.len()).filter(|number| !ids.contains_key(number)).count();
    Ok(came)
}
