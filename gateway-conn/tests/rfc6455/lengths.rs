//! Lengths (5.2), reserved bits and opcodes (5.2), masks (5.1).

use gateway_conn::FrameError;

use super::{
    BINARY, CLOSE, CONTINUATION, Case, LAST, LIMIT, PING, PONG, TEXT, frame, header, play,
};

const OPCODES: [u8; 6] = [CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG];

#[tokio::test(start_paused = true)]
async fn a_length_is_in_its_shortest_form_and_within_the_limit() {
    let mut cases = Vec::new();
    for (kind, first) in [("text", LAST | TEXT), ("binary", LAST | BINARY)] {
        for length in [0, 1, 2, 124, 125, 126, 127, 255, 256, 65_535, 65_536, 65_537, LIMIT] {
            let message = vec![b'a'; length];
            let messages: &[&[u8]] = if length == 0 { &[] } else { &[&message] };
            let name = format!("{kind} of {length}");
            cases.push(Case::good(name, frame(first, &message), messages));
        }
        for (length, form) in [
            (0, 2),
            (1, 2),
            (124, 2),
            (125, 2),
            (0, 8),
            (1, 8),
            (125, 8),
            (126, 8),
            (127, 8),
            (65_534, 8),
            (65_535, 8),
        ] {
            let wire = [header(first, length, form), vec![b'a'; length as usize]].concat();
            let name = format!("{kind} of {length}, written in {form} bytes");
            cases.push(Case::bad(name, wire, |error| {
                matches!(error, FrameError::LengthNotMinimal { .. })
            }));
        }
        for length in [LIMIT as u64 + 1, 1 << 31, 1 << 32, 1 << 62, u64::MAX >> 1] {
            let name = format!("{kind} of {length}");
            let too_long = |error: &FrameError| matches!(error, FrameError::TooLong { bytes, limit: LIMIT } if *bytes > LIMIT as u64);
            cases.push(Case::bad(name, header(first, length, 8), too_long).with_code(1009));
        }
        for length in [1 << 63, u64::MAX] {
            let name = format!("{kind} of {length}");
            let top_bit = |error: &FrameError| matches!(error, FrameError::LengthTopBit);
            cases.push(Case::bad(name, header(first, length, 8), top_bit));
        }
    }
    assert_eq!(cases.len(), 62);
    play(cases).await;
}

#[tokio::test(start_paused = true)]
async fn no_reserved_bit_is_set() {
    let mut cases = Vec::new();
    for bits in 1..=7_u8 {
        for opcode in OPCODES {
            let wire = frame(LAST | bits << 4 | opcode, b"");
            let name = format!("opcode {opcode}, reserved bits {bits:03b}");
            cases.push(Case::bad(name, wire, |error| matches!(error, FrameError::ReservedBits)));
        }
    }
    play(cases).await;
}

#[tokio::test(start_paused = true)]
async fn no_reserved_opcode_is_used() {
    let mut cases = Vec::new();
    for opcode in (0x3..=0x7).chain(0xb..=0xf) {
        for (last, payload) in [(LAST, &b""[..]), (LAST, b"payload"), (0, b""), (0, b"payload")] {
            let name = format!("opcode {opcode:#x}, last {last:#x}, {} bytes", payload.len());
            let error = |error: &FrameError| matches!(error, FrameError::ReservedOpcode(3..));
            cases.push(Case::bad(name, frame(last | opcode, payload), error));
        }
    }
    play(cases).await;
}

#[tokio::test(start_paused = true)]
async fn a_server_masks_nothing() {
    let mut cases = Vec::new();
    for opcode in OPCODES {
        for length in [0, 5, 126] {
            let wire = [&[LAST | opcode, 0x80 | length], &[7; 9][..]].concat();
            let name = format!("opcode {opcode}, a masked length {length}");
            cases.push(Case::bad(name, wire, |error| matches!(error, FrameError::Masked)));
        }
    }
    play(cases).await;
}
