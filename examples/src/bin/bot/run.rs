//! Runs the bot: reads the stream of events, logs, counts and answers them.

use std::future::Future;

use gateway_model::Dispatch;
use gateway_shard::{Events, Gateway, NextStep, ShardEvent, ShardEventKind, StateChange};
use tokio::time::Instant;

use crate::end::End;
use crate::ending::Ending;
use crate::live_log::{LiveLog, Tone};
use crate::loss::LossCheck;
use crate::show::show;
use crate::summary::Summary;

/// A running bot.
pub(crate) struct Run {
    gateway: Gateway,
    events: Events,
    log: LiveLog,
    loss: LossCheck,
    summary: Summary,
    started: Instant,
}

impl Run {
    pub(crate) fn new(gateway: Gateway, events: Events, log: LiveLog) -> Self {
        Self {
            gateway,
            events,
            log,
            loss: LossCheck::default(),
            summary: Summary::default(),
            started: Instant::now(),
        }
    }

    /// Handles events until `stop`, or until Discord refuses the bot; prints the summary.
    pub(crate) async fn until(
        mut self,
        stop: impl Future<Output = &'static str>,
        ending: Ending,
    ) -> Result<(), End> {
        tokio::pin!(stop);
        let mut by_others = ending.by_others();
        let why = loop {
            tokio::select! {
                why = &mut stop => break Some(why),
                why = &mut by_others => break Some(why),
                event = self.events.next() => match event {
                    Some(event) => self.handle(&event),
                    None => break None,
                },
            }
        };
        for shard in self.gateway.status().shards {
            self.summary.latency.insert(shard.shard.id(), shard.latency);
        }
        if let Some(why) = why {
            self.log.line(Tone::Note, None, "bot", format_args!("{why}: closing"));
        }
        self.close(ending).await;
        self.gateway.ended().await.map_err(End::from)
    }

    /// Closes the connections, handles the remaining events, and prints the summary.
    async fn close(&mut self, ending: Ending) {
        let report = {
            let closing = ending.close(self.gateway.clone());
            tokio::pin!(closing);
            loop {
                tokio::select! {
                    report = &mut closing => break report,
                    Some(event) = self.events.next() => self.handle(&event),
                }
            }
        };
        if !report.is_clean() {
            self.log.line(Tone::Warning, None, "bot", format_args!("not a clean end: {report:?}"));
        }
        self.summary.ran_for = self.started.elapsed();
        self.summary.lost = self.loss.lost();
        self.summary.repeated = self.loss.repeated();
        self.log.block(&self.summary);
    }

    fn handle(&mut self, event: &ShardEvent) {
        let shard = event.shard.id();
        match &event.kind {
            ShardEventKind::Dispatch(dispatch) => self.dispatch(shard, dispatch),
            ShardEventKind::State(change) => self.state(shard, change),
            // Other lines already show both: GUILD_CREATE or GUILD_DELETE, and the cause in "disconnected".
            ShardEventKind::Guild { .. } | ShardEventKind::LinkFailed(_) => {}
            ShardEventKind::Stopped(reason) => {
                self.loss.leaves(shard);
                self.log.line(Tone::Note, Some(shard), "stopped", reason)
            }
            other => self.log.line(Tone::Warning, Some(shard), "notice", other),
        }
    }

    fn dispatch(&mut self, shard: u32, dispatch: &Dispatch) {
        self.loss.saw(shard, dispatch.kind(), dispatch.sequence());
        show(shard, dispatch, self.gateway.rest(), &mut self.summary, self.log);
    }

    fn state(&mut self, shard: u32, change: &StateChange) {
        let line = |tone, name, text: std::fmt::Arguments<'_>| {
            self.log.line(tone, Some(shard), name, text);
        };
        match change {
            StateChange::Connected => line(Tone::Good, "connected", format_args!("")),
            StateChange::Identifying => line(Tone::Good, "identifies", format_args!("")),
            StateChange::Resuming { sequence } => {
                self.loss.resumes(shard, *sequence);
                line(Tone::Good, "resumes", format_args!("after sequence {sequence}"));
            }
            StateChange::Ready { .. } => line(Tone::Good, "ready", format_args!("a new session")),
            StateChange::Resumed { replayed } => {
                self.summary.resumes += 1;
                line(Tone::Good, "resumed", format_args!("{replayed} missed events were replayed"));
            }
            StateChange::Disconnected { cause, next, retry_in } => {
                self.summary.reconnects += 1;
                let what = match next {
                    NextStep::Resume => "resume",
                    NextStep::Identify => "identify",
                };
                let wait = retry_in.as_millis();
                line(
                    Tone::Warning,
                    "disconnected",
                    format_args!("{cause}; will {what} in {wait} ms"),
                );
            }
            StateChange::InvalidSession { .. } => {
                line(Tone::Warning, "invalid session", format_args!(""));
            }
            StateChange::HeartbeatAcked { latency: Some(latency), .. } => {
                line(Tone::Note, "heartbeat", format_args!("answered in {latency:.1?}"));
            }
            StateChange::Ignored { reason, .. } => {
                line(Tone::Warning, "ignored", format_args!("{reason}"));
            }
            _ => {}
        }
    }
}
