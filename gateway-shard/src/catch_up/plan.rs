//! Determines the missed messages of a guild that becomes available or goes away.

use std::collections::BTreeMap;
use std::sync::Arc;

use gateway_model::id::{Id, marker};
use gateway_model::{Dispatch, Permissions};
use serde::Deserialize;

use super::guild::GuildIn;
use super::machine::{ChannelId, GuildId, Machine, Now, Out, receipt};
use super::run::State;
use crate::events::{Acknowledged, MissedMessages, NotCaughtUpReason, Queued, Register};

#[derive(Deserialize)]
struct GuildPart {
    id: GuildId,
    #[serde(default)]
    unavailable: Option<bool>,
}

#[derive(Deserialize)]
struct ChannelPart {
    id: ChannelId,
    #[serde(default)]
    guild_id: Option<Id<marker::Guild>>,
}

/// Channels that the bot may not read, by the permissions that it lacks.
type Unreadable = BTreeMap<u64, (Permissions, Vec<MissedMessages>)>;

impl Machine {
    /// Starts to read the missed messages of a guild that has become available. Returns the events that follow the
    /// Guild Create.
    pub(super) fn guild_in(
        &mut self,
        queued: &Queued,
        dispatch: &Dispatch,
        now: Now,
    ) -> Vec<Queued> {
        let mut reports = Vec::new();
        let Some(guild) = GuildIn::read(dispatch, self.parts.bot, now.wall) else { return reports };
        self.awaited.remove(&guild.id);
        // All later messages are newer than the guild itself.
        let newest = guild.newest().unwrap_or(guild.id.get());
        if !self.parts.seen.has(guild.id) {
            self.parts.seen.raise_floor(guild.id, newest, None);
            return reports;
        }
        let mut unreadable = Unreadable::new();
        for messages in &guild.channels {
            let (channel, last) = (messages.channel, messages.last);
            let Some(after) = self.after(guild.id, channel) else { continue };
            if last <= after {
                continue;
            }
            if messages.missing.is_empty() {
                self.extend(guild.id, channel, after, last);
            } else if let Some(missed) = MissedMessages::new(channel, after, last) {
                let key = u64::try_from(messages.missing.bits()).unwrap_or(u64::MAX);
                let of_these = unreadable.entry(key).or_insert((messages.missing, Vec::new()));
                of_these.1.push(missed);
            }
        }
        self.tell_unreadable(guild.id, unreadable, newest, queued, &mut reports);
        self.end_of_awaiting(guild.id, &mut |queued| reports.push(queued));
        reports
    }

    /// Returns the message after which messages of the channel are missed; `None` if the guild is new.
    fn after(&self, guild: GuildId, channel: ChannelId) -> Option<u64> {
        match self.runs.get(&channel) {
            Some(run) => Some(run.until.unwrap_or(run.after)),
            None => self.parts.seen.base(guild, channel),
        }
    }

    /// Records that messages of a channel are missed up to this one.
    fn extend(&mut self, guild: GuildId, channel: ChannelId, after: u64, last: u64) {
        self.parts.seen.open(guild, channel, after, last);
        let Some(run) = self.runs.get_mut(&channel) else {
            return self.begin(guild, channel, after, last);
        };
        run.until = Some(last);
        if run.state == State::Guild {
            run.state = State::Turn;
            self.urgent.push_back(channel);
            self.is_open(guild);
        }
    }

    /// Reports the channels that the bot may not read, and records that nothing else of the guild is missed.
    fn tell_unreadable(
        &mut self,
        guild: GuildId,
        unreadable: Unreadable,
        newest: u64,
        queued: &Queued,
        reports: &mut Vec<Queued>,
    ) {
        if unreadable.is_empty() {
            return self.parts.seen.raise_floor(guild, newest, receipt(queued));
        }
        let acknowledged = Acknowledged::new(0);
        self.parts.seen.hand_out(&acknowledged);
        let mut register = Register::of_others(0, Arc::clone(&acknowledged));
        // The floor belongs to all of them, so it waits for the last one.
        let count = unreadable.len() as u64;
        for (sequence, (missing, channels)) in (1..).zip(unreadable.into_values()) {
            let receipt = register.hand_out(sequence);
            for missed in &channels {
                let until = missed.until.get();
                self.parts.seen.note_known(guild, missed.channel, until, Some(&receipt));
            }
            if sequence == count {
                self.parts.seen.raise_floor(guild, newest, Some(&receipt));
            }
            let reason = NotCaughtUpReason::NoPermission { missing };
            reports.push(self.not_caught_up(guild, channels, reason, receipt));
        }
    }

    /// Delivers events that came before the Guild Create, if no missed message precedes them.
    fn end_of_awaiting(&mut self, guild: GuildId, out: Out<'_>) {
        let waits = self.runs.iter().filter(|(_, run)| run.guild == guild);
        let waits = waits.filter(|(_, run)| run.state == State::Guild);
        let mut channels: Vec<ChannelId> = waits.map(|(channel, _)| *channel).collect();
        channels.sort_unstable();
        for channel in channels {
            if let Some(run) = self.runs.remove(&channel) {
                self.release(channel, run, out);
            }
        }
    }

    /// Handles a guild that is gone, either in an outage, after which it becomes available again, or for good.
    pub(super) fn guild_out(&mut self, dispatch: &Dispatch, out: Out<'_>) {
        let Ok(part) = dispatch.decode::<GuildPart>() else { return };
        if part.unavailable == Some(true) {
            return self.end_of_awaiting(part.id, out);
        }
        self.awaited.remove(&part.id);
        let of_guild = self.runs.iter().filter(|(_, run)| run.guild == part.id);
        let mut channels: Vec<ChannelId> = of_guild.map(|(channel, _)| *channel).collect();
        channels.sort_unstable();
        for channel in channels {
            self.give_up(channel, NotCaughtUpReason::GuildLeft, out);
        }
        self.parts.seen.forget_guild(part.id);
    }

    /// Handles a deleted channel or thread.
    pub(super) fn channel_gone(&mut self, dispatch: &Dispatch, out: Out<'_>) {
        let Ok(part) = dispatch.decode::<ChannelPart>() else { return };
        self.give_up(part.id, NotCaughtUpReason::ChannelDeleted, out);
        if let Some(guild) = part.guild_id {
            self.parts.seen.forget_channel(guild, part.id);
        }
    }
}
