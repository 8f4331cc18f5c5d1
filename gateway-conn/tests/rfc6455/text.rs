//! Text is UTF-8 (8.1), wherever its frames are split.

use gateway_conn::FrameError;

use super::{BINARY, CONTINUATION, Case, LAST, TEXT, frame, play};

/// Returns a message with one frame for each byte.
fn byte_by_byte(message: &[u8]) -> Vec<u8> {
    let last = message.len() - 1;
    let frames = message.iter().enumerate().map(|(at, byte)| {
        let opcode = if at == 0 { TEXT } else { CONTINUATION };
        frame(if at == last { LAST | opcode } else { opcode }, &[*byte])
    });
    frames.collect::<Vec<_>>().concat()
}

fn both(name: &str, message: &[u8], case: impl Fn(String, Vec<u8>) -> Case) -> [Case; 3] {
    [
        case(format!("{name}, whole"), frame(LAST | TEXT, message)),
        case(format!("{name}, a frame for each byte"), byte_by_byte(message)),
        case(format!("{name}, a byte at a time"), frame(LAST | TEXT, message)).in_pieces(1),
    ]
}

#[tokio::test(start_paused = true)]
async fn text_that_is_utf_8_is_taken_however_it_is_cut() {
    let mut cases = Vec::new();
    for text in [
        "\u{0}",
        "\u{7f}",
        "\u{80}",
        "\u{7ff}",
        "\u{800}",
        "\u{d7ff}",
        "\u{e000}",
        "\u{fffd}",
        "\u{ffff}",
        "\u{10000}",
        "\u{10ffff}",
        "Grüße, κόσμε, 世界, 🦀",
    ] {
        let case = |name, wire| Case::good(name, wire, &[text.as_bytes()]);
        cases.extend(both(&format!("{text:?}"), text.as_bytes(), case));
    }
    play(cases).await;
}

#[tokio::test(start_paused = true)]
async fn text_that_is_not_utf_8_is_refused_with_1007() {
    let wrong: [&[u8]; 14] = [
        b"\x80",
        b"\xbf",
        b"\xc0\x80",
        b"\xc1\xbf",
        b"\xe0\x80\x80",
        b"\xe0\x9f\xbf",
        b"\xed\xa0\x80",
        b"\xed\xbf\xbf",
        b"\xf0\x8f\xbf\xbf",
        b"\xf4\x90\x80\x80",
        b"\xf5\x80\x80\x80",
        b"\xfe",
        b"\xff",
        b"\xe4\xb8",
    ];
    let not_utf_8: fn(&FrameError) -> bool = |error| matches!(error, FrameError::TextNotUtf8);
    let mut cases = Vec::new();
    for bytes in wrong {
        for message in [bytes.to_vec(), [b"text ", bytes].concat()] {
            let case = |name, wire| Case::bad(name, wire, not_utf_8).with_code(1007);
            cases.extend(both(&format!("{message:x?}"), &message, case));
        }
        // The content of a binary message is not validated here.
        let wire = frame(LAST | BINARY, bytes);
        cases.push(Case::good(format!("{bytes:x?} in a binary message"), wire, &[bytes]));
    }
    play(cases).await;
}
