//! The faults, and a schedule of them that is drawn from a seed.

use std::time::Duration;

use gateway_proto::Shutdown;
use gateway_sim::core::{ResumeRefusal, Rng};

use super::payloads::{RawPayload, ReadyFault};

/// The result of an attempt to connect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dial {
    /// Refused, or answered with 503.
    Refuses,
    /// Never answered.
    Hangs,
    /// Accepted and closed immediately.
    AcceptsAndCloses,
    /// Accepted; then nothing comes.
    AcceptsAndIsSilent,
}

impl Dial {
    pub(crate) const ALL: [Self; 4] =
        [Self::Refuses, Self::Hangs, Self::AcceptsAndCloses, Self::AcceptsAndIsSilent];
}

/// The fate of a close that the server sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CloseFate {
    /// It does not arrive.
    Lost,
    /// It arrives much later.
    Late(Duration),
    /// It is reported again after this time, when the next connection may be open.
    Twice(Duration),
}

/// A fault, or an unusual event.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Fault {
    /// The connection breaks. The server notices it or not.
    Break { server_sees: bool },
    /// From now on the connection silently loses everything that is sent.
    BlackHole,
    /// The next connection breaks once this many bytes went up or down.
    CutAtByte { up: bool, byte: u64 },
    /// The network is slow for a while.
    SlowNetwork { extra: Duration, lasts: Duration },
    /// No connection can be opened for a while. The present one is lost.
    Outage { dial: Dial, lasts: Duration },
    /// The same for the resume host only. The present connection breaks.
    ResumeHostDown { dial: Dial, lasts: Duration },
    /// Everything that was sent on old connections is sent again.
    StaleEcho,
    /// The peer will not answer the next close frame.
    CloseUnanswered,
    /// The server's next close is lost, late, or doubled.
    NextClose(CloseFate),
    /// The process sleeps: the clock jumps.
    Freeze { lasts: Duration },
    /// The consumer is slow: the socket is not read.
    PauseReading { lasts: Duration },
    /// The user sends many commands.
    Commands { count: u32 },
    /// The identify queue grants nothing for a while.
    PermitsStop { lasts: Duration },
    /// The process ends in an orderly way, keeping its session, and starts again.
    Restart,
    /// The process dies and starts again with the session it had.
    Crash,
    /// The user shuts it down permanently.
    Shutdown(Shutdown),
    /// Op 7.
    Reconnect,
    /// Op 9.
    InvalidSession { resumable: bool },
    /// Op 1, many times.
    HeartbeatRequests { count: u32 },
    /// Op 10 again.
    HelloAgain,
    /// The next Hello comes late.
    LateHello { by: Duration },
    /// The last event again.
    RepeatEvent,
    /// The server closes.
    CloseWith { code: u16 },
    /// The server closes the next connection: in place of Hello, or this long after it was opened.
    NextConnectionCloses { code: u16, after: Option<Duration> },
    /// The server acknowledges no heartbeat for a while.
    MuteAcks { lasts: Duration },
    /// The server loses all sessions, and the connection breaks.
    ForgetSession,
    /// An invalid payload.
    Raw(RawPayload),
    /// Hello arrives, but every Resume is refused for a while. The present connection breaks.
    ResumesRefused { how: ResumeRefusal, lasts: Duration },
    /// For a while, replayed events arrive this far apart. The present connection breaks.
    SlowReplay { gap: Duration, lasts: Duration },
    /// The next Ready is wrong.
    Ready(ReadyFault),
    /// Events happen.
    Events { count: u32 },
}

impl Fault {
    /// Every kind of fault, by name.
    pub(crate) const NAMES: [&'static str; 31] = [
        "the connection breaks",
        "all is lost silently",
        "cut at a byte",
        "slow network",
        "outage",
        "resume host down",
        "old connections speak",
        "close unanswered",
        "close lost, late or doubled",
        "the clock jumps",
        "nothing is read",
        "flood of commands",
        "no permits",
        "restart",
        "crash",
        "shutdown",
        "op 7",
        "op 9",
        "op 1",
        "op 10 again",
        "late Hello",
        "repeated event",
        "close code",
        "next connection closed",
        "no ACKs",
        "sessions forgotten",
        "odd payload",
        "Resumes refused",
        "slow replay",
        "odd Ready",
        "events",
    ];

    /// Returns the name of its kind.
    pub(crate) const fn name(&self) -> &'static str {
        match self {
            Self::Break { .. } => "the connection breaks",
            Self::BlackHole => "all is lost silently",
            Self::CutAtByte { .. } => "cut at a byte",
            Self::SlowNetwork { .. } => "slow network",
            Self::Outage { .. } => "outage",
            Self::ResumeHostDown { .. } => "resume host down",
            Self::StaleEcho => "old connections speak",
            Self::CloseUnanswered => "close unanswered",
            Self::NextClose(_) => "close lost, late or doubled",
            Self::Freeze { .. } => "the clock jumps",
            Self::PauseReading { .. } => "nothing is read",
            Self::Commands { .. } => "flood of commands",
            Self::PermitsStop { .. } => "no permits",
            Self::Restart => "restart",
            Self::Crash => "crash",
            Self::Shutdown(_) => "shutdown",
            Self::Reconnect => "op 7",
            Self::InvalidSession { .. } => "op 9",
            Self::HeartbeatRequests { .. } => "op 1",
            Self::HelloAgain => "op 10 again",
            Self::LateHello { .. } => "late Hello",
            Self::RepeatEvent => "repeated event",
            Self::CloseWith { .. } => "close code",
            Self::NextConnectionCloses { .. } => "next connection closed",
            Self::MuteAcks { .. } => "no ACKs",
            Self::ForgetSession => "sessions forgotten",
            Self::Raw(_) => "odd payload",
            Self::ResumesRefused { .. } => "Resumes refused",
            Self::SlowReplay { .. } => "slow replay",
            Self::Ready(_) => "odd Ready",
            Self::Events { .. } => "events",
        }
    }
}

/// A fault, and its time since the start.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Step {
    pub(crate) at: Duration,
    pub(crate) fault: Fault,
}

/// Draws a schedule of up to 14 faults within 20 minutes. More of them are early, during the handshake.
pub(crate) fn schedule(seed: u64) -> Vec<Step> {
    let mut rng = Rng::new(seed ^ 0x5eed_fa01);
    let count = 1 + rng.below(14);
    let mut steps: Vec<Step> = (0..count)
        .map(|_| Step { at: span(&mut rng, 1, 1_200_000), fault: fault(&mut rng) })
        .collect();
    steps.sort_by_key(|step| step.at);
    steps
}

/// Returns a seed and a schedule for a case that random schedules meet too seldom: nobody wants the events of a slow
/// replay, which is interrupted again and again.
pub(crate) fn unwanted_replay() -> (u64, Vec<Step>) {
    let step = |seconds, fault| Step { at: Duration::from_secs(seconds), fault };
    let (gap, lasts) = (Duration::from_secs(10), Duration::from_secs(300));
    let steps = vec![
        step(100, Fault::SlowReplay { gap, lasts }),
        step(100, Fault::Events { count: 50 }),
        step(146, Fault::Break { server_sees: true }),
        step(198, Fault::Break { server_sees: true }),
    ];
    (1, steps)
}

/// Draws a time between two numbers of milliseconds, with each order of magnitude equally likely.
fn span(rng: &mut Rng, low_ms: u64, high_ms: u64) -> Duration {
    let octaves = 64 - (high_ms / low_ms).leading_zeros() as u64;
    let low = low_ms << rng.below(octaves);
    Duration::from_micros((low * 1000 + rng.below(low * 1000)).min(high_ms * 1000))
}

fn dial(rng: &mut Rng) -> Dial {
    Dial::ALL[rng.below(4) as usize]
}

fn close_code(rng: &mut Rng) -> u16 {
    const GO_ON: [u16; 16] = [
        1000, 1001, 1002, 1006, 1011, 1012, 4000, 4001, 4002, 4003, 4005, 4007, 4008, 4009, 4199,
        4999,
    ];
    const FATAL: [u16; 6] = [4004, 4010, 4011, 4012, 4013, 4014];
    // Seldom a code that stops the machine, because nothing can happen after it.
    let codes = if rng.below(12) == 0 { &FATAL[..] } else { &GO_ON[..] };
    codes[rng.below(codes.len() as u64) as usize]
}

fn refusal(rng: &mut Rng) -> ResumeRefusal {
    match rng.below(6) {
        0 | 1 => ResumeRefusal::Close(close_code(rng)),
        2 => ResumeRefusal::Drop,
        3 => ResumeRefusal::Silence,
        4 => ResumeRefusal::Reconnect,
        _ => ResumeRefusal::StillResumable,
    }
}

fn fault(rng: &mut Rng) -> Fault {
    match rng.below(38) {
        0 | 1 => Fault::Break { server_sees: rng.below(2) == 0 },
        2 => Fault::BlackHole,
        3 | 4 => Fault::CutAtByte { up: rng.below(2) == 0, byte: rng.below(3000) },
        5 => Fault::SlowNetwork { extra: span(rng, 10, 20_000), lasts: span(rng, 1000, 300_000) },
        6 => Fault::Outage { dial: dial(rng), lasts: span(rng, 100, 3_600_000) },
        7 | 8 => Fault::ResumeHostDown { dial: dial(rng), lasts: span(rng, 1000, 600_000) },
        9 => Fault::StaleEcho,
        10 => Fault::CloseUnanswered,
        11 => Fault::Freeze { lasts: span(rng, 10, 3_600_000) },
        12 => Fault::PauseReading { lasts: span(rng, 10, 600_000) },
        13 => Fault::Commands { count: 1 + rng.below(300) as u32 },
        14 => Fault::PermitsStop { lasts: span(rng, 100, 300_000) },
        15 => Fault::Restart,
        16 => Fault::Crash,
        17 => Fault::Reconnect,
        18 => Fault::InvalidSession { resumable: rng.below(2) == 0 },
        19 => Fault::HeartbeatRequests { count: 1 + rng.below(200) as u32 },
        20 => Fault::HelloAgain,
        21 => Fault::LateHello { by: span(rng, 10, 60_000) },
        22 => Fault::RepeatEvent,
        23 | 24 => Fault::CloseWith { code: close_code(rng) },
        25 => Fault::MuteAcks { lasts: span(rng, 1000, 200_000) },
        26 => Fault::ForgetSession,
        27 => Fault::Raw(RawPayload::any(rng)),
        28 => Fault::Ready(ReadyFault::ALL[rng.below(7) as usize]),
        29 | 30 => Fault::NextClose(match rng.below(3) {
            0 => CloseFate::Lost,
            1 => CloseFate::Late(span(rng, 10, 60_000)),
            _ => CloseFate::Twice(span(rng, 10, 60_000)),
        }),
        31 if rng.below(8) == 0 => Fault::Shutdown(match rng.below(2) {
            0 => Shutdown::Offline,
            _ => Shutdown::KeepSession,
        }),
        32 => Fault::NextConnectionCloses {
            code: close_code(rng),
            after: (rng.below(4) > 0).then(|| span(rng, 1, 1000)),
        },
        33 | 34 => Fault::ResumesRefused { how: refusal(rng), lasts: span(rng, 1000, 1_000_000) },
        35 | 36 => {
            Fault::SlowReplay { gap: span(rng, 100, 25_000), lasts: span(rng, 10_000, 600_000) }
        }
        _ => Fault::Events { count: 1 + rng.below(50) as u32 },
    }
}
