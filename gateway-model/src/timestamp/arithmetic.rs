//! Arithmetic of timestamps and durations.

use std::ops::{Add, AddAssign, Sub, SubAssign};
use std::time::Duration;

use super::Timestamp;

const NANOS_PER_SEC: u32 = 1_000_000_000;

impl Timestamp {
    /// Returns the present time from the system's clock. Requires the feature `clock`. Without it, `Timestamp::from`
    /// converts any [`SystemTime`](std::time::SystemTime), for example in a test with a fixed time.
    #[cfg(feature = "clock")]
    #[must_use]
    pub fn now() -> Self {
        std::time::SystemTime::now().into()
    }

    /// Adds a duration; `None` if the result cannot be represented. The time zone is kept, and the result is exact.
    #[must_use]
    pub fn checked_add(self, duration: Duration) -> Option<Self> {
        let nanos = self.nanos + duration.subsec_nanos();
        let (carry, nanos) = (i64::from(nanos / NANOS_PER_SEC), nanos % NANOS_PER_SEC);
        let seconds = self.seconds.checked_add_unsigned(duration.as_secs())?.checked_add(carry)?;
        Some(self.moved(seconds, nanos))
    }

    /// Subtracts a duration; `None` if the result cannot be represented. The time zone is kept, and the result is
    /// exact.
    #[must_use]
    pub fn checked_sub(self, duration: Duration) -> Option<Self> {
        let nanos = self.nanos + NANOS_PER_SEC - duration.subsec_nanos();
        let (borrow, nanos) = (i64::from(nanos < NANOS_PER_SEC), nanos % NANOS_PER_SEC);
        let seconds = self.seconds.checked_sub_unsigned(duration.as_secs())?.checked_sub(borrow)?;
        Some(self.moved(seconds, nanos))
    }

    /// Returns the duration since `earlier`; zero if this is not later.
    #[must_use]
    pub fn duration_since(self, earlier: Self) -> Duration {
        if self <= earlier {
            return Duration::ZERO;
        }
        let seconds = self.seconds.abs_diff(earlier.seconds);
        Duration::new(seconds, self.nanos)
            .checked_sub(Duration::new(0, earlier.nanos))
            .unwrap_or_default()
    }

    /// Returns another time, with as many fractional digits as it needs.
    fn moved(self, seconds: i64, nanos: u32) -> Self {
        let needed = match nanos {
            0 => 0,
            nanos if nanos % 1_000_000 == 0 => 3,
            nanos if nanos % 1_000 == 0 => 6,
            _ => 9,
        };
        Self { seconds, nanos, digits: self.digits.max(needed), ..self }
    }
}

/// Like [`Timestamp::checked_add`], but returns the latest possible time instead of `None`.
impl Add<Duration> for Timestamp {
    type Output = Self;

    fn add(self, duration: Duration) -> Self {
        self.checked_add(duration).unwrap_or_else(|| self.moved(i64::MAX, NANOS_PER_SEC - 1))
    }
}

/// Like [`Timestamp::checked_sub`], but returns the earliest possible time instead of `None`.
impl Sub<Duration> for Timestamp {
    type Output = Self;

    fn sub(self, duration: Duration) -> Self {
        self.checked_sub(duration).unwrap_or_else(|| self.moved(i64::MIN, 0))
    }
}

impl AddAssign<Duration> for Timestamp {
    fn add_assign(&mut self, duration: Duration) {
        *self = *self + duration;
    }
}

impl SubAssign<Duration> for Timestamp {
    fn sub_assign(&mut self, duration: Duration) {
        *self = *self - duration;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn a_duration_is_added_and_taken_off_in_the_same_zone() {
        let start = at("2024-02-28T23:00:00+01:00");
        let later = start + Duration::from_secs(26 * 3600);
        assert_eq!(later.to_string(), "2024-03-01T01:00:00+01:00");
        assert_eq!((later - Duration::from_secs(26 * 3600)).to_string(), start.to_string());
        let mut moved = start;
        moved += Duration::from_secs(60);
        assert_eq!(moved.duration_since(start), Duration::from_secs(60));
        moved -= Duration::from_secs(90);
        assert_eq!(start.duration_since(moved), Duration::from_secs(30));
        assert_eq!(moved.duration_since(start), Duration::ZERO);
    }

    #[test]
    fn no_part_of_a_duration_is_lost() {
        let start = at("2024-01-01T00:00:00Z");
        assert_eq!((start + Duration::from_millis(1500)).to_string(), "2024-01-01T00:00:01.500Z");
        assert_eq!((start + Duration::from_micros(1)).to_string(), "2024-01-01T00:00:00.000001Z");
        let before = start - Duration::from_nanos(1);
        assert_eq!(before.to_string(), "2023-12-31T23:59:59.999999999Z");
        assert_eq!(start.duration_since(before), Duration::from_nanos(1));
        assert_eq!(before + Duration::from_nanos(1), start);
    }

    #[test]
    fn what_cannot_be_expressed_is_refused_or_stays_at_the_end() {
        let (first, last) =
            (Timestamp::from_unix_secs(i64::MIN), Timestamp::from_unix_secs(i64::MAX));
        assert_eq!(first.checked_sub(Duration::from_nanos(1)), None);
        assert_eq!(last.checked_add(Duration::from_secs(1)), None);
        assert_eq!((first - Duration::MAX).unix_secs(), i64::MIN);
        assert_eq!((last + Duration::MAX).unix_secs(), i64::MAX);
        assert_eq!(last.duration_since(first), Duration::from_secs(u64::MAX));
    }

    proptest::proptest! {
        #[test]
        fn what_is_added_can_be_taken_off(ms in -4_000_000_000_000..4_000_000_000_000_i64, nanos in 0..u64::MAX / 4) {
            let (start, duration) = (Timestamp::from_unix_ms(ms), Duration::from_nanos(nanos));
            let later = start + duration;
            proptest::prop_assert_eq!(later - duration, start);
            proptest::prop_assert_eq!(later.duration_since(start), duration);
        }
    }

    #[cfg(feature = "clock")]
    #[test]
    fn now_is_what_the_system_says() {
        let before = std::time::SystemTime::now();
        let now = Timestamp::now();
        // Truncated to microseconds.
        assert!(
            now + Duration::from_micros(1) >= before.into()
                && now <= std::time::SystemTime::now().into()
        );
    }
}
