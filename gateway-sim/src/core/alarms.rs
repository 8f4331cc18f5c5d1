//! Events of the world that happen at a time without a request.

use std::time::{Duration, Instant};

use gateway_model::Id;
use gateway_model::id::marker;
use serde_json::json;

use super::dispatch::Route;
use super::state::Core;
use crate::world::{ACTIVE, Alarm, COMPLETED, EMPTY_MS, EXTERNAL, is_finished, next_status};

impl Core {
    /// Returns when the world has to be checked next.
    pub(super) fn next_alarm(&self) -> Option<Instant> {
        let after = self.world.alarms.next()?.saturating_sub(self.config.start_unix_ms);
        self.started.checked_add(Duration::from_millis(after))
    }

    /// Carries out what is due in the world.
    pub(super) fn run_alarms(&mut self) {
        while let Some(alarm) = self.world.alarms.take(self.unix_ms()) {
            match alarm {
                Alarm::Event { guild, event } => self.on_event_due(guild, event),
                Alarm::Stage { guild, channel } => self.on_stage_due(guild, channel),
                Alarm::Poll { channel, message } => self.on_poll_due(channel, message),
                Alarm::Thread { guild, thread } => self.on_thread_due(guild, thread),
            }
        }
    }

    /// Changes the status of an event, and dispatches the change.
    pub(crate) fn set_event_status(&mut self, guild: Id<marker::Guild>, id: u64, status: u64) {
        let now = self.now;
        let Some(held) = self.world.guild_mut(guild) else { return };
        let Some(event) = held.events.get_mut(&id) else { return };
        event["status"] = json!(status);
        let event = event.clone();
        held.forget_finished_events();
        self.inject("GUILD_SCHEDULED_EVENT_UPDATE", Route::Guild(guild), &event, now);
        self.watch_event(guild, id);
    }

    /// Sets the alarm for the next automatic change of an event.
    pub(crate) fn watch_event(&mut self, guild: Id<marker::Guild>, event: u64) {
        let Some(held) = self.world.guild(guild) else { return };
        let Some(object) = held.events.get(&event) else { return };
        let in_channel = object["status"] == ACTIVE && object["entity_type"] != EXTERNAL;
        let empty_at = in_channel.then(|| self.unix_ms() + EMPTY_MS);
        if let Some(at) = next_status(object).map(|(at, _)| at).or(empty_at) {
            drop(held);
            self.world.alarms.set(at, Alarm::Event { guild, event });
        }
    }

    /// Sets whether a user is interested in an event, or in one exception of it. Returns the number of sessions that
    /// received the change; `None` if there is no such event, or it is over.
    ///
    /// Docs: [Gateway Events, Guild Scheduled Event User Add](https://docs.discord.com/developers/events/gateway-events#guild-scheduled-event-user-add).
    pub(crate) fn set_interest(
        &mut self,
        guild: Id<marker::Guild>,
        (event, exception): (u64, Option<u64>),
        user: u64,
        interested: bool,
        now: Instant,
    ) -> Option<usize> {
        let held = self.world.guild_mut(guild)?;
        let object = held.events.get(&event).filter(|event| !is_finished(event))?;
        if let Some(exception) = exception {
            let mut all = object["guild_scheduled_event_exceptions"].as_array()?.iter();
            all.find(|one| one["event_exception_id"] == *exception.to_string())?;
        }
        if !held.set_interest(event, exception, user, interested) {
            return Some(0);
        }
        let mut data = json!({
            "guild_scheduled_event_id": event.to_string(),
            "user_id": user.to_string(),
            "guild_id": guild.to_string(),
        });
        if let Some(exception) = exception {
            data["guild_scheduled_event_exception_id"] = json!(exception.to_string());
        }
        let name = match interested {
            true => "GUILD_SCHEDULED_EVENT_USER_ADD",
            false => "GUILD_SCHEDULED_EVENT_USER_REMOVE",
        };
        Some(self.inject(name, Route::Guild(guild), &data, now))
    }

    fn on_event_due(&mut self, guild: Id<marker::Guild>, id: u64) {
        let unix_ms = self.unix_ms();
        let Some(held) = self.world.guild(guild) else { return };
        let Some(event) = held.events.get(&id) else { return };
        let status = match next_status(event) {
            Some((at, status)) if at <= unix_ms => status,
            Some(_) => return,
            None => {
                let channel = event["channel_id"].as_str().and_then(|id| id.parse().ok());
                let empty = channel.is_some_and(|channel| held.in_voice(channel) == 0);
                if event["status"] != ACTIVE || !empty {
                    return;
                }
                COMPLETED
            }
        };
        drop(held);
        self.set_event_status(guild, id, status);
    }

    /// Sets the alarm for what ends some time after a channel became empty: its stage, and the events in it.
    ///
    /// Docs: [Stage Instance, Auto Closing](https://docs.discord.com/developers/resources/stage-instance#auto-closing).
    pub(crate) fn watch_empty(&mut self, guild: Id<marker::Guild>, channel: u64) {
        let Some(held) = self.world.guild(guild) else { return };
        let own = json!(channel.to_string());
        let events = held.events.iter().filter(|(_, event)| event["channel_id"] == own);
        let mut alarms: Vec<Alarm> =
            events.map(|(event, _)| Alarm::Event { guild, event: *event }).collect();
        if held.stages.contains_key(&channel) {
            alarms.push(Alarm::Stage { guild, channel });
        }
        drop(held);
        let at = self.unix_ms() + EMPTY_MS;
        for alarm in alarms {
            self.world.alarms.set(at, alarm);
        }
    }

    fn on_stage_due(&mut self, guild: Id<marker::Guild>, channel: u64) {
        let speakers = self.world.guild(guild).map_or(0, |held| held.speakers(channel));
        if speakers == 0 {
            self.close_stage(guild, channel);
        }
    }

    /// Removes a stage instance, and dispatches the change; returns false if there is none.
    pub(crate) fn close_stage(&mut self, guild: Id<marker::Guild>, channel: u64) -> bool {
        let now = self.now;
        let stage = self.world.guild_mut(guild).and_then(|held| held.stages.remove(&channel));
        let Some(stage) = stage else { return false };
        self.inject("STAGE_INSTANCE_DELETE", Route::Guild(guild), &stage, now);
        true
    }
}
