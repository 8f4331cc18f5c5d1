//! How a bot in Rust says what it has heard: a line of JSON for each thing.

use std::fmt::Debug;
use std::io::Write as _;

use serde_json::{Value, json};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

/// Says that something of this kind has happened. It is written at once: a bot may end right after.
pub fn report(is: &str, mut fields: Value) {
    fields["is"] = json!(is);
    let mut out = std::io::stdout().lock();
    // If nobody reads any longer, nobody misses it.
    drop(writeln!(out, "{fields}").and_then(|()| out.flush()));
}

/// Says what the library complains about.
pub fn warning(text: &str) {
    report("warning", json!({ "text": text }));
}

/// Reports events of the levels `warn` and `error`.
pub struct Complaints;

impl Subscriber for Complaints {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        *metadata.level() <= Level::WARN
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut text = Text(format!("{} {}:", event.metadata().target(), event.metadata().level()));
        event.record(&mut text);
        warning(&text.0);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

struct Text(String);

impl Visit for Text {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.push_str(&format!(" {}={value:?}", field.name()));
    }
}
