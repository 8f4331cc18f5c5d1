//! Timestamps as Discord writes them.

use gateway_model::Timestamp;

/// Formats a time as ISO 8601 in UTC with microseconds, for example `2026-01-01T00:00:00.000000+00:00`.
///
/// Docs: [Reference, ISO8601 Date/Time](https://docs.discord.com/developers/reference#iso8601-datetime).
#[must_use]
pub(crate) fn timestamp(unix_ms: u64) -> String {
    let (seconds, ms) = (unix_ms / 1000, unix_ms % 1000);
    let (days, of_day) = (seconds / 86_400, seconds % 86_400);
    let (year, month, day) = civil(days);
    let (hour, minute, second) = (of_day / 3600, of_day / 60 % 60, of_day % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{ms:03}000+00:00")
}

/// Rewrites a bot's ISO 8601 time in Discord's format. Other text is returned unchanged.
///
/// Docs: [Reference, ISO8601 Date/Time](https://docs.discord.com/developers/reference#iso8601-datetime).
pub(crate) fn written(time: &str) -> String {
    let parsed = time.parse::<Timestamp>().ok();
    let unix_ms = parsed.and_then(|time| u64::try_from(time.unix_ms()).ok());
    unix_ms.map_or_else(|| time.to_owned(), timestamp)
}

/// Returns year, month and day of a number of days since 1970, in the Gregorian calendar.
///
/// The calculation lets a year start in March, so that the leap day is its last day.
pub(crate) const fn civil(days: u64) -> (u64, u64, u64) {
    let shifted = days + 719_468;
    let (era, of_era) = (shifted / 146_097, shifted % 146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = year_of_era + era * 400 + if month <= 2 { 1 } else { 0 };
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use super::timestamp;

    #[test]
    fn known_moments() {
        assert_eq!(timestamp(0), "1970-01-01T00:00:00.000000+00:00");
        assert_eq!(timestamp(1_709_210_096_123), "2024-02-29T12:34:56.123000+00:00");
        assert_eq!(timestamp(1_767_225_599_999), "2025-12-31T23:59:59.999000+00:00");
        assert_eq!(timestamp(4_102_444_800_000), "2100-01-01T00:00:00.000000+00:00");
    }
}
