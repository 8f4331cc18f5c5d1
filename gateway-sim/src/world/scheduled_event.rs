//! Scheduled events, and their automatic changes.
//!
//! Docs: [Guild Scheduled Event Resource](https://docs.discord.com/developers/resources/guild-scheduled-event).

use gateway_model::Timestamp;
use serde_json::Value;

/// How long after its start an event that has not begun is cancelled: "on the order of hours".
const CANCELLED_AFTER_MS: u64 = 4 * 60 * 60 * 1_000;

/// How long an event or a stage continues in an empty channel: "on the order of minutes".
pub(crate) const EMPTY_MS: u64 = 5 * 60 * 1_000;

/// Docs: [Guild Scheduled Event Entity Types](https://docs.discord.com/developers/resources/guild-scheduled-event#guild-scheduled-event-object-guild-scheduled-event-entity-types).
pub(crate) const STAGE: u64 = 1;
pub(crate) const EXTERNAL: u64 = 3;

/// Docs: [Guild Scheduled Event Status](https://docs.discord.com/developers/resources/guild-scheduled-event#guild-scheduled-event-object-guild-scheduled-event-status).
pub(crate) const SCHEDULED: u64 = 1;
pub(crate) const ACTIVE: u64 = 2;
pub(crate) const COMPLETED: u64 = 3;
pub(crate) const CANCELED: u64 = 4;

/// Returns a time of an object as Unix time in ms.
pub(crate) fn time_ms(value: &Value) -> Option<u64> {
    let time: Timestamp = value.as_str()?.parse().ok()?;
    u64::try_from(time.unix_ms()).ok()
}

/// Returns whether an event was completed or cancelled.
pub(crate) fn is_finished(event: &Value) -> bool {
    event["status"].as_u64().is_none_or(|status| status >= COMPLETED)
}

/// Returns when an event changes its status automatically, as Unix time in ms, and its new status. An active event in a
/// channel ends after the channel was empty for a while, which is not a time of the event.
///
/// Docs: [Guild Scheduled Event Status Update Automation](https://docs.discord.com/developers/resources/guild-scheduled-event#guild-scheduled-event-status-update-automation).
pub(crate) fn next_status(event: &Value) -> Option<(u64, u64)> {
    let external = event["entity_type"] == EXTERNAL;
    let start = time_ms(&event["scheduled_start_time"]);
    match event["status"].as_u64()? {
        SCHEDULED if external => Some((start?, ACTIVE)),
        SCHEDULED => Some((start? + CANCELLED_AFTER_MS, CANCELED)),
        ACTIVE if external => Some((time_ms(&event["scheduled_end_time"])?, COMPLETED)),
        _ => None,
    }
}
