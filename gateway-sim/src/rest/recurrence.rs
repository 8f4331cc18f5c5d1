//! The recurrence of a scheduled event.
//!
//! Docs: [Guild Scheduled Event Recurrence Rule
//! Object](https://docs.discord.com/developers/resources/guild-scheduled-event#guild-scheduled-event-recurrence-rule-object),
//! with its system limitations. Their text and their table have different numbers for the frequencies; the table is
//! used.

use serde_json::{Value, json};

use super::error::ApiError;
use super::form::{Field, Kind, read};

const YEARLY: u64 = 0;
const MONTHLY: u64 = 1;
const WEEKLY: u64 = 2;
const DAILY: u64 = 3;

/// The sets of weekdays that a daily event may have, from Monday as 0.
const WEEKDAY_SETS: [&[u64]; 6] =
    [&[0, 1, 2, 3, 4], &[1, 2, 3, 4, 5], &[6, 0, 1, 2, 3], &[4, 5], &[5, 6], &[6, 0]];

const FIELDS: &[Field] = &[
    Field::required("start", Kind::Time),
    Field::required("frequency", Kind::OneOf(&[0, 1, 2, 3])),
    Field::or_null("interval", Kind::Int(1, 2)),
    Field::or_null("by_weekday", Kind::ListOf(7)),
    Field::or_null("by_n_weekday", Kind::ListOf(7)),
    Field::or_null("by_month", Kind::ListOf(12)),
    Field::or_null("by_month_day", Kind::ListOf(33)),
];

/// Returns the completed rule of a request.
pub(super) fn read_rule(rule: &Value) -> Result<Value, ApiError> {
    let fields = read(FIELDS, rule)?;
    for unset in ["end", "count", "by_year_day"] {
        if !rule[unset].is_null() {
            return Err(wrong(unset, "This field cannot be set"));
        }
    }
    let mut whole = json!({ "interval": 1, "end": null, "count": null, "by_year_day": null });
    for name in FIELDS.iter().map(Field::name) {
        let value = fields.get(name).cloned().unwrap_or_default();
        if !(name == "interval" && value.is_null()) {
            whole[name] = value;
        }
    }
    check_lists(&whole)?;
    check_combination(&whole)?;
    Ok(whole)
}

fn wrong(field: &str, message: &str) -> ApiError {
    ApiError::field(field, "GUILD_SCHEDULED_EVENT_RECURRENCE_RULE_INVALID", message)
}

fn numbers(rule: &Value, field: &str) -> Vec<u64> {
    rule[field].as_array().into_iter().flatten().filter_map(Value::as_u64).collect()
}

/// Validates the contents of each list.
fn check_lists(rule: &Value) -> Result<(), ApiError> {
    for (field, least, most) in [("by_weekday", 0, 6), ("by_month", 1, 12), ("by_month_day", 1, 31)]
    {
        let length = rule[field].as_array().map_or(0, Vec::len);
        let fitting = numbers(rule, field).into_iter().filter(|day| (least..=most).contains(day));
        if fitting.count() < length {
            return Err(wrong(field, &format!("Each value must be from {least} to {most}.")));
        }
    }
    for one in rule["by_n_weekday"].as_array().into_iter().flatten() {
        let fields =
            [Field::required("n", Kind::Int(1, 5)), Field::required("day", Kind::Int(0, 6))];
        read(&fields, one).map_err(|error| error.under("by_n_weekday"))?;
    }
    Ok(())
}

/// Validates which lists are used together, and with which frequency.
fn check_combination(rule: &Value) -> Result<(), ApiError> {
    let given = |field: &str| rule[field].as_array().map(Vec::len);
    let frequency = rule["frequency"].as_u64().unwrap_or(DAILY);
    let (weekday, n_weekday) = (given("by_weekday"), given("by_n_weekday"));
    let date = given("by_month").or(given("by_month_day"));
    if [weekday, n_weekday, date].into_iter().flatten().count() > 1 {
        return Err(wrong("by_weekday", "by_weekday, by_n_weekday and a date exclude each other"));
    }
    if rule["interval"] != 1 && frequency != WEEKLY {
        return Err(wrong("interval", "Only weekly events may have another interval than 1"));
    }
    let days = numbers(rule, "by_weekday");
    let of_weekday = match frequency {
        DAILY => WEEKDAY_SETS.contains(&days.as_slice()),
        WEEKLY => days.len() == 1,
        _ => false,
    };
    if weekday.is_some() && !of_weekday {
        return Err(wrong("by_weekday", "Not a known set of weekdays for this frequency"));
    }
    if n_weekday.is_some_and(|length| length != 1 || frequency != MONTHLY) {
        return Err(wrong("by_n_weekday", "One day, of a monthly event"));
    }
    let whole_date = given("by_month") == Some(1) && given("by_month_day") == Some(1);
    if date.is_some() && !(whole_date && frequency == YEARLY) {
        return Err(wrong("by_month", "One month and one day of it, of a yearly event"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(frequency: u64, more: Value) -> Result<Value, ApiError> {
        let mut rule = json!({ "start": "2026-01-01T00:00:00Z", "frequency": frequency });
        for (name, value) in more.as_object().unwrap() {
            rule[name] = value.clone();
        }
        read_rule(&rule)
    }

    #[test]
    fn the_documented_examples_are_rules_and_what_the_limitations_exclude_is_not() {
        let weekday = json!({ "interval": 1, "by_weekday": [0, 1, 2, 3, 4] });
        let whole = rule(DAILY, weekday.clone()).unwrap();
        assert_eq!((&whole["interval"], &whole["by_month"]), (&json!(1), &Value::Null));
        let monthly = json!({ "by_n_weekday": [{ "n": 4, "day": 2 }] });
        let date = json!({ "by_month": [7], "by_month_day": [24] });
        for (frequency, good) in [
            (WEEKLY, json!({ "by_weekday": [2] })),
            (WEEKLY, json!({ "by_weekday": [2], "interval": 2 })),
            (MONTHLY, monthly.clone()),
            (YEARLY, date.clone()),
            (DAILY, json!({ "interval": null })),
        ] {
            assert!(rule(frequency, good.clone()).is_ok(), "{good}");
        }
        for (frequency, bad) in [
            (4, json!({})),
            (DAILY, json!({ "by_weekday": [0, 2] })),
            (DAILY, json!({ "interval": 2 })),
            (WEEKLY, json!({ "interval": 3 })),
            (WEEKLY, json!({ "by_weekday": [1, 2] })),
            (WEEKLY, json!({ "by_weekday": [7] })),
            (MONTHLY, weekday),
            (YEARLY, monthly.clone()),
            (MONTHLY, json!({ "by_n_weekday": [{ "n": 6, "day": 2 }] })),
            (MONTHLY, json!({ "by_n_weekday": [{ "n": 1, "day": 2 }], "by_month": [1] })),
            (MONTHLY, date),
            (YEARLY, json!({ "by_month": [7] })),
            (DAILY, json!({ "count": 5 })),
            (DAILY, json!({ "end": "2026-01-01T00:00:00Z" })),
        ] {
            assert!(rule(frequency, bad.clone()).is_err(), "{bad}");
        }
    }
}
