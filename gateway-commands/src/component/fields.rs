//! The types that can be part of a custom id.

use gateway_model::Id;

use super::pack::{Packed, Packer, Unpacker, Unreadable};

/// Returns the sum of the bounds, if all are bounded.
pub const fn sum(bounds: &[Option<usize>]) -> Option<usize> {
    let (mut total, mut at) = (0, 0);
    while at < bounds.len() {
        let Some(bound) = bounds[at] else { return None };
        total += bound;
        at += 1;
    }
    Some(total)
}

/// Returns the largest of the bounds, if all are bounded.
pub const fn largest(bounds: &[Option<usize>]) -> Option<usize> {
    let (mut most, mut at) = (0, 0);
    while at < bounds.len() {
        let Some(bound) = bounds[at] else { return None };
        if bound > most {
            most = bound;
        }
        at += 1;
    }
    Some(most)
}

macro_rules! integers {
    ($($integer:ident)*) => {$(
        impl Packed for $integer {
            // A character holds six bits.
            const MAX: Option<usize> = Some(($integer::BITS as usize).div_ceil(6));

            fn pack(&self, out: &mut Packer) {
                out.bytes(&self.to_be_bytes());
            }

            fn unpack(from: &mut Unpacker<'_>) -> Result<Self, Unreadable> {
                from.bytes().map(Self::from_be_bytes)
            }
        }
    )*};
}

integers! { u8 i8 u16 i16 u32 i32 u64 i64 }

impl<T> Packed for Id<T> {
    const MAX: Option<usize> = <u64 as Packed>::MAX;

    fn pack(&self, out: &mut Packer) {
        self.get().pack(out);
    }

    fn unpack(from: &mut Unpacker<'_>) -> Result<Self, Unreadable> {
        Self::new(u64::unpack(from)?).ok_or_else(Unreadable::new)
    }
}

impl Packed for bool {
    const MAX: Option<usize> = Some(1);

    fn pack(&self, out: &mut Packer) {
        out.digit(u8::from(*self));
    }

    fn unpack(from: &mut Unpacker<'_>) -> Result<Self, Unreadable> {
        match from.digit()? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(Unreadable::new()),
        }
    }
}

impl Packed for char {
    const MAX: Option<usize> = Some(1);

    fn pack(&self, out: &mut Packer) {
        out.text(self.encode_utf8(&mut [0; 4]));
    }

    fn unpack(from: &mut Unpacker<'_>) -> Result<Self, Unreadable> {
        from.text(1)?.chars().next().ok_or_else(Unreadable::new)
    }
}

/// Up to 4095 characters; a longer text does not fit into a custom id in any case.
impl Packed for String {
    const MAX: Option<usize> = None;

    fn pack(&self, out: &mut Packer) {
        let length = u16::try_from(self.chars().count()).unwrap_or(u16::MAX);
        let [high, low] =
            [length >> 6, length & 63].map(|part| u8::try_from(part & 63).unwrap_or(0));
        out.digit(high);
        out.digit(low);
        out.text(self);
    }

    fn unpack(from: &mut Unpacker<'_>) -> Result<Self, Unreadable> {
        let (high, low) = (usize::from(from.digit()?), usize::from(from.digit()?));
        from.text(high << 6 | low).map(str::to_owned)
    }
}

impl<T: Packed> Packed for Option<T> {
    const MAX: Option<usize> = sum(&[Some(1), T::MAX]);

    fn pack(&self, out: &mut Packer) {
        self.is_some().pack(out);
        if let Some(value) = self {
            value.pack(out);
        }
    }

    fn unpack(from: &mut Unpacker<'_>) -> Result<Self, Unreadable> {
        bool::unpack(from)?.then(|| T::unpack(from)).transpose()
    }
}

macro_rules! tuples {
    ($(($($field:ident $place:tt),*))*) => {$(
        impl<$($field: Packed),*> Packed for ($($field,)*) {
            const MAX: Option<usize> = sum(&[$($field::MAX),*]);

            #[allow(unused_variables, reason = "the empty tuple has nothing to write")]
            fn pack(&self, out: &mut Packer) {
                $(out.field(stringify!($place), &self.$place);)*
            }

            #[allow(unused_variables, reason = "the empty tuple has nothing to read")]
            fn unpack(from: &mut Unpacker<'_>) -> Result<Self, Unreadable> {
                Ok(($(from.field::<$field>(stringify!($place))?,)*))
            }
        }
    )*};
}

tuples! {
    ()
    (A 0)
    (A 0, B 1)
    (A 0, B 1, C 2)
    (A 0, B 1, C 2, D 3)
    (A 0, B 1, C 2, D 3, E 4)
    (A 0, B 1, C 2, D 3, E 4, F 5)
}
