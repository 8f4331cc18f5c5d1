//! The time limits of the machine.

use std::time::Duration;

/// The time limits of the machine, all measured with the `now` that is passed to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ProtocolTimeouts {
    /// For opening the socket (TCP, TLS, upgrade). Default 10 s. At a session's resume URL it is at most 5 s, so that
    /// an unresponsive host costs little time before the main URL is tried.
    pub connect: Duration,
    /// For Hello, after the socket opened. Default 10 s, at a resume URL at most 5 s.
    pub hello: Duration,
    /// For Ready, after Identify. Default 3 min: in an outage "you should continue to send heartbeats [..]. The Gateway
    /// will eventually respond and issue a session" ([Heartbeat
    /// Interval](https://docs.discord.com/developers/events/gateway#heartbeat-interval)), and each Identify counts
    /// against the daily limit. A dead connection is detected earlier, by its missing heartbeat ACK.
    pub ready: Duration,
    /// For Resumed after Resume, or after the last replayed event. Default 30 s.
    pub resumed: Duration,
    /// For the answer to a close frame, before the socket is dropped. Default 2 s.
    pub close: Duration,
    /// How long a session may be resumed after its connection was lost. Default 15 min. Discord keeps a session for "a
    /// few minutes" ([Initiating a
    /// Disconnect](https://docs.discord.com/developers/events/gateway#initiating-a-disconnect)).
    pub session: Duration,
    /// How long refused Resumes are repeated before the machine begins a new session. Default 90 s, so that Identify
    /// follows within 3 minutes. Only attempts on which Hello came and Resume was sent count, with the delay after
    /// each. An outage counts only against [`session`](Self::session).
    pub refused: Duration,
}

impl Default for ProtocolTimeouts {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            hello: Duration::from_secs(10),
            ready: Duration::from_secs(180),
            resumed: Duration::from_secs(30),
            close: Duration::from_secs(2),
            session: Duration::from_secs(15 * 60),
            refused: Duration::from_secs(90),
        }
    }
}

impl ProtocolTimeouts {
    pub(crate) const fn named(&self) -> [(&'static str, Duration); 7] {
        [
            ("connect", self.connect),
            ("hello", self.hello),
            ("ready", self.ready),
            ("resumed", self.resumed),
            ("close", self.close),
            ("session", self.session),
            ("refused", self.refused),
        ]
    }

    /// Reduces each limit to at most a day, so that no sum of times overflows.
    pub(crate) fn capped(self) -> Self {
        let cap = |time: Duration| time.min(Duration::from_secs(24 * 60 * 60));
        Self {
            connect: cap(self.connect),
            hello: cap(self.hello),
            ready: cap(self.ready),
            resumed: cap(self.resumed),
            close: cap(self.close),
            session: cap(self.session),
            refused: cap(self.refused),
        }
    }
}
