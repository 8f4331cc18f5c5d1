//! Answering an interaction: the first answer, edits, follow-ups, and the guard of the three seconds.

mod context;

pub use context::Context;
