//! Fragments (5.4), with control frames between them, split at any place by the network.

use gateway_conn::FrameError;

use super::{
    BINARY, CLOSE, CONTINUATION, Case, LAST, LIMIT, Outcome, PING, PONG, TEXT, frame, play,
};

/// Returns a message in these fragments, with `between` after each except the last.
fn fragmented(opcode: u8, fragments: &[&[u8]], between: &[u8]) -> Vec<u8> {
    let mut wire = Vec::new();
    for (at, fragment) in fragments.iter().enumerate() {
        let opcode = if at == 0 { opcode } else { CONTINUATION };
        let last = at + 1 == fragments.len();
        wire.extend(frame(if last { LAST | opcode } else { opcode }, fragment));
        if !last {
            wire.extend(between);
        }
    }
    wire
}

#[tokio::test(start_paused = true)]
async fn fragments_are_put_together_and_control_frames_pass_between_them() {
    let long = [b'x'; 300];
    let shapes: [&[&[u8]]; 9] = [
        &[b"a", b"b"],
        &[b"one", b"two", b"three"],
        &[b"", b"two"],
        &[b"one", b""],
        &[b"", b"", b"three", b"", b""],
        &[b"", b""],
        &[&long, &long, b"end"],
        &[b"a", b"b", b"c", b"d", b"e", b"f", b"g", b"h", b"i", b"j", b"k", b"l"],
        &[b"\"", b"\\", b"\""],
    ];
    let mut cases = Vec::new();
    for (kind, opcode) in [("text", TEXT), ("binary", BINARY)] {
        for (at, fragments) in shapes.iter().enumerate() {
            let message = fragments.concat();
            let messages: &[&[u8]] = if message.is_empty() { &[] } else { &[&message] };
            let wire = fragmented(opcode, fragments, b"");
            cases.push(Case::good(format!("{kind} of shape {at}"), wire.clone(), messages));
            let name = format!("{kind} of shape {at}, a byte at a time");
            cases.push(Case::good(name, wire, messages).in_pieces(1));
            let between = [frame(LAST | PING, b"between"), frame(LAST | PONG, b"")].concat();
            let wire = fragmented(opcode, fragments, &between);
            let pongs = vec![&b"between"[..]; fragments.len() - 1];
            let name = format!("{kind} of shape {at}, pings between");
            cases.push(Case::good(name, wire, messages).with_pongs(&pongs));
        }
        let two = [fragmented(opcode, shapes[0], b""), fragmented(opcode, shapes[1], b"")].concat();
        cases.push(Case::good(format!("two of {kind}"), two, &[b"ab", b"onetwothree"]));
    }
    play(cases).await;
}

#[tokio::test(start_paused = true)]
async fn fragments_are_in_order_and_within_the_limit_together() {
    let out_of_order: fn(&FrameError) -> bool = |error| matches!(error, FrameError::OutOfOrder);
    let mut cases = Vec::new();
    for last in [0, LAST] {
        for payload in [&b""[..], b"payload"] {
            let alone = frame(last | CONTINUATION, payload);
            let name = |what: &str| format!("{what}, last {last:#x}, {} bytes", payload.len());
            cases.push(Case::bad(name("a continuation alone"), alone.clone(), out_of_order));
            for (kind, opcode) in [("text", TEXT), ("binary", BINARY)] {
                let whole = frame(LAST | opcode, b"");
                let after = [whole, alone.clone()].concat();
                cases.push(Case::bad(name("a continuation after a message"), after, out_of_order));
                for other in [TEXT, BINARY] {
                    let within = [frame(opcode, b"a"), frame(last | other, payload)].concat();
                    let name = name(&format!("opcode {other} within {kind}"));
                    cases.push(Case::bad(name, within, out_of_order));
                }
            }
        }
    }
    for opcode in [TEXT, BINARY] {
        let half = vec![b'a'; LIMIT / 2];
        let both = fragmented(opcode, &[&half, &half], b"");
        let whole = [&half[..], &half].concat();
        cases.push(Case::good(format!("opcode {opcode} of the limit"), both, &[&whole]));
        let over = fragmented(opcode, &[&half, &half, b"a"], b"");
        let too_long: fn(&FrameError) -> bool =
            |error| matches!(error, FrameError::TooLong { bytes: 70_001, limit: LIMIT });
        let case = Case::bad(format!("opcode {opcode} over the limit"), over, too_long);
        cases.push(case.with_code(1009));
        let close = [frame(opcode, b"a"), frame(LAST | CLOSE, b"\x0f\xa9")].concat();
        let name = format!("a close frame within opcode {opcode}");
        cases.push(Case::new(name, close, Outcome::Answers(Some(4009))));
    }
    play(cases).await;
}
