//! The input and output of the core.

use std::time::Instant;

use super::io::{CoreInput, CoreOutput};
use super::state::Core;

impl Core {
    /// Processes an input. Never fails; input of a connection that is gone is ignored.
    ///
    /// If a time is before the last one, the last one is used.
    pub fn handle(&mut self, input: CoreInput, now: Instant) {
        self.advance(now);
        match input {
            CoreInput::Opened { conn, query } => self.on_opened(conn, &query),
            CoreInput::Frame { conn, payload } => self.on_frame(conn, &payload),
            CoreInput::Closed { conn, code } => self.on_closed(conn, code),
            CoreInput::Timeout => {}
        }
        self.run_timers();
    }

    /// Returns the next thing to do.
    pub fn poll(&mut self) -> CoreOutput {
        match self.out.pop_front() {
            Some(output) => output,
            None => self.next_deadline().map_or(CoreOutput::Idle, CoreOutput::WaitUntil),
        }
    }
}
