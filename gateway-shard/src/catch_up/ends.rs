//! The end of a run before everything was read, and how it is reported.

use std::sync::Arc;
use std::time::Instant;

use gateway_proto::StopReason;

use super::machine::{ChannelId, GuildId, Machine, Out, Parts, is_of};
use super::run::{Run, State};
use crate::events::{
    Acknowledged, Held, MissedMessages, NotCaughtUp, NotCaughtUpReason, Queued, Receipt, Register,
    ShardEvent, ShardEventKind,
};

impl Machine {
    /// Until when [`tick`](Self::tick) has nothing to do.
    pub(super) fn deadline(&self) -> Option<Instant> {
        self.holds.front().map(|(since, _)| *since + self.parts.settings.max_hold)
    }

    /// Gives up channels that have held events back for too long.
    pub(super) fn tick(&mut self, now: Instant, out: Out<'_>) {
        while let Some((since, channel)) = self.holds.front().copied() {
            if since + self.parts.settings.max_hold > now {
                break;
            }
            self.holds.pop_front();
            if self.runs.get(&channel).and_then(Run::held_since) == Some(since) {
                self.give_up(channel, NotCaughtUpReason::HeldTooLong, out);
            }
        }
    }

    /// Gives up a channel: its missed messages are not read, or not completely.
    pub(super) fn give_up(&mut self, channel: ChannelId, reason: NotCaughtUpReason, out: Out<'_>) {
        let Some(run) = self.runs.remove(&channel) else { return };
        let (guild, is_counted) = (run.guild, run.state != State::Guild);
        let end = run.end();
        if end > run.after
            && let Some(missed) = MissedMessages::new(channel, run.after, end)
        {
            let acknowledged = Acknowledged::new(0);
            self.parts.seen.hand_out(&acknowledged);
            let receipt = Register::of_others(0, acknowledged).hand_out(1);
            self.parts.seen.note(guild, channel, end, Some(&receipt));
            let report = self.not_caught_up(guild, vec![missed], reason, receipt);
            out(report);
        }
        self.parts.seen.close(guild, channel);
        self.release(channel, run, out);
        if is_counted {
            self.ended(guild, out);
        }
    }

    /// Creates the report on missed messages that are not read.
    pub(super) fn not_caught_up(
        &mut self,
        guild: GuildId,
        channels: Vec<MissedMessages>,
        reason: NotCaughtUpReason,
        receipt: Receipt,
    ) -> Queued {
        tracing::warn!(
            shard = %self.parts.shard, %guild, channels = channels.len(), %reason,
            "missed messages were not read"
        );
        let count = u32::try_from(channels.len()).unwrap_or(u32::MAX);
        if let Some(total) = self.totals.get_mut(&guild) {
            total.told.not_caught_up += count;
        }
        let missed = Arc::new(NotCaughtUp { guild, channels, reason });
        let mut event = ShardEvent::new(self.parts.shard, ShardEventKind::NotCaughtUp(missed));
        event.receipt = Held::Event(receipt);
        Queued::new(event)
    }

    /// Delivers the events that were held back.
    pub(super) fn release(&mut self, channel: ChannelId, run: Run, out: Out<'_>) {
        let guild = run.guild;
        self.held -= run.held();
        for event in run.into_held() {
            self.pass(guild, channel, event, out);
        }
    }

    /// Records the end of a run of the guild. If it was the last one, this is reported.
    pub(super) fn ended(&mut self, guild: GuildId, out: Out<'_>) {
        let Some(total) = self.totals.get_mut(&guild) else { return };
        total.open = total.open.saturating_sub(1);
        if total.open == 0
            && let Some(total) = self.totals.remove(&guild)
        {
            let kind = ShardEventKind::CaughtUp(total.told);
            out(Queued::new(ShardEvent::new(self.parts.shard, kind)));
        }
    }

    /// Stops with the shard. If a later process resumes the session, missed messages and held-back events are left to
    /// it. Otherwise they are reported and delivered now.
    pub(super) fn stop(&mut self, reason: &StopReason, out: Out<'_>) {
        let is_resumable = matches!(reason, StopReason::Shutdown { session: Some(_) });
        if self.parts.goes_on && is_resumable {
            for (channel, run) in std::mem::take(&mut self.runs) {
                self.leave(channel, run);
            }
            self.held = 0;
        }
        let mut channels: Vec<ChannelId> = self.runs.keys().copied().collect();
        channels.sort_unstable();
        for channel in channels {
            self.give_up(channel, NotCaughtUpReason::Stopping, out);
        }
        if self.parts.is_leased {
            // If the shard comes back, another process has seen the messages in between.
            let Parts { seen, shard, .. } = &self.parts;
            seen.forget_guilds(|guild| is_of(*shard, guild));
        }
    }

    /// Leaves the remaining messages of a channel to the next process. That process reads held-back new messages by
    /// REST, so they do not keep the stored sequence back. If they did, it would get every later event again. It gets
    /// other held-back events, such as edits, by Resume.
    fn leave(&self, channel: ChannelId, run: Run) {
        let (guild, after, until) = (run.guild, run.after, run.until);
        let mut end = until;
        for event in run.into_held() {
            if until.is_some() && event.created.is_some() {
                end = end.max(event.created);
                event.queued.mark_handled();
            }
        }
        if let Some(end) = end {
            self.parts.seen.open(guild, channel, after, end);
        }
    }
}
