//! The search for what ends the plain part of a string, eight bytes at a time.

use super::digits::all;

/// How many bytes come before the next quote, backslash or, with `CONTROL`, control character.
#[inline]
pub(crate) fn plain_length<const CONTROL: bool>(bytes: &[u8]) -> usize {
    let (words, rest) = bytes.as_chunks::<8>();
    for (index, chunk) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*chunk);
        let found = below(word ^ all(b'"'), 1)
            | below(word ^ all(b'\\'), 1)
            | if CONTROL { below(word, b' ') } else { 0 };
        if found != 0 {
            return index * 8 + found.trailing_zeros() as usize / 8;
        }
    }
    let is_plain = |byte: &&u8| !matches!(byte, b'"' | b'\\') && (!CONTROL || **byte >= b' ');
    words.len() * 8 + rest.iter().take_while(is_plain).count()
}

/// The lowest byte of `word` that is less than `limit` has its high bit set in the result, and no lower one has.
/// `limit` is at most 128.
const fn below(word: u64, limit: u8) -> u64 {
    word.wrapping_sub(all(limit)) & !word & all(0x80)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_byte_that_is_not_plain_is_found_wherever_it_stands() {
        for length in 0..20 {
            for byte in 0..=u8::MAX {
                let mut text = vec![b'a'; length];
                text.push(byte);
                text.extend_from_slice(b"b\"\\\n");
                let ends = matches!(byte, b'"' | b'\\');
                assert_eq!(plain_length::<false>(&text) == length, ends, "{text:?}");
                assert_eq!(plain_length::<true>(&text) == length, ends || byte < b' ', "{text:?}");
            }
        }
        assert_eq!(plain_length::<true>(&[b'a'; 23]), 23);
    }
}
