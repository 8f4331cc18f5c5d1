use gateway_model::Dispatch;

use super::super::pool::{KEPT_BLOCKS, KEPT_IDLE, alone, free_spare, kept};
use super::*;

/// Returns an event of this many bytes.
fn event(fill: char, bytes: usize) -> Vec<u8> {
    let (start, end) = (r#"{"t":"A","s":1,"op":0,"d":""#, r#""}"#);
    let fill = fill.to_string().repeat(bytes - start.len() - end.len());
    format!("{start}{fill}{end}").into_bytes()
}

fn push(buffer: &mut EventBuffer, event: &[u8]) {
    buffer.push(DispatchHead::scan(event).unwrap(), event);
}

fn events(sealed: Option<Sealed>) -> Vec<Dispatch> {
    match sealed {
        None => Vec::new(),
        Some(Sealed::One(event)) => vec![event],
        Some(Sealed::Several(mut batch)) => std::iter::from_fn(|| batch.next()).collect(),
    }
}

/// Returns the messages of all events, concatenated.
fn sealed(buffer: &mut EventBuffer) -> Vec<u8> {
    events(buffer.seal()).iter().flat_map(|event| event.message().to_vec()).collect()
}

#[test]
fn a_full_buffer_is_lent_and_comes_back_with_the_last_event() {
    let _alone = alone();
    let mut buffer = EventBuffer::default();
    let mut pushed = Vec::new();
    while !buffer.is_full() {
        let fill = char::from(b'a' + pushed.len() as u8);
        pushed.push(event(fill, 1000));
        push(&mut buffer, &pushed[pushed.len() - 1]);
    }
    let start = buffer.block.as_ptr();
    let events = events(buffer.seal());
    assert_eq!(events[0].message().as_ptr(), start);
    for (event, pushed) in events.iter().zip(&pushed) {
        assert_eq!(event.message(), pushed);
    }
    assert_eq!((events.len(), kept().0), (17, 0));
    std::thread::spawn(|| drop(events)).join().unwrap();
    assert_eq!(kept().0, 1);
    push(&mut buffer, &event('0', 40));
    assert_eq!((kept().0, buffer.block.as_ptr()), (0, start), "the same buffer again");
}

#[test]
fn of_the_buffers_of_a_flood_one_is_left_at_rest() {
    let _alone = alone();
    let mut buffers = std::array::from_fn::<_, 9, _>(|_| EventBuffer::default());
    for buffer in &mut buffers {
        push(buffer, &event('e', 40));
    }
    drop(buffers);
    assert_eq!(kept().0, KEPT_BLOCKS);
    free_spare();
    assert_eq!(kept().0, KEPT_IDLE);
}

#[test]
fn few_bytes_are_copied_out_and_the_buffer_stays() {
    let _alone = alone();
    let mut buffer = EventBuffer::default();
    push(&mut buffer, &event('1', 40));
    let start = buffer.block.as_ptr();
    let one = events(buffer.seal());
    assert_eq!(one[0].message(), &event('1', 40));
    assert_ne!(one[0].message().as_ptr(), start);
    push(&mut buffer, &event('2', 43));
    assert_eq!((buffer.block.as_ptr(), buffer.filled), (start, 43));
}

#[test]
fn the_longest_event_fits_behind_all_others_and_few_buffers_are_kept() {
    let _alone = alone();
    let lent: Vec<_> = (0..2 * KEPT_BLOCKS)
        .map(|_| {
            let mut buffer = EventBuffer::default();
            push(&mut buffer, &event('1', FULL_BYTES - 1));
            push(&mut buffer, &event('1', LARGE_MESSAGE_BYTES));
            buffer.seal()
        })
        .collect();
    drop(lent);
    assert_eq!(kept().0, KEPT_BLOCKS);
}

#[test]
fn a_message_that_is_no_event_leaves_no_gap_and_a_long_one_goes_elsewhere() {
    let _alone = alone();
    let mut buffer = EventBuffer::default();
    let (one, two) = (event('1', 50), event('2', 60));
    for (text, is_event) in [(&one, true), (&b"no event".to_vec(), false), (&two, true)] {
        buffer.forget();
        buffer.extend(text, usize::MAX).unwrap();
        assert_eq!((buffer.len(), buffer.pending()), (text.len(), &text[..]));
        if is_event {
            buffer.keep_pending(DispatchHead::scan(text).unwrap());
        }
    }
    buffer.forget();
    let long = vec![1; BLOCK_BYTES];
    buffer.extend(&long, usize::MAX).unwrap();
    assert_eq!((buffer.pending(), buffer.long.filled()), (&long[..], &long[..]));
    assert_eq!(buffer.take_pending(), long);
    assert_eq!(sealed(&mut buffer), [one, two].concat());
}

#[test]
fn the_limit_of_a_message_holds_to_the_byte() {
    let _alone = alone();
    for limit in [0, 1, 100, BLOCK_BYTES, 100_000] {
        let mut buffer = EventBuffer::default();
        push(&mut buffer, &event('e', 40));
        buffer.forget();
        assert!(buffer.extend(&vec![1; limit], limit).is_ok(), "{limit}");
        assert!(buffer.extend(&[1], limit).is_err(), "{limit}");
        assert_eq!(buffer.len(), limit);
    }
}

#[test]
fn a_message_in_parts_becomes_an_event_as_any_other() {
    let _alone = alone();
    let mut buffer = EventBuffer::default();
    let mut parts = MessageBuffer::default();
    let (one, two) = (event('1', 50), event('2', 60));
    push(&mut buffer, &one);
    // The first part is stored after the events, and is moved elsewhere until the second arrives.
    buffer.forget();
    buffer.extend(&two[..20], usize::MAX).unwrap();
    buffer.move_pending(&mut parts);
    assert_eq!((buffer.len(), parts.filled()), (0, &two[..20]));
    parts.extend(&two[20..], usize::MAX).unwrap();
    buffer.set_pending(&mut parts);
    assert_eq!((buffer.pending(), parts.len()), (&two[..], 0));
    buffer.keep_pending(DispatchHead::scan(&two).unwrap());
    assert_eq!(sealed(&mut buffer), [one, two].concat());
}
