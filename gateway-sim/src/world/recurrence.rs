//! Decides whether a recurrence rule of a scheduled event has an occurrence at a time.
//!
//! Docs: [Guild Scheduled Event Recurrence Rule Object](https://docs.discord.com/developers/resources/guild-scheduled-event#guild-scheduled-event-recurrence-rule-object).

use serde_json::Value;

use super::scheduled_event::time_ms;
use crate::clock::civil;

const DAY_MS: u64 = 24 * 60 * 60 * 1_000;

const YEARLY: u64 = 0;
const MONTHLY: u64 = 1;
const WEEKLY: u64 = 2;

/// Returns whether a rule has an occurrence at a Unix time in ms.
pub(crate) fn occurs_at(rule: &Value, unix_ms: u64) -> bool {
    let Some(start) = time_ms(&rule["start"]).filter(|start| *start <= unix_ms) else {
        return false;
    };
    if start % DAY_MS != unix_ms % DAY_MS {
        return false;
    }
    let (first, day) = (start / DAY_MS, unix_ms / DAY_MS);
    let (_, month, of_month) = civil(day);
    let (_, first_month, first_of_month) = civil(first);
    let days = numbers(&rule["by_weekday"]);
    match rule["frequency"].as_u64() {
        Some(YEARLY) => {
            let date = (numbers(&rule["by_month"]), numbers(&rule["by_month_day"]));
            match (date.0.first(), date.1.first()) {
                (Some(wanted), Some(wanted_day)) => (month, of_month) == (*wanted, *wanted_day),
                _ => (month, of_month) == (first_month, first_of_month),
            }
        }
        Some(MONTHLY) => {
            let nth = rule["by_n_weekday"].as_array().and_then(|list| list.first());
            nth.map_or(of_month == first_of_month, |nth| {
                nth["day"] == weekday(day) && nth["n"] == (of_month - 1) / 7 + 1
            })
        }
        Some(WEEKLY) => {
            let weeks = monday(day) / 7 - monday(first) / 7;
            let on = if days.is_empty() { vec![weekday(first)] } else { days };
            let interval = rule["interval"].as_u64().unwrap_or(1);
            on.contains(&weekday(day)) && weeks.is_multiple_of(interval)
        }
        _ => days.is_empty() || days.contains(&weekday(day)),
    }
}

fn numbers(list: &Value) -> Vec<u64> {
    list.as_array().into_iter().flatten().filter_map(Value::as_u64).collect()
}

/// Returns the weekday of a day since 1970, 0 for Monday. 1970-01-01 was a Thursday.
const fn weekday(day: u64) -> u64 {
    (day + 3) % 7
}

/// Returns the Monday of a day's week, as a number of days since the last Monday before 1970.
const fn monday(day: u64) -> u64 {
    day + 3 - weekday(day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_documented_examples_recur_on_their_days() {
        let at = |text: &str| time_ms(&json!(text)).unwrap();
        // A Wednesday.
        let start = "2026-07-01T18:00:00Z";
        let rule = |frequency: u64, more: Value| {
            let mut rule = json!({ "start": start, "frequency": frequency, "interval": 1 });
            for (name, value) in more.as_object().unwrap() {
                rule[name] = value.clone();
            }
            rule
        };
        let weekdays = rule(3, json!({ "by_weekday": [0, 1, 2, 3, 4] }));
        let other_week = rule(2, json!({ "by_weekday": [2], "interval": 2 }));
        let fourth = rule(1, json!({ "by_n_weekday": [{ "n": 4, "day": 2 }] }));
        let yearly = rule(0, json!({ "by_month": [7], "by_month_day": [24] }));
        for (rule, time, occurs) in [
            (&weekdays, "2026-07-03T18:00:00Z", true),
            (&weekdays, "2026-07-03T18:00:01Z", false),
            (&weekdays, "2026-07-04T18:00:00Z", false),
            (&weekdays, "2026-06-30T18:00:00Z", false),
            (&other_week, "2026-07-15T18:00:00Z", true),
            (&other_week, "2026-07-08T18:00:00Z", false),
            (&fourth, "2026-07-22T18:00:00Z", true),
            (&fourth, "2026-07-29T18:00:00Z", false),
            (&yearly, "2027-07-24T18:00:00Z", true),
            (&yearly, "2027-07-25T18:00:00Z", false),
        ] {
            assert_eq!(occurs_at(rule, at(time)), occurs, "{rule} {time}");
        }
        assert!(!occurs_at(&Value::Null, at(start)));
    }
}
