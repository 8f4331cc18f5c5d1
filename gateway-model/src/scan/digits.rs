//! Parses decimal digits, eight at a time.

/// Parses a text that consists only of digits.
#[inline]
pub(crate) fn only(text: &[u8]) -> Option<u64> {
    let (eights, ones) = text.as_chunks::<8>();
    // Nineteen digits always fit; a twentieth may overflow, and a twenty-first is an error.
    if text.is_empty() || text.len() > 20 {
        return None;
    }
    let mut value = 0;
    for eight in eights {
        value = value * 100_000_000 + eight_digits(*eight)?;
    }
    for byte in ones {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        value = value.checked_mul(10)?.checked_add(u64::from(digit))?;
    }
    Some(value)
}

/// Parses a number of at most 19 digits, which always fits into `u64`, at the start of a text. Returns it with the rest
/// of the text. Leading zeros are not allowed.
#[inline]
pub(crate) fn prefix(text: &[u8]) -> Option<(u64, &[u8])> {
    let found = text.first_chunk().and_then(|eight| leading(*eight));
    let (value, length) = found.map_or_else(|| of_many(text), Some)?;
    let leading_zero = length > 1 && text.first() == Some(&b'0');
    (!leading_zero).then_some((value, &text[length..]))
}

/// Parses a number of 17 to 19 digits, like Discord's ids, at the start of a text. Returns it with the number of
/// digits.
#[inline]
pub(crate) fn id(text: &[u8]) -> Option<(u64, usize)> {
    let (first, rest) = text.split_first_chunk()?;
    let (second, rest) = rest.split_first_chunk()?;
    let (last, length) = leading(*rest.first_chunk()?)?;
    // More digits may overflow.
    let scale = match length {
        1 => 10,
        2 => 100,
        3 => 1000,
        _ => return None,
    };
    let value = eight_digits(*first)? * 100_000_000 + eight_digits(*second)?;
    Some((value * scale + last, 16 + length))
}

/// Parses at most 19 digits one by one. Returns the number and the number of digits.
#[cold]
pub(crate) fn of_many(text: &[u8]) -> Option<(u64, usize)> {
    let digits = text.iter().take_while(|byte| byte.is_ascii_digit());
    let (value, length) = digits.fold((0_u64, 0), |(value, length), digit| {
        (value.wrapping_mul(10).wrapping_add(u64::from(digit - b'0')), length + 1)
    });
    matches!(length, 1..=19).then_some((value, length))
}

/// Parses eight digits at a time.
pub(crate) const fn eight_digits(text: [u8; 8]) -> Option<u64> {
    let text = u64::from_le_bytes(text);
    if others(text) == 0 { Some(number(text)) } else { None }
}

/// Parses one to seven digits before the first other byte. Returns the number and the number of digits.
#[inline]
pub(crate) const fn leading(text: [u8; 8]) -> Option<(u64, usize)> {
    let text = u64::from_le_bytes(text);
    match others(text).trailing_zeros() / 8 {
        0 | 8 => None,
        // Shifted up, with zero bytes below, they are the last of eight digits.
        length => Some((number(text << (64 - 8 * length)), length as usize)),
    }
}

/// Returns the byte repeated eight times.
pub(super) const fn all(byte: u8) -> u64 {
    u64::from_le_bytes([byte; 8])
}

/// Returns zero in each byte that is a digit, up to the first byte that is not.
const fn others(text: u64) -> u64 {
    // A digit is 0x30 to 0x39: its high nibble is 3, also after adding 6. A carry only affects later bytes, and comes
    // from a byte that is not a digit.
    ((text & all(0xf0)) | ((text.wrapping_add(all(6)) & all(0xf0)) >> 4)) ^ all(0x33)
}

/// Converts eight digits to their number; a zero byte counts as the digit zero.
const fn number(text: u64) -> u64 {
    // Neighbours are combined: the left one is multiplied by 10, then 100, then 10,000. The first byte is the lowest,
    // so the left neighbour is the lower one.
    let ones = text & all(0x0f);
    let pairs = (ones * 10 + (ones >> 8)) & 0x00ff_00ff_00ff_00ff;
    let fours = (pairs * 100 + (pairs >> 16)) & 0x0000_ffff_0000_ffff;
    (fours * 10_000 + (fours >> 32)) & 0xffff_ffff
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digits_before_any_other_byte_are_a_number() {
        for other in (0..=u8::MAX).filter(|byte| !byte.is_ascii_digit()) {
            for length in 0..8 {
                for after in *b"0:/9\xff" {
                    let mut text = *b"98765432";
                    text[length..].fill(after);
                    text[length] = other;
                    let want =
                        (length > 0).then(|| (98_765_432 / 10_u64.pow(8 - length as u32), length));
                    assert_eq!(leading(text), want, "{text:?}");
                }
            }
        }
        assert_eq!(leading(*b"98765432"), None);
    }

    #[test]
    fn ids_are_read_up_to_what_comes_after_them() {
        let digits = "98765432109876543210987";
        for length in 0..digits.len() {
            let text = format!("{}\"0000000000", &digits[..length]);
            let want =
                (17..=19).contains(&length).then(|| (digits[..length].parse().unwrap(), length));
            assert_eq!(id(text.as_bytes()), want, "{text}");
        }
        for at in 0..18 {
            let mut text = *b"175928847299117063\"12345";
            text[at] = b'x';
            assert_eq!(id(&text), (at == 17).then_some((17_592_884_729_911_706, 17)));
        }
        // Such a text is left to the other functions.
        assert_eq!(id(b"175928847299117063\"1234"), None);
    }
}
