//! The shutdown of a machine: the two ways to stop it, and what remains.
//!
//! Docs: [Initiating a Disconnect](https://docs.discord.com/developers/events/gateway#initiating-a-disconnect).

use std::time::Instant;

use super::close::{CLOSE_ENDING_SESSION, CLOSE_KEEPING_SESSION};
use super::machine::Connection;
use super::phase::{Phase, Then};
use crate::input::Shutdown;
use crate::output::{Output, StopReason};

impl Connection {
    /// Begins a shutdown. Both kinds end within the close timeout, whatever the peer does.
    pub(super) fn on_shutdown(&mut self, shutdown: Shutdown, now: Instant) {
        let code = match shutdown {
            Shutdown::Offline => CLOSE_ENDING_SESSION,
            Shutdown::KeepSession => CLOSE_KEEPING_SESSION,
        };
        self.release_permit();
        match &mut self.phase {
            Phase::Stopped(_) => {}
            Phase::Waiting { .. } => self.finish(shutdown),
            Phase::Connecting { link, .. } => {
                let link = *link;
                self.outputs.push_back(Output::Drop { link });
                self.finish(shutdown);
            }
            Phase::Closing { then, .. } => {
                // The session is kept unless an earlier shutdown asked to end it.
                if !matches!(then, Then::Stop(Shutdown::Offline)) {
                    *then = Then::Stop(shutdown);
                }
                self.commands.clear();
            }
            phase => {
                let Some(link) = phase.link_id() else { return };
                self.outputs.push_back(Output::Close { link, code });
                let drop_at = now + self.config.timeouts.close;
                self.enter(|_| Phase::Closing { link, drop_at, then: Then::Stop(shutdown) });
                self.commands.clear();
            }
        }
    }

    /// Stops the machine after the socket of a shutdown is gone.
    pub(super) fn finish(&mut self, shutdown: Shutdown) {
        if shutdown == Shutdown::Offline {
            self.session = None;
        }
        let session = self.session();
        self.stop(StopReason::Shutdown { session });
    }

    pub(super) fn stop(&mut self, reason: StopReason) {
        self.commands.clear();
        self.enter(|_| Phase::Stopped(reason));
    }
}
