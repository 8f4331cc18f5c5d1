//! Flags and open enums keep every value that they read.
#![allow(clippy::unwrap_used, reason = "tests")]

use gateway_model::channel::{ChannelFlags, ChannelKind};
use gateway_model::gateway::{Intents, Opcode};
use gateway_model::guild::{GuildFeature, MemberFlags};
use gateway_model::message::{MessageFlags, MessageKind};
use gateway_model::presence::Status;
use gateway_model::user::UserFlags;
use gateway_model::{Permissions, Timestamp};
use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Reads a text, and writes the value.
fn through<T: DeserializeOwned + Serialize>(text: &str) -> String {
    serde_json::to_string(&serde_json::from_str::<T>(text).unwrap()).unwrap()
}

proptest! {
    #[test]
    fn flags_keep_every_bit(bits in any::<u64>()) {
        let text = bits.to_string();
        prop_assert_eq!(&through::<MessageFlags>(&text), &text);
        prop_assert_eq!(&through::<UserFlags>(&text), &text);
        prop_assert_eq!(&through::<MemberFlags>(&text), &text);
        prop_assert_eq!(&through::<ChannelFlags>(&text), &text);
        prop_assert_eq!(&through::<Intents>(&text), &text);
        let quoted = format!("\"{bits}\"");
        prop_assert_eq!(&through::<MessageFlags>(&quoted), &text);
        prop_assert_eq!(&through::<Permissions>(&quoted), &quoted);
    }

    #[test]
    fn flags_that_are_known_stay_apart_from_those_that_are_not(bits in any::<u64>()) {
        let flags: MessageFlags = serde_json::from_str(&bits.to_string()).unwrap();
        for flag in MessageFlags::all().iter() {
            prop_assert_eq!(flags.contains(flag), bits & flag.bits() == flag.bits());
        }
        prop_assert_eq!(flags.bits(), bits);
    }

    #[test]
    fn what_is_no_bit_set_is_refused(text in "-[0-9]{1,5}|\"[a-z+ -]{0,3}[0-9]?[a-z]\"|[0-9]\\.[0-9]|null|\\[\\]") {
        prop_assert!(serde_json::from_str::<MessageFlags>(&text).is_err());
        prop_assert!(serde_json::from_str::<Permissions>(&text).is_err());
    }

    #[test]
    fn numbers_of_open_enums_come_back(number in any::<i32>()) {
        let text = number.to_string();
        prop_assert_eq!(&through::<MessageKind>(&text), &text);
        prop_assert_eq!(&through::<ChannelKind>(&text), &text);
        prop_assert_eq!(ChannelKind::from(number).get(), number);
        let known = ChannelKind::KNOWN.contains(&ChannelKind::from(number));
        prop_assert_eq!(known, !matches!(ChannelKind::from(number), ChannelKind::Unknown(_)));
    }

    #[test]
    fn opcodes_come_back(number in any::<i32>()) {
        prop_assert_eq!(through::<Opcode>(&number.to_string()), number.to_string());
    }

    #[test]
    fn texts_of_open_enums_come_back(value in "\\PC{0,20}|online|dnd|COMMUNITY") {
        let text = serde_json::to_string(&value).unwrap();
        prop_assert_eq!(&through::<Status>(&text), &text);
        prop_assert_eq!(&through::<GuildFeature>(&text), &text);
        let status = Status::from(&*value);
        prop_assert_eq!(status.as_str(), &*value);
        let known = Status::KNOWN.iter().any(|known| known.as_str() == value);
        prop_assert_eq!(known, !matches!(status, Status::Unknown(_)));
    }

    #[test]
    fn timestamps_come_back_with_form_and_precision(
        ms in -62_135_596_800_000..253_402_300_799_999_i64,
        digits in 0..=9_usize,
        zone in prop::sample::select(&["Z", "+00:00", "-05:30", "+14:00"][..]),
    ) {
        let whole = Timestamp::from_unix_ms(ms).to_string();
        let day_and_time = &whole[..19];
        let fraction: String = "123456789".chars().take(digits).collect();
        let dot = if digits == 0 { "" } else { "." };
        let text = format!("\"{day_and_time}{dot}{fraction}{zone}\"");
        prop_assert_eq!(&through::<Timestamp>(&text), &text);
    }
}
