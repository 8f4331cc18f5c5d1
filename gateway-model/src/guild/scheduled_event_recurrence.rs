//! How a scheduled event recurs.

use serde_repr::{Deserialize_repr, Serialize_repr};

use crate::macros::object::object;
use crate::macros::open_enum::open_enum;
use crate::macros::setters::setters;
use crate::timestamp::Timestamp;

object! {
    /// How a scheduled event recurs.
    ///
    /// Docs: [Guild Scheduled Event, Recurrence Rule Object](https://docs.discord.com/developers/resources/guild-scheduled-event#guild-scheduled-event-recurrence-rule-object).
    /// `end`, `by_year_day` and `count` can be read but not set.
    #[derive(Eq, Hash)]
    pub struct RecurrenceRule {
        /// Start of the recurrence.
        pub start: Timestamp,
        /// End of the recurrence.
        pub end: Option<Timestamp>,
        /// Unit of the interval.
        pub frequency: RecurrenceFrequency,
        /// Number of units between two events.
        pub interval: u32,
        /// On which days of the week.
        pub by_weekday {default whole}: Option<Vec<RecurrenceWeekday>>,
        /// On which days of which week of the month.
        pub by_n_weekday {default whole}: Option<Vec<RecurrenceNWeekday>>,
        /// In which months.
        pub by_month {default whole}: Option<Vec<RecurrenceMonth>>,
        /// On which days of the month.
        pub by_month_day {default whole}: Option<Vec<u8>>,
        /// On which days of the year, 1 to 364.
        pub by_year_day {default whole}: Option<Vec<u16>>,
        /// Total number of events.
        pub count: Option<u32>,
    }
}

impl RecurrenceRule {
    /// Recurs every `interval` days, weeks, months or years from a start on.
    #[must_use]
    pub const fn new(start: Timestamp, frequency: RecurrenceFrequency, interval: u32) -> Self {
        Self {
            start,
            end: None,
            frequency,
            interval,
            by_weekday: None,
            by_n_weekday: None,
            by_month: None,
            by_month_day: None,
            by_year_day: None,
            count: None,
        }
    }
}

setters! {
    RecurrenceRule {
        /// Sets the days of the week.
        some_list by_weekday: RecurrenceWeekday,
        /// Sets the days of certain weeks of the month.
        some_list by_n_weekday: RecurrenceNWeekday,
        /// Sets the months.
        some_list by_month: RecurrenceMonth,
        /// Sets the days of the month.
        some_list by_month_day: u8,
    }
    by_hand { start, frequency, interval }
    received { end, by_year_day, count }
}

object! {
    /// A day of a certain week of a month.
    ///
    /// Docs: [Guild Scheduled Event, N_Weekday Structure](https://docs.discord.com/developers/resources/guild-scheduled-event#guild-scheduled-event-recurrence-rule-object-guild-scheduled-event-recurrence-rule-nweekday-structure).
    #[derive(Copy, Eq, Hash)]
    pub struct RecurrenceNWeekday {
        /// Week, 1 to 5.
        pub n: u8,
        /// Day of that week.
        pub day: RecurrenceWeekday,
    }
}

impl RecurrenceNWeekday {
    /// Creates the nth weekday of a month, from the first to the fifth.
    #[must_use]
    pub const fn new(n: u8, day: RecurrenceWeekday) -> Self {
        Self { n, day }
    }
}

open_enum! {
    /// Unit of a recurrence.
    ///
    /// Docs: [Guild Scheduled Event, Frequency](https://docs.discord.com/developers/resources/guild-scheduled-event#guild-scheduled-event-recurrence-rule-object-guild-scheduled-event-recurrence-rule-frequency).
    pub enum RecurrenceFrequency: i32 {
        /// Every year.
        Yearly = 0,
        /// Every month.
        Monthly = 1,
        /// Every week.
        Weekly = 2,
        /// Every day.
        Daily = 3,
    }
}

/// A day of the week.
///
/// Docs: [Guild Scheduled Event, Weekday](https://docs.discord.com/developers/resources/guild-scheduled-event#guild-scheduled-event-recurrence-rule-object-guild-scheduled-event-recurrence-rule-weekday).
///
/// A closed set: there are no others.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize_repr, Deserialize_repr,
)]
#[repr(u8)]
pub enum RecurrenceWeekday {
    /// Monday.
    Monday = 0,
    /// Tuesday.
    Tuesday = 1,
    /// Wednesday.
    Wednesday = 2,
    /// Thursday.
    Thursday = 3,
    /// Friday.
    Friday = 4,
    /// Saturday.
    Saturday = 5,
    /// Sunday.
    Sunday = 6,
}

crate::json::read_by_serde! { RecurrenceWeekday RecurrenceMonth }

/// A month.
///
/// Docs: [Guild Scheduled Event, Month](https://docs.discord.com/developers/resources/guild-scheduled-event#guild-scheduled-event-recurrence-rule-object-guild-scheduled-event-recurrence-rule-month).
///
/// A closed set: there are no others.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize_repr, Deserialize_repr,
)]
#[repr(u8)]
pub enum RecurrenceMonth {
    /// January.
    January = 1,
    /// February.
    February = 2,
    /// March.
    March = 3,
    /// April.
    April = 4,
    /// May.
    May = 5,
    /// June.
    June = 6,
    /// July.
    July = 7,
    /// August.
    August = 8,
    /// September.
    September = 9,
    /// October.
    October = 10,
    /// November.
    November = 11,
    /// December.
    December = 12,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_months_are_closed_sets() {
        for number in 0..=20_u8 {
            let text = number.to_string();
            let day = serde_json::from_str::<RecurrenceWeekday>(&text);
            let month = serde_json::from_str::<RecurrenceMonth>(&text);
            assert_eq!((day.is_ok(), month.is_ok()), (number <= 6, (1..=12).contains(&number)));
            assert!(day.map_or(true, |day| serde_json::to_string(&day).unwrap() == text));
            assert!(month.map_or(true, |month| serde_json::to_string(&month).unwrap() == text));
        }
    }
}
