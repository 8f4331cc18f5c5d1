//! Parses the header of a server's frame ([RFC 6455, 5.2](https://www.rfc-editor.org/rfc/rfc6455#section-5.2)).

use crate::error::FrameError;

/// The maximum length of a control frame's payload ([RFC 6455,
/// 5.5](https://www.rfc-editor.org/rfc/rfc6455#section-5.5)).
const MAX_CONTROL: u8 = 125;

/// The kind of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Opcode {
    Continuation,
    Text,
    Binary,
    Close,
    Ping,
    Pong,
}

impl Opcode {
    fn new(code: u8) -> Result<Self, FrameError> {
        Ok(match code {
            0x0 => Self::Continuation,
            0x1 => Self::Text,
            0x2 => Self::Binary,
            0x8 => Self::Close,
            0x9 => Self::Ping,
            0xa => Self::Pong,
            other => return Err(FrameError::ReservedOpcode(other)),
        })
    }

    pub(super) const fn is_control(self) -> bool {
        matches!(self, Self::Close | Self::Ping | Self::Pong)
    }
}

/// A valid header: no reserved bit, no mask, and the length in its shortest form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Header {
    /// Whether this frame ends the message.
    pub(super) last: bool,
    pub(super) opcode: Opcode,
    /// Bytes of payload; at most 125 in a control frame.
    pub(super) length: u64,
}

impl Header {
    /// Parses the header at the start of `input`. Returns it with the bytes that follow it, or `None` if more bytes are
    /// needed; `input` then has at most 9 bytes.
    pub(super) fn parse(input: &[u8]) -> Result<Option<(Self, &[u8])>, FrameError> {
        let [first, second, after @ ..] = input else { return Ok(None) };
        if first & 0x70 != 0 {
            return Err(FrameError::ReservedBits);
        }
        let opcode = Opcode::new(first & 0x0f)?;
        if second & 0x80 != 0 {
            return Err(FrameError::Masked);
        }
        let (last, short) = (first & 0x80 != 0, second & 0x7f);
        if opcode.is_control() && (!last || short > MAX_CONTROL) {
            return Err(FrameError::BadControlFrame);
        }
        let (length, after, least) = match short {
            126 => {
                let Some((long, after)) = after.split_first_chunk() else { return Ok(None) };
                (u64::from(u16::from_be_bytes(*long)), after, 126)
            }
            127 => {
                let Some((long, after)) = after.split_first_chunk() else { return Ok(None) };
                (u64::from_be_bytes(*long), after, 1 << 16)
            }
            short => (u64::from(short), after, 0),
        };
        if length < least {
            return Err(FrameError::LengthNotMinimal { bytes: length });
        }
        if length >> 63 != 0 {
            return Err(FrameError::LengthTopBit);
        }
        Ok(Some((Self { last, opcode, length }, after)))
    }
}

/// Returns the length of a binary message in one frame of less than 64 KiB, and the bytes that follow its header. All
/// other headers, including invalid ones, are left to [`Header::parse`].
#[inline]
pub(super) fn usual(input: &[u8]) -> Option<(usize, &[u8])> {
    let [0x82, short, high, low, ..] = *input else { return None };
    // Both cases are computed, because a branch here could not be predicted.
    let (is_long, short) = (short == 126, usize::from(short));
    let long = usize::from(u16::from_be_bytes([high, low]));
    let length = if is_long { long } else { short };
    let after = input.get(2 + 2 * usize::from(is_long)..)?;
    // It is also false for a mask, for a length of eight bytes, and for one that is not in its shortest form.
    (is_long == (length > 125)).then_some((length, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A header of a binary message whose length field has `size` bytes.
    fn header(length: u64, size: usize) -> Vec<u8> {
        let bytes = length.to_be_bytes();
        match size {
            1 => vec![0x82, bytes[7]],
            2 => [&[0x82, 126], &bytes[6..]].concat(),
            _ => [&[0x82, 127], &bytes[..]].concat(),
        }
    }

    #[test]
    fn a_length_is_taken_in_its_shortest_form_only() {
        for length in [0, 1, 124, 125, 126, 127, 0x00ff, 0x7fff, 0xffff, 0x1_0000, u64::MAX >> 1] {
            let shortest = match length {
                0..=125 => 1,
                126..=0xffff => 2,
                _ => 8,
            };
            for size in [1, 2, 8].into_iter().filter(|size| *size >= shortest) {
                let bytes = [header(length, size), vec![7; 4]].concat();
                let parsed = Header::parse(&bytes);
                let usual = usual(&bytes);
                if size > shortest {
                    let Err(FrameError::LengthNotMinimal { bytes }) = parsed else {
                        panic!("{length} in {size}: {parsed:?}")
                    };
                    assert_eq!((bytes, usual), (length, None), "in {size}");
                    continue;
                }
                let (header, rest) = parsed.unwrap().unwrap();
                assert_eq!(header, Header { last: true, opcode: Opcode::Binary, length });
                assert_eq!(rest, [7; 4]);
                let wanted = (size < 8).then_some((length as usize, &[7; 4][..]));
                assert_eq!(usual, wanted, "{length}");
            }
        }
    }

    #[test]
    fn a_header_that_is_cut_waits_for_its_rest() {
        for size in [1, 2, 8] {
            let whole = header(if size == 8 { 1 << 20 } else { 125 + size as u64 - 1 }, size);
            for end in 0..whole.len() {
                assert!(Header::parse(&whole[..end]).unwrap().is_none(), "{end} of {size}");
            }
            assert!(Header::parse(&whole).unwrap().is_some());
        }
    }
}
