//! Close frames (5.5.1, 7.4) and the closing handshake (7.1).

use gateway_conn::FrameError;

use super::{CLOSE, CONTINUATION, Case, LAST, Outcome, PING, TEXT, frame, play};

fn close(code: u16, reason: &[u8]) -> Vec<u8> {
    frame(LAST | CLOSE, &[&code.to_be_bytes(), reason].concat())
}

#[tokio::test(start_paused = true)]
async fn a_close_frame_is_answered_with_its_code() {
    let mut cases = vec![
        Case::new("no code", frame(LAST | CLOSE, b""), Outcome::Answers(None)),
        Case::new("a reason", close(4000, "Grüße".as_bytes()), Outcome::Answers(Some(4000))),
        Case::new("the longest reason", close(4000, &[b'a'; 123]), Outcome::Answers(Some(4000))),
        Case::new("a byte at a time", close(4001, b"why"), Outcome::Answers(Some(4001)))
            .in_pieces(1),
    ];
    // Without the codes after which the connection is not opened again.
    for code in (1000..=1003).chain(1007..=1014).chain([3000, 3999, 4000, 4001, 4009, 4999]) {
        cases.push(Case::new(code.to_string(), close(code, b""), Outcome::Answers(Some(code))));
    }
    for (what, after) in [
        ("a ping", frame(LAST | PING, b"late")),
        ("text", frame(LAST | TEXT, b"late")),
        ("a close frame", close(4002, b"")),
        ("rubbish", vec![0xff; 100]),
    ] {
        let wire = [close(4001, b""), after.clone()].concat();
        let name = format!("{what} with the close frame");
        cases.push(Case::new(name, wire, Outcome::Answers(Some(4001))));
        let name = format!("{what} after the close frame");
        let mut case = Case::new(name, close(4001, b""), Outcome::Answers(Some(4001)));
        case.answer = after;
        cases.push(case);
    }
    play(cases).await;
}

#[tokio::test(start_paused = true)]
async fn a_code_that_must_not_be_sent_is_an_error_and_is_not_sent_back() {
    let mut cases = Vec::new();
    for code in [
        0, 1, 100, 999, 1004, 1005, 1006, 1015, 1016, 1100, 1999, 2000, 2500, 2999, 5000, 9999,
        65_535,
    ] {
        for reason in [&b""[..], b"a reason"] {
            let name = format!("{code} with a reason of {}", reason.len());
            let error = |error: &FrameError| matches!(error, FrameError::BadCloseCode(_));
            cases.push(Case::bad(name, close(code, reason), error));
        }
    }
    for byte in [0, 3, 0x0f, 0xff] {
        let half = |error: &FrameError| matches!(error, FrameError::BadControlFrame);
        cases.push(Case::bad(format!("half a code: {byte}"), frame(LAST | CLOSE, &[byte]), half));
    }
    for reason in [&b"\xff"[..], b"cut \xe4\xb8", b"\xed\xa0\x80", b"\xc0\x80 overlong"] {
        let not_utf_8 = |error: &FrameError| matches!(error, FrameError::ReasonNotUtf8);
        let case = Case::bad(format!("the reason {reason:x?}"), close(1000, reason), not_utf_8);
        cases.push(case.with_code(1007));
    }
    play(cases).await;
}

#[tokio::test(start_paused = true)]
async fn the_client_closes_once_whatever_the_answer_is() {
    let answers = [
        ("the same code", close(4000, b"")),
        ("no code", frame(LAST | CLOSE, b"")),
        ("another code", close(1000, b"bye")),
        ("a code that must not be sent", close(1005, b"")),
        ("a ping, then the same code", [frame(LAST | PING, b"late"), close(4000, b"")].concat()),
        ("text, then the same code", [frame(LAST | TEXT, b"late"), close(4000, b"")].concat()),
        ("a continuation alone", frame(LAST | CONTINUATION, b"")),
        ("text that is not UTF-8", frame(LAST | TEXT, b"\xff")),
        ("half a close frame", vec![LAST | CLOSE]),
        ("nothing", Vec::new()),
    ];
    let cases = answers.map(|(name, answer)| {
        let wire = frame(LAST | TEXT, br#"{"op":7,"d":null}"#);
        let mut case = Case::new(name, wire, Outcome::Closes);
        case.answer = answer;
        case
    });
    play(cases.into()).await;
}
