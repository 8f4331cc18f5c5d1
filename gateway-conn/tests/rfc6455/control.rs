//! Control frames (5.5): pings, pongs, and invalid control frames.

use gateway_conn::FrameError;

use super::{BINARY, CLOSE, CONTINUATION, Case, LAST, PING, PONG, TEXT, frame, header, play};

fn bad_control(error: &FrameError) -> bool {
    matches!(error, FrameError::BadControlFrame)
}

#[tokio::test(start_paused = true)]
async fn a_ping_is_answered_with_its_payload_and_a_pong_is_not() {
    let mut cases = Vec::new();
    for length in [0, 1, 2, 3, 63, 64, 124, 125] {
        let payload: Vec<u8> = (0..length).map(|at| 255 - at).collect();
        let ping = frame(LAST | PING, &payload);
        let name = format!("a ping of {length}");
        cases.push(Case::good(&name, ping.clone(), &[]).with_pongs(&[&payload]));
        cases.push(Case::good(name, ping, &[]).with_pongs(&[&payload]).in_pieces(1));
        let pong = frame(LAST | PONG, &payload);
        cases.push(Case::good(format!("a pong of {length}"), pong, &[]));
    }
    let many: Vec<[u8; 1]> = (0..20).map(|at| [at]).collect();
    let wire = many.iter().flat_map(|payload| frame(LAST | PING, payload)).collect();
    let wanted: Vec<&[u8]> = many.iter().map(|payload| &payload[..]).collect();
    cases.push(Case::good("20 pings", wire, &[]).with_pongs(&wanted));
    let wire = [
        frame(LAST | PONG, b"one"),
        frame(LAST | PING, b"two"),
        frame(LAST | TEXT, b"three"),
        frame(LAST | PONG, b"two"),
        frame(LAST | PING, b"four"),
        frame(LAST | BINARY, b"five"),
    ];
    for piece in [1, 2, 3, 7, 1000] {
        let case = Case::good(
            format!("by turns, {piece} bytes at a time"),
            wire.concat(),
            &[b"three", b"five"],
        );
        cases.push(case.with_pongs(&[b"two", b"four"]).in_pieces(piece));
    }
    play(cases).await;
}

#[tokio::test(start_paused = true)]
async fn a_control_frame_is_whole_and_short() {
    let mut cases = Vec::new();
    for opcode in [PING, PONG, CLOSE] {
        for (length, form) in [(126, 2), (127, 2), (1000, 2), (5, 2), (126, 8), (1 << 63, 8)] {
            let wire = header(LAST | opcode, length, form);
            let name = format!("opcode {opcode} of {length} in {form} bytes");
            cases.push(Case::bad(name, wire, bad_control));
        }
        for payload in [&b""[..], b"payload"] {
            let first = frame(opcode, payload);
            let both = [first.clone(), frame(LAST | CONTINUATION, payload)].concat();
            cases.push(Case::bad(
                format!("opcode {opcode} as a first fragment"),
                first,
                bad_control,
            ));
            cases.push(Case::bad(format!("opcode {opcode} in two fragments"), both, bad_control));
        }
        let within = [frame(TEXT, b"a"), frame(opcode, b"")].concat();
        cases.push(Case::bad(format!("opcode {opcode} as a fragment within"), within, bad_control));
    }
    play(cases).await;
}
