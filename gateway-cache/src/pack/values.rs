//! Timestamps, and small objects that are part of many rows.

use std::time::Duration;

use gateway_model::Timestamp;
use gateway_model::channel::Overwrite;
use gateway_model::guild::RoleColors;

use super::{Input, Pack, numbers};

/// The time is kept, but not its textual form: the time zone and the number of digits.
impl Pack for Timestamp {
    fn pack(&self, out: &mut Vec<u8>) {
        numbers::put(numbers::folded(self.unix_secs()), out);
        let nanos = u64::from(self.subsec_nanos());
        // Discord writes microseconds; the lowest bit says that there are nanoseconds.
        let is_micros = nanos.is_multiple_of(1000);
        numbers::put(if is_micros { nanos / 1000 * 2 } else { nanos * 2 + 1 }, out);
    }

    fn unpack(input: &mut Input<'_>) -> Self {
        let seconds = Self::from_unix_secs(numbers::unfolded(numbers::take(input)));
        let part = numbers::take(input);
        let nanos = if part & 1 == 0 { part / 2 * 1000 } else { part / 2 };
        seconds.checked_add(Duration::from_nanos(nanos)).unwrap_or(seconds)
    }
}

impl Pack for Overwrite {
    fn pack(&self, out: &mut Vec<u8>) {
        self.id.pack(out);
        self.kind.pack(out);
        self.allow.pack(out);
        self.deny.pack(out);
    }

    fn unpack(input: &mut Input<'_>) -> Self {
        let id = Pack::unpack(input);
        let kind = Pack::unpack(input);
        let (allow, deny) = (Pack::unpack(input), Pack::unpack(input));
        let mut overwrite = Self::role(id, allow, deny);
        overwrite.kind = kind;
        overwrite
    }
}

impl Pack for RoleColors {
    fn pack(&self, out: &mut Vec<u8>) {
        self.primary_color.pack(out);
        self.secondary_color.pack(out);
        self.tertiary_color.pack(out);
    }

    fn unpack(input: &mut Input<'_>) -> Self {
        let mut colors = Self::plain(Pack::unpack(input));
        colors.secondary_color = Pack::unpack(input);
        colors.tertiary_color = Pack::unpack(input);
        colors
    }
}

#[cfg(test)]
mod tests {
    use super::super::round_trip;
    use super::*;

    #[test]
    fn points_in_time_come_back_to_the_nanosecond() {
        for text in [
            "2024-03-01T12:00:00.123456+00:00",
            "1969-12-31T23:59:59.999999999Z",
            "2026-01-01T00:00:00Z",
        ] {
            let at: Timestamp = text.parse().unwrap();
            assert_eq!(round_trip(&Some(at)), Some(at), "{text}");
        }
    }

    #[test]
    fn overwrites_come_back() {
        for text in [
            r#"{"id":"7","type":1,"allow":"1024","deny":"0"}"#,
            r#"{"id":"7","type":9,"allow":"0","deny":"2048"}"#,
        ] {
            let overwrite: Overwrite = serde_json::from_str(text).unwrap();
            assert_eq!(round_trip(&overwrite), overwrite);
        }
    }
}
