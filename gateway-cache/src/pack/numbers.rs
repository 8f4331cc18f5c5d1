//! Numbers, flags and ids.

use gateway_model::channel::{
    ChannelFlags, ChannelKind, ForumLayout, OverwriteKind, SortOrder, ThreadMemberFlags,
    VideoQualityMode,
};
use gateway_model::guild::{
    AgeRestrictionLevel, DefaultMessageNotificationLevel, ExplicitContentFilterLevel, MemberFlags,
    MfaLevel, PremiumTier, RoleFlags, ScheduledEventEntityKind, ScheduledEventPrivacyLevel,
    ScheduledEventStatus, SystemChannelFlags, VerificationLevel,
};
use gateway_model::id::Id;
use gateway_model::message::{MessageFlags, MessageKind};
use gateway_model::stage_instance::StagePrivacyLevel;
use gateway_model::sticker::{StickerFormat, StickerKind};
use gateway_model::user::{PremiumType, UserFlags};
use gateway_model::{Permissions, id::marker};

use super::{Input, Pack};

/// Writes a number in groups of seven bits, lowest first; the highest bit of a byte says that another byte follows.
pub(super) fn put(mut number: u64, out: &mut Vec<u8>) {
    while number > 0x7f {
        #[allow(clippy::cast_possible_truncation, reason = "the lowest seven bits")]
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    #[allow(clippy::cast_possible_truncation, reason = "seven bits are left")]
    out.push(number as u8);
}

/// Reads what [`put`] wrote.
pub(super) fn take(input: &mut Input<'_>) -> u64 {
    let mut number = 0;
    for shift in (0..64).step_by(7) {
        let byte = input.byte();
        number |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            break;
        }
    }
    number
}

/// Maps small negative numbers to small positive numbers.
#[allow(clippy::cast_sign_loss, reason = "the sign is the lowest bit")]
pub(super) const fn folded(number: i64) -> u64 {
    ((number << 1) ^ (number >> 63)) as u64
}

/// Reverses [`folded`].
#[allow(clippy::cast_possible_wrap, reason = "the sign is the lowest bit")]
pub(super) const fn unfolded(number: u64) -> i64 {
    (number >> 1) as i64 ^ -((number & 1) as i64)
}

impl Pack for bool {
    fn pack(&self, out: &mut Vec<u8>) {
        out.push(u8::from(*self));
    }

    fn unpack(input: &mut Input<'_>) -> Self {
        input.byte() != 0
    }

    fn pack_option(value: Option<&Self>, out: &mut Vec<u8>) {
        out.push(value.map_or(0, |value| 1 + u8::from(*value)));
    }

    fn unpack_option(input: &mut Input<'_>) -> Option<Self> {
        match input.byte() {
            0 => None,
            byte => Some(byte == 2),
        }
    }
}

macro_rules! unsigned {
    ($($ty:ty),*) => {$(
        impl Pack for $ty {
            fn pack(&self, out: &mut Vec<u8>) {
                put(u64::from(*self), out);
            }

            fn unpack(input: &mut Input<'_>) -> Self {
                take(input).try_into().unwrap_or_default()
            }
        }
    )*};
}

macro_rules! signed {
    ($($ty:ty),*) => {$(
        impl Pack for $ty {
            fn pack(&self, out: &mut Vec<u8>) {
                put(folded(i64::from(*self)), out);
            }

            fn unpack(input: &mut Input<'_>) -> Self {
                unfolded(take(input)).try_into().unwrap_or_default()
            }
        }
    )*};
}

/// Implements `Pack` for open enums that Discord writes as numbers.
macro_rules! numbered {
    ($($ty:ty),* $(,)?) => {$(
        impl Pack for $ty {
            fn pack(&self, out: &mut Vec<u8>) {
                self.get().pack(out);
            }

            fn unpack(input: &mut Input<'_>) -> Self {
                Self::from(i32::unpack(input))
            }
        }
    )*};
}

macro_rules! flags {
    ($($ty:ty),* $(,)?) => {$(
        impl Pack for $ty {
            fn pack(&self, out: &mut Vec<u8>) {
                put(self.bits(), out);
            }

            fn unpack(input: &mut Input<'_>) -> Self {
                Self::from_bits_retain(take(input))
            }
        }
    )*};
}

unsigned!(u32, u64);
signed!(i32, i64);
numbered! {
    AgeRestrictionLevel, ChannelKind, DefaultMessageNotificationLevel, ExplicitContentFilterLevel, ForumLayout,
    MessageKind, MfaLevel, OverwriteKind, PremiumTier, PremiumType, ScheduledEventEntityKind,
    ScheduledEventPrivacyLevel, ScheduledEventStatus, SortOrder, StagePrivacyLevel, StickerFormat, StickerKind,
    VerificationLevel, VideoQualityMode,
}
flags! {
    ChannelFlags, MemberFlags, MessageFlags, RoleFlags, SystemChannelFlags, ThreadMemberFlags, UserFlags,
}

impl Pack for Permissions {
    #[allow(clippy::cast_possible_truncation, reason = "the lower half")]
    fn pack(&self, out: &mut Vec<u8>) {
        put(self.bits() as u64, out);
        put((self.bits() >> 64) as u64, out);
    }

    fn unpack(input: &mut Input<'_>) -> Self {
        let lower = u128::from(take(input));
        Self::from_bits_retain(lower | u128::from(take(input)) << 64)
    }
}

impl<T> Pack for Id<T> {
    fn pack(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.get().to_le_bytes());
    }

    fn unpack(input: &mut Input<'_>) -> Self {
        // An id is never zero.
        Self::new(u64::from_le_bytes(input.array()))
            .unwrap_or_else(|| Id::<marker::Generic>::first_at_ms(0).cast())
    }
}

#[cfg(test)]
mod tests {
    use super::super::round_trip;
    use super::*;

    #[test]
    fn numbers_come_back() {
        for number in [0, 1, 127, 128, 16_383, 16_384, u64::MAX - 1, u64::MAX] {
            assert_eq!(round_trip(&number), number);
        }
        for number in [0, 1, -1, 63, -64, 64, i64::MAX, i64::MIN] {
            assert_eq!(round_trip(&number), number);
        }
        for value in [None, Some(false), Some(true)] {
            assert_eq!(round_trip(&value), value);
        }
        for bits in [0, 1 << 63, 1 << 64, u128::MAX] {
            let permissions = Permissions::from_bits_retain(bits);
            assert_eq!(round_trip(&permissions), permissions);
        }
        let id = Id::<marker::User>::new(u64::MAX).unwrap();
        assert_eq!(round_trip(&Some(id)), Some(id));
        assert_eq!(round_trip(&ChannelKind::Unknown(-7)), ChannelKind::Unknown(-7));
    }

    #[test]
    fn the_end_of_a_row_is_zeros() {
        let mut input = Input::new(&[]);
        assert_eq!(u64::unpack(&mut input), 0);
        assert_eq!(Option::<bool>::unpack(&mut input), None);
        assert!(Box::<[u32]>::unpack(&mut input).is_empty());
        // A list whose length exceeds the row.
        assert!(Box::<[u32]>::unpack(&mut Input::new(&[0xff, 0xff, 0x7f])).is_empty());
    }
}
