//! Timestamps, as Discord writes them.

mod arithmetic;
mod style;

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;
use std::time::{Duration, SystemTime};

use serde::ser::{Serialize, Serializer};

pub use self::style::{TimestampMention, TimestampStyle};
use crate::json::{NotRead, Read, Reader};
use crate::macros::object::deserialize_own;
use crate::scan::digits;

const SECONDS_PER_DAY: i64 = 86_400;

/// A timestamp; in JSON it is an ISO 8601 date and time.
///
/// Docs: [Reference, ISO8601 Date/Time](https://docs.discord.com/developers/reference#iso8601-datetime).
///
/// It keeps nanoseconds, and is written back in the form in which it was read: with the same number of fractional
/// digits and time zone. Two timestamps are equal if they are the same time, in whatever form. It takes sixteen bytes,
/// and so does its `Option`.
#[derive(Clone, Copy)]
pub struct Timestamp {
    seconds: i64,
    nanos: u32,
    /// Time zone of the text, in minutes east of UTC.
    offset: i16,
    /// Fractional digits of the text.
    digits: u8,
    /// Whether UTC was written as `Z`; Discord writes `+00:00`.
    zulu: bool,
}

/// The text is not a date and time such as `2024-05-01T12:30:00.123456+00:00`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[error("not an ISO 8601 date and time")]
pub struct ParseTimestampError;

impl Timestamp {
    /// Creates a timestamp from Unix milliseconds.
    #[must_use]
    pub const fn from_unix_ms(ms: i64) -> Self {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 999")]
        let nanos = ms.rem_euclid(1000) as u32 * 1_000_000;
        Self { seconds: ms.div_euclid(1000), nanos, offset: 0, digits: 3, zulu: false }
    }

    /// Creates a timestamp from Unix seconds.
    #[must_use]
    pub const fn from_unix_secs(seconds: i64) -> Self {
        Self { seconds, nanos: 0, offset: 0, digits: 0, zulu: false }
    }

    /// The Unix time in seconds, rounded down.
    #[must_use]
    pub const fn unix_secs(self) -> i64 {
        self.seconds
    }

    /// The Unix time in milliseconds, rounded down.
    #[must_use]
    pub const fn unix_ms(self) -> i64 {
        self.seconds.saturating_mul(1000).saturating_add((self.nanos / 1_000_000) as i64)
    }

    /// The nanoseconds within the second.
    #[must_use]
    pub const fn subsec_nanos(self) -> u32 {
        self.nanos
    }

    fn parse(text: &[u8]) -> Option<Self> {
        let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2, b'T' | b't' | b' ', rest @ ..] = text
        else {
            return None;
        };
        let [h1, h2, b':', n1, n2, b':', s1, s2, rest @ ..] = rest else { return None };
        let year = two(*y1, *y2)? * 100 + two(*y3, *y4)?;
        let (month, day) = (two(*m1, *m2)?, two(*d1, *d2)?);
        let (hour, minute, second) = (two(*h1, *h2)?, two(*n1, *n2)?, two(*s1, *s2)?);
        // 60 is a leap second, which has the Unix time of the next second.
        if month == 0 || month > 12 || day == 0 || day > days_in(year, month) {
            return None;
        }
        if hour > 23 || minute > 59 || second > 60 {
            return None;
        }
        let (nanos, digits, rest) = fraction(rest)?;
        let (offset, zulu) = match rest {
            // Timestamps in the docs always have a time zone; without one, it is UTC.
            [] | [b'Z' | b'z'] => (0, true),
            [sign @ (b'+' | b'-'), h1, h2, b':', m1, m2]
            | [sign @ (b'+' | b'-'), h1, h2, m1, m2] => {
                let (hours, minutes) = (two(*h1, *h2)?, two(*m1, *m2)?);
                if hours > 23 || minutes > 59 {
                    return None;
                }
                let east = i16::try_from(hours * 60 + minutes).ok()?;
                (if *sign == b'-' { -east } else { east }, false)
            }
            _ => return None,
        };
        let clock = hour * 3600 + minute * 60 + second;
        let seconds =
            days_from_civil(year, month, day) * SECONDS_PER_DAY + clock - i64::from(offset) * 60;
        Some(Self { seconds, nanos, offset, digits, zulu })
    }
}

/// The number of two decimal digits.
const fn two(tens: u8, ones: u8) -> Option<i64> {
    if tens.is_ascii_digit() && ones.is_ascii_digit() {
        Some(((tens - b'0') * 10 + (ones - b'0')) as i64)
    } else {
        None
    }
}

/// Powers of ten, by the number of missing fractional digits.
const POWERS_OF_TEN: [u64; 9] =
    [1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000];

/// Parses a fraction. Returns nanoseconds, number of digits, and the rest of the text.
fn fraction(text: &[u8]) -> Option<(u32, u8, &[u8])> {
    let [b'.', rest @ ..] = text else { return Some((0, 0, text)) };
    let usual = rest.first_chunk().and_then(|eight| digits::leading(*eight));
    let (value, length) = usual.map_or_else(|| digits::of_many(rest), Some)?;
    let scale = POWERS_OF_TEN.get(9_usize.checked_sub(length)?)?;
    let nanos = u32::try_from(value * scale).ok()?;
    Some((nanos, u8::try_from(length).ok()?, &rest[length..]))
}

const fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

const fn days_in(year: i64, month: i64) -> i64 {
    match month {
        2 => 28 + is_leap(year) as i64,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Returns the days from the start of 1970 to a date of the Gregorian calendar, for years from 0.
///
/// Years start in March, so a leap day is the last day of its year.
const fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    // From March on, months have 31, 30, 31, 30, 31 days repeatedly: 153 days in five months.
    let day_of_year = (153 * month + 2) / 5 + day - 1;
    // There are 719,468 days between 1 March of year 0 and the start of 1970.
    year * 365 + leap_days + day_of_year - 719_468
}

/// Returns the date this many days after the start of 1970.
const fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    // The calendar repeats every 400 years, or 146,097 days.
    let (cycle, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day_of_year = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let year = year + cycle * 400;
    if month < 10 { (year, month + 3, day) } else { (year + 1, month - 9, day) }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let local = self.seconds.saturating_add(i64::from(self.offset) * 60);
        let (year, month, day) = civil_from_days(local.div_euclid(SECONDS_PER_DAY));
        let clock = local.rem_euclid(SECONDS_PER_DAY);
        let (hour, minute, second) = (clock / 3600, clock / 60 % 60, clock % 60);
        write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")?;
        if self.digits > 0 {
            let fraction = self.nanos / 10_u32.pow(9 - u32::from(self.digits));
            write!(f, ".{fraction:0width$}", width = usize::from(self.digits))?;
        }
        if self.zulu {
            return f.write_str("Z");
        }
        let (sign, east) = if self.offset < 0 { ('-', -self.offset) } else { ('+', self.offset) };
        write!(f, "{sign}{:02}:{:02}", east / 60, east % 60)
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl PartialEq for Timestamp {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Timestamp {}

impl PartialOrd for Timestamp {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Timestamp {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.seconds, self.nanos).cmp(&(other.seconds, other.nanos))
    }
}

impl Hash for Timestamp {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.seconds, self.nanos).hash(state);
    }
}

impl From<Timestamp> for SystemTime {
    /// A time that the system cannot represent becomes the start of 1970.
    fn from(time: Timestamp) -> Self {
        let whole = Duration::from_secs(time.seconds.unsigned_abs());
        let start = if time.seconds < 0 {
            Self::UNIX_EPOCH.checked_sub(whole)
        } else {
            Self::UNIX_EPOCH.checked_add(whole)
        };
        start
            .and_then(|start| start.checked_add(Duration::from_nanos(u64::from(time.nanos))))
            .unwrap_or(Self::UNIX_EPOCH)
    }
}

impl From<SystemTime> for Timestamp {
    /// Truncated to microseconds, as Discord does.
    fn from(time: SystemTime) -> Self {
        let micros = match time.duration_since(SystemTime::UNIX_EPOCH) {
            Ok(after) => i64::try_from(after.as_micros()).unwrap_or(i64::MAX),
            Err(before) => i64::try_from(before.duration().as_micros()).map_or(i64::MIN, |us| -us),
        };
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 999,999")]
        let nanos = micros.rem_euclid(1_000_000) as u32 * 1000;
        Self { seconds: micros.div_euclid(1_000_000), nanos, offset: 0, digits: 6, zulu: false }
    }
}

impl FromStr for Timestamp {
    type Err = ParseTimestampError;

    fn from_str(text: &str) -> Result<Self, ParseTimestampError> {
        Self::parse(text.as_bytes()).ok_or(ParseTimestampError)
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

deserialize_own! { Timestamp }

impl Read for Timestamp {
    #[inline]
    fn read(reader: &mut Reader<'_>) -> Result<Self, NotRead> {
        let start = reader.at;
        let text = reader.string()?;
        text.parse().map_err(|_| {
            reader.wrong(start, format_args!("string {text:?}, expected an ISO 8601 date and time"))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn form_and_precision_come_back_as_they_were() {
        for text in [
            "2017-07-11T17:27:07.299000+00:00",
            "1970-01-01T00:00:00+00:00",
            "2016-02-29T23:59:59.999999999Z",
            "2021-11-23T06:05:04.5+00:00",
            "1969-12-31T23:59:59.000001-05:30",
            "9999-12-31T23:59:59+00:00",
            "0000-03-01T00:00:00Z",
        ] {
            assert_eq!(text.parse::<Timestamp>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn zones_and_digits_do_not_change_the_point_in_time() {
        let time: Timestamp = "2021-01-01T01:00:00.100+01:00".parse().unwrap();
        assert_eq!(time, "2021-01-01T00:00:00.1Z".parse().unwrap());
        assert_eq!(time.unix_ms(), 1_609_459_200_100);
        assert_eq!(time, Timestamp::from_unix_ms(1_609_459_200_100));
    }

    #[test]
    fn every_day_of_eight_centuries_has_its_number() {
        let mut days = days_from_civil(1600, 1, 1);
        for year in 1600..2400 {
            for month in 1..=12 {
                for day in 1..=days_in(year, month) {
                    assert_eq!(days_from_civil(year, month, day), days);
                    assert_eq!(civil_from_days(days), (year, month, day));
                    days += 1;
                }
            }
        }
        assert_eq!(days_from_civil(1970, 1, 1), 0);
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in [
            "",
            "2021",
            "2021-02-29T00:00:00Z",
            "2021-13-01T00:00:00Z",
            "2021-00-01T00:00:00Z",
            "2021-01-01T24:00:00Z",
            "2021-01-01T00:00:00.Z",
            "2021-01-01T00:00:00.1234567890Z",
            "2021-01-01T00:00:00+1",
            "2021-01-01T00:00:00Zx",
            "2021/01/01T00:00:00Z",
            "+021-01-01T00:00:00Z",
        ] {
            assert!(text.parse::<Timestamp>().is_err(), "{text}");
        }
    }

    #[test]
    fn system_time_and_back() {
        for ms in [-1_500, 0, 1_700_000_000_123] {
            let time = Timestamp::from_unix_ms(ms);
            assert_eq!(Timestamp::from(SystemTime::from(time)), time, "{ms}");
        }
    }

    #[test]
    fn sixteen_bytes_with_or_without_option() {
        assert_eq!((size_of::<Timestamp>(), size_of::<Option<Timestamp>>()), (16, 16));
    }
}
