//! Chooses the next page to request, and delivers its messages.

use std::sync::Arc;
use std::time::Instant;

use gateway_model::Dispatch;

use super::machine::{ChannelId, GuildId, Machine, Out, receipt};
use super::page::{PAGE, Page};
use super::run::{Run, State};
use crate::events::{
    Acknowledged, Held, NotCaughtUpReason, Queued, Register, ShardEvent, ShardEventKind,
};

/// A request for messages of a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fetch {
    pub(super) guild: GuildId,
    pub(super) channel: ChannelId,
    pub(super) after: u64,
    pub(super) limit: u32,
    /// The number of the run that requests it, and the end of that run at the time.
    run: u64,
    until: u64,
}

impl Machine {
    /// Returns the next request to send, if there is one now. Channels whose limit is reached are given up.
    pub(super) fn next_request(&mut self, out: Out<'_>) -> Option<Fetch> {
        while self.asked < self.parts.settings.concurrency {
            let channel = self.urgent.pop_front().or_else(|| self.queue.pop_front())?;
            let Some(run) = self.runs.get_mut(&channel).filter(|run| run.state == State::Turn)
            else {
                continue;
            };
            let of_channel = self.parts.settings.max_messages_per_channel.saturating_sub(run.read);
            let limit = PAGE.min(of_channel).min(self.messages);
            if of_channel > 0 && self.messages == 0 && self.asked > 0 {
                // Requests in flight may return a part of the limit.
                self.urgent.push_front(channel);
                return None;
            }
            if limit == 0 {
                self.give_up(channel, NotCaughtUpReason::MessageLimit, out);
                continue;
            }
            if self.requests == 0 {
                self.give_up(channel, NotCaughtUpReason::RequestLimit, out);
                continue;
            }
            run.state = State::Answer;
            self.requests -= 1;
            self.messages -= limit;
            self.asked += 1;
            let (guild, after, run, until) = (run.guild, run.after, run.number, run.end());
            return Some(Fetch { guild, channel, after, limit, run, until });
        }
        None
    }

    /// Processes the response to a request.
    pub(super) fn answer(
        &mut self,
        fetch: Fetch,
        answer: Result<Page, NotCaughtUpReason>,
        now: Instant,
        out: Out<'_>,
    ) {
        self.asked -= 1;
        // The unused part of the limit is returned.
        self.messages += fetch.limit;
        let is_meant = |run: &Run| run.number == fetch.run && run.state == State::Answer;
        if !self.runs.get(&fetch.channel).is_some_and(is_meant) {
            return;
        }
        let page = match answer {
            Ok(page) => page,
            Err(reason) => return self.give_up(fetch.channel, reason, out),
        };
        let Some(mut run) = self.runs.remove(&fetch.channel) else { return };
        let until = run.until.unwrap_or(run.after);
        let is_full = page.len() >= usize::try_from(fetch.limit).unwrap_or(usize::MAX);
        // A page that is not full is the last one, unless more messages were missed since it was requested.
        let is_all = !is_full && fetch.until == until;
        let is_last = is_all || page.last().is_some_and(|(id, _)| *id >= until);
        let read = self.put_in(fetch.channel, &mut run, page, now, out);
        self.messages = self.messages.saturating_sub(read);
        if is_last {
            return self.finish(fetch.channel, run, out);
        }
        run.state = State::Turn;
        let is_urgent = run.held() > 0;
        self.runs.insert(fetch.channel, run);
        let queue = if is_urgent { &mut self.urgent } else { &mut self.queue };
        queue.push_back(fetch.channel);
    }

    /// Delivers the missed messages of a page, together with the held-back events that come before them. Returns the
    /// number of messages.
    fn put_in(
        &mut self,
        channel: ChannelId,
        run: &mut Run,
        page: Page,
        now: Instant,
        out: Out<'_>,
    ) -> u32 {
        let acknowledged = Acknowledged::new(run.after);
        let mut register = Register::of_others(run.after, Arc::clone(&acknowledged));
        let (first, until) = (run.after, run.until.unwrap_or(run.after));
        let mut ids = Vec::new();
        for (id, message) in page.into_iter().filter(|(id, _)| *id > first && *id <= until) {
            let (before, is_there) = run.take_until(id);
            self.held -= before.len();
            for event in before {
                self.pass(run.guild, channel, event, out);
            }
            run.after = id;
            if is_there {
                continue;
            }
            ids.push(id);
            let queued = self.caught_up(message, &mut register, id);
            self.parts.seen.note(run.guild, channel, id, receipt(&queued));
            out(queued);
        }
        let count = u32::try_from(ids.len()).unwrap_or(u32::MAX);
        if count > 0 {
            self.parts.seen.hand_out(&acknowledged);
            self.parts.seen.read.insert(channel, &ids, now);
        }
        run.read = run.read.saturating_add(count);
        self.total(run.guild).told.messages += u64::from(count);
        count
    }

    /// Converts a missed message to an event.
    fn caught_up(&self, message: Dispatch, register: &mut Register, id: u64) -> Queued {
        let mut event = ShardEvent::new(self.parts.shard, ShardEventKind::Dispatch(message));
        event.caught_up = true;
        event.receipt = Held::Event(register.hand_out(id));
        Queued::new(event)
    }

    /// Ends a run because all missed messages of the channel were read.
    fn finish(&mut self, channel: ChannelId, run: Run, out: Out<'_>) {
        let guild = run.guild;
        self.parts.seen.close(guild, channel);
        self.release(channel, run, out);
        self.total(guild).told.channels += 1;
        self.ended(guild, out);
    }
}
