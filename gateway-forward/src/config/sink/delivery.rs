//! Validates how a sink's events are delivered: the tables `queue` and `retry`.

use std::collections::BTreeSet;
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};

use crate::config::check::{At, Errors};
use crate::config::file::{RetryTable, SinkTable};
use crate::dead_letters::DeadLettersConfig;
use crate::delivery::DeliveryConfig;
use crate::queue::{Order, QueueLimits, WhenFull};
use crate::retry::RetryPolicy;

/// The default limit of publishes in flight: JetStream acknowledges within a millisecond or two, and one event of a
/// guild is in flight at a time.
const IN_FLIGHT_OF_NATS: usize = 256;

pub(super) fn check(
    table: &SinkTable,
    state_folder: &Path,
    errors: &mut Errors,
    at: At<'_>,
) -> DeliveryConfig {
    let queue = &table.queue;
    let order = match queue.order.as_deref() {
        None | Some("guild") => Ok(Order::Guild),
        Some("none") => Ok(Order::None),
        Some(other) => Err(format!("'{other}' is neither \"guild\" nor \"none\"")),
    };
    let when_full = match queue.when_full.as_deref() {
        None | Some("wait") => Ok(WhenFull::Wait),
        Some("spill") => Ok(WhenFull::Spill),
        Some("drop") => Ok(WhenFull::Drop),
        Some(other) => Err(format!("'{other}' is none of \"wait\", \"spill\", \"drop\"")),
    };
    let order = errors.take(&at("queue.order"), order).unwrap_or_default();
    let when_full = errors.take(&at("queue.when_full"), when_full).unwrap_or_default();
    if when_full == WhenFull::Spill && queue.spill_folder.is_none() {
        errors.add(&at("queue.spill_folder"), "is missing: when_full = \"spill\" needs it");
    }
    for (setting, zero) in [
        ("queue.events", queue.events == Some(0)),
        ("queue.bytes", queue.bytes == Some(0)),
        ("queue.max_in_flight", queue.max_in_flight == Some(0)),
        ("queue.spill_max_bytes", queue.spill_max_bytes == Some(0)),
        ("queue.dead_letter_max_bytes", queue.dead_letter_max_bytes == Some(0)),
        ("retry.max_attempts", table.retry.max_attempts == Some(0)),
    ] {
        if zero {
            errors.add(&at(setting), "is at least 1");
        }
    }
    let default = DeliveryConfig::default();
    DeliveryConfig {
        order,
        limits: QueueLimits {
            events: queue.events.unwrap_or(default.limits.events),
            bytes: queue.bytes.unwrap_or(default.limits.bytes),
        },
        when_full,
        spill_folder: queue.spill_folder.as_ref().map(PathBuf::from),
        spill_max_bytes: queue.spill_max_bytes.unwrap_or(default.spill_max_bytes),
        dead_letters: Some(dead_letters(table, state_folder)),
        retry: retry(&table.retry, errors, at),
        max_in_flight: queue.max_in_flight.unwrap_or(if table.kind == "nats" {
            IN_FLIGHT_OF_NATS
        } else {
            default.max_in_flight
        }),
    }
}

fn dead_letters(table: &SinkTable, state_folder: &Path) -> DeadLettersConfig {
    let queue = &table.queue;
    let folder = queue.dead_letter_folder.as_ref().map(PathBuf::from);
    let folder = folder.unwrap_or_else(|| state_folder.join("dead-letters").join(&table.name));
    let mut config = DeadLettersConfig::new(folder);
    config.max_bytes = queue.dead_letter_max_bytes.unwrap_or(config.max_bytes);
    config
}

fn retry(table: &RetryTable, errors: &mut Errors, at: At<'_>) -> RetryPolicy {
    let default = RetryPolicy::default();
    let base = errors.duration(&at("retry.base"), table.base.as_deref(), default.base);
    let max = errors.duration(&at("retry.max"), table.max.as_deref(), default.max);
    if base > max {
        errors.add(&at("retry.max"), "is shorter than retry.base");
    }
    let jitter = table.jitter.unwrap_or(default.jitter);
    if !(0.0..=1.0).contains(&jitter) {
        errors.add(&at("retry.jitter"), "is not a number from 0 to 1");
    }
    if table.statuses.is_some() {
        errors.add(&at("retry.statuses"), "is gone: every status but 2xx is tried again now; retry.final_statuses lists those that are not");
    }
    let final_statuses: BTreeSet<u16> = table
        .final_statuses
        .as_ref()
        .map_or(default.final_statuses, |list| list.iter().copied().collect());
    if let Some(status) = final_statuses.iter().find(|status| !(300..600).contains(*status)) {
        errors.add(
            &at("retry.final_statuses"),
            format_args!("{status} is no status of a failure: 300 to 599"),
        );
    }
    RetryPolicy {
        max_attempts: table.max_attempts.and_then(NonZeroU32::new),
        base,
        max,
        jitter,
        final_statuses,
    }
}
