//! The way in and out: what happened, and what to do next.

use std::time::Instant;

use super::io::{CoreInput, CoreOutput};
use super::state::Core;

impl Core {
    /// Takes one input. It never fails; input of a connection that is gone is ignored.
    ///
    /// A time before the last one counts as the last one.
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

    /// The next thing to do.
    pub fn poll(&mut self) -> CoreOutput {
        match self.out.pop_front() {
            Some(output) => output,
            None => self.next_deadline().map_or(CoreOutput::Idle, CoreOutput::WaitUntil),
        }
    }
}
