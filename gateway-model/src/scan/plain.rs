//! Finds the end of the plain part of a string, eight bytes at a time.

use super::digits::all;

/// Returns the number of bytes before the next quote, backslash or, with `CONTROL`, control character.
#[inline]
pub(crate) fn plain_length<const CONTROL: bool>(bytes: &[u8]) -> usize {
    let mut rest = bytes;
    while let Some((eight, after)) = rest.split_first_chunk() {
        let found = not_plain::<CONTROL>(u64::from_le_bytes(*eight));
        if found != 0 {
            return bytes.len() - rest.len() + found.trailing_zeros() as usize / 8;
        }
        rest = after;
    }
    bytes.len() - rest.len() + plain_length_of_few::<CONTROL>(rest)
}

/// Like [`plain_length`], one byte at a time, for the last seven bytes of a text.
#[cold]
fn plain_length_of_few<const CONTROL: bool>(bytes: &[u8]) -> usize {
    let is_plain = |byte: &&u8| !matches!(byte, b'"' | b'\\') && (!CONTROL || **byte >= b' ');
    bytes.iter().take_while(is_plain).count()
}

/// Sets the high bit of the lowest byte of `word` that is not plain. No lower byte has it set.
const fn not_plain<const CONTROL: bool>(word: u64) -> u64 {
    // Subtraction borrows from the high bit of a byte only if the byte is smaller. Bytes whose high bit was already set
    // are not ASCII, and are plain.
    let backslash = (word ^ all(b'\\')).wrapping_sub(all(1));
    let other = if CONTROL {
        // With its second lowest bit flipped, a quote becomes a space, which is the byte after the control characters.
        (word ^ all(b'"' ^ b' ')).wrapping_sub(all(b' ' + 1))
    } else {
        (word ^ all(b'"')).wrapping_sub(all(1))
    };
    (backslash | other) & !word & all(0x80)
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
