//! Stages and scheduled events.

use gateway_model::guild::{ScheduledEvent, ScheduledEventStatus};
use gateway_model::id::{Id, marker};
use gateway_model::stage_instance::StageInstance;

use super::Update;

impl Update<'_> {
    pub(super) fn stage(&mut self, stage: &StageInstance) {
        let Some(keep) = self.keeps.stages else { return };
        self.in_guild(stage.guild_id, |update, state| {
            update.put(stage.guild_id, &mut state.stages, &keep, stage.id.get(), stage);
        });
    }

    pub(super) fn stage_delete(&mut self, stage: &StageInstance) {
        let Some(keep) = self.keeps.stages else { return };
        self.in_guild(stage.guild_id, |update, state| {
            update.take(stage.guild_id, &mut state.stages, &keep, stage.id.get());
        });
    }

    /// A scheduled event that is over is removed, as in Guild Create. No update contains the number of users.
    pub(super) fn scheduled_event(&mut self, event: &ScheduledEvent) {
        let Some(keep) = self.keeps.scheduled_events else { return };
        if matches!(event.status, ScheduledEventStatus::Completed | ScheduledEventStatus::Canceled)
        {
            return self.scheduled_event_delete(event.guild_id, event.id);
        }
        let (guild, id) = (event.guild_id, event.id.get());
        self.in_guild(guild, |update, state| {
            let mut event = event.clone();
            if event.user_count.is_none() {
                let known = state.scheduled_events.get(guild, id, &keep);
                event.user_count = known.and_then(|known| known.user_count);
            }
            update.put(guild, &mut state.scheduled_events, &keep, id, &event);
        });
    }

    pub(super) fn scheduled_event_delete(
        &mut self,
        guild: Id<marker::Guild>,
        event: Id<marker::ScheduledEvent>,
    ) {
        let Some(keep) = self.keeps.scheduled_events else { return };
        self.in_guild(guild, |update, state| {
            update.take(guild, &mut state.scheduled_events, &keep, event.get());
        });
    }

    pub(super) fn event_users(
        &mut self,
        guild: Id<marker::Guild>,
        event: Id<marker::ScheduledEvent>,
        number: i64,
    ) {
        let Some(keep) = self.keeps.scheduled_events else { return };
        self.in_guild(guild, |update, state| {
            update.modify(guild, &mut state.scheduled_events, &keep, event.get(), |event| {
                event.user_count = event.user_count.map(|count| (count + number).max(0));
            });
        });
    }
}
