//! Split messages, flushes, bombs and corrupt data.

use flate2::{Compress, FlushCompress};
use gateway_proto::Compression;
use proptest::prelude::*;

use super::{Finished, Inflate};
use crate::buffers::{MessageBuffer, OutputBuffer as _, alone};
use crate::error::InflateError;

const LIMIT: usize = 1 << 20;

fn new(compression: Compression) -> Inflate {
    Inflate::new(compression).unwrap()
}

/// A zlib stream as a gateway writes it.
struct Zlib(Compress);

impl Zlib {
    fn new() -> Self {
        Self(Compress::new(flate2::Compression::default(), true))
    }

    /// Compresses a payload, ended by a Z_SYNC_FLUSH.
    fn flush(&mut self, payload: &[u8]) -> Vec<u8> {
        let mut out = Vec::with_capacity(payload.len() + 1024);
        self.0.compress_vec(payload, &mut out, FlushCompress::Sync).unwrap();
        assert!(out.ends_with(&[0, 0, 0xff, 0xff]));
        out
    }
}

/// Pushes one websocket message in these parts. Returns the inflated result.
fn message<'a>(
    inflate: &mut Inflate,
    out: &mut MessageBuffer,
    parts: impl IntoIterator<Item = &'a [u8]>,
) -> Result<Option<Vec<u8>>, InflateError> {
    for part in parts {
        inflate.push(part, false, out, LIMIT)?;
    }
    if inflate.push(&[], true, out, LIMIT)? == Finished::NotYet {
        return Ok(None);
    }
    let payload = out.filled().to_vec();
    out.clear();
    Ok(Some(payload))
}

#[test]
fn case_19_a_zlib_stream_may_be_cut_at_every_byte() {
    let _alone = alone();
    let (first, second) = (b"{\"op\":10,\"d\":{}}".as_slice(), b"{\"op\":11}".as_slice());
    let mut zlib = Zlib::new();
    let stream = [zlib.flush(first), zlib.flush(second)];
    for cut in 0..=stream[0].len() {
        let (mut inflate, mut out) = (new(Compression::ZlibStream), MessageBuffer::default());
        // Within one websocket message, as two of its frames.
        let (head, rest) = stream[0].split_at(cut);
        assert_eq!(message(&mut inflate, &mut out, [head, rest]).unwrap().unwrap(), first);
        assert_eq!(message(&mut inflate, &mut out, [&*stream[1]]).unwrap().unwrap(), second);

        // As two websocket messages, of which only the second ends with the suffix.
        let (mut inflate, mut out) = (new(Compression::ZlibStream), MessageBuffer::default());
        let got = message(&mut inflate, &mut out, [head]).unwrap();
        let got = got.or_else(|| message(&mut inflate, &mut out, [rest]).unwrap());
        assert_eq!(got.unwrap(), first, "cut at {cut}");
        assert_eq!(message(&mut inflate, &mut out, [&*stream[1]]).unwrap().unwrap(), second);
    }
}

#[test]
fn many_flushes_in_one_message_are_told_apart_from_one() {
    let _alone = alone();
    let mut zlib = Zlib::new();
    let (one, two) = (zlib.flush(b"{\"op\":1}"), zlib.flush(b"{\"op\":11}"));
    let merged: Vec<u8> = [one.clone(), two.clone()].concat();
    for cut in 0..=merged.len() {
        let (mut inflate, mut out) = (new(Compression::ZlibStream), MessageBuffer::default());
        inflate.push(&merged[..cut], false, &mut out, LIMIT).unwrap();
        let finished = inflate.push(&merged[cut..], true, &mut out, LIMIT).unwrap();
        assert_eq!(finished, Finished::Several, "cut at {cut}");
        assert_eq!(out.filled(), b"{\"op\":1}{\"op\":11}");
    }
    for cut in 0..=one.len() {
        let (mut inflate, mut out) = (new(Compression::ZlibStream), MessageBuffer::default());
        inflate.push(&one[..cut], false, &mut out, LIMIT).unwrap();
        let finished = inflate.push(&one[cut..], true, &mut out, LIMIT).unwrap();
        assert_eq!(finished, Finished::One, "cut at {cut}");
    }
}

#[test]
fn a_stream_that_does_not_begin_as_zlib_is_refused() {
    let _alone = alone();
    let starts: [&[u8]; 5] =
        [b"{\"op\":10}", &[0x79, 0x9c], &[0x88, 0x1c], &[0x78, 0x9d], &[0x78, 0xbb]];
    for start in starts {
        for cut in 0..start.len() {
            let (mut inflate, mut out) = (new(Compression::ZlibStream), MessageBuffer::default());
            let got = message(&mut inflate, &mut out, [&start[..cut], &start[cut..]]);
            assert!(matches!(got, Err(InflateError::NotZlib)), "{start:?} {got:?}");
        }
    }
    // Every compression level of zlib.
    for level in 0..10 {
        let mut zlib = Zlib(Compress::new(flate2::Compression::new(level), true));
        let stream = zlib.flush(b"{\"op\":11}");
        let (mut inflate, mut out) = (new(Compression::ZlibStream), MessageBuffer::default());
        let got = message(&mut inflate, &mut out, stream.chunks(1)).unwrap();
        assert_eq!(got.unwrap(), b"{\"op\":11}");
    }
}

#[test]
fn an_empty_message_is_no_payload_and_no_error() {
    let _alone = alone();
    for mut inflate in all() {
        let mut out = MessageBuffer::default();
        assert_eq!(message(&mut inflate, &mut out, [&[] as &[u8]]).unwrap(), None);
        assert_eq!(message(&mut inflate, &mut out, []).unwrap(), None);
    }
}

#[test]
fn case_19_a_bomb_stops_at_the_limit() {
    let _alone = alone();
    let bomb = Zlib::new().flush(&vec![b'a'; 100 << 20]);
    assert!(bomb.len() < 200_000);
    let (mut inflate, mut out) = (new(Compression::ZlibStream), MessageBuffer::default());
    let error = inflate.push(&bomb, true, &mut out, LIMIT).unwrap_err();
    assert!(matches!(error, InflateError::TooLong { limit: LIMIT }));
    assert!(out.held() <= 2 * LIMIT, "{} bytes were held", out.held());
}

#[test]
fn a_message_of_exactly_the_limit_is_whole() {
    let _alone = alone();
    let mut zlib = Zlib::new();
    let exact = zlib.flush(&vec![b'a'; LIMIT]);
    let (mut inflate, mut out) = (new(Compression::ZlibStream), MessageBuffer::default());
    assert_eq!(message(&mut inflate, &mut out, [&*exact]).unwrap().unwrap().len(), LIMIT);
    let over = zlib.flush(&vec![b'a'; LIMIT + 1]);
    assert!(inflate.push(&over, true, &mut out, LIMIT).is_err());
}

#[test]
fn a_payload_stream_stands_alone_and_must_be_whole() {
    let _alone = alone();
    let whole = |payload: &[u8]| {
        let mut out = Vec::with_capacity(1024);
        let mut zlib = Compress::new(flate2::Compression::default(), true);
        zlib.compress_vec(payload, &mut out, FlushCompress::Finish).unwrap();
        out
    };
    let (mut inflate, mut out) = (new(Compression::Payload), MessageBuffer::default());
    for payload in [b"{\"op\":11}".as_slice(), b"{\"op\":7}"] {
        let bytes = whole(payload);
        for cut in 0..=bytes.len() {
            let (head, rest) = bytes.split_at(cut);
            let got = message(&mut inflate, &mut out, [head, rest]).unwrap();
            assert_eq!(got.unwrap(), payload);
        }
    }
    let bytes = whole(b"{\"op\":11}");
    let cut = &bytes[..bytes.len() - 3];
    assert!(matches!(message(&mut inflate, &mut out, [cut]), Err(InflateError::Truncated)));
    let twice = [bytes.clone(), bytes].concat();
    for cut in 0..twice.len() {
        let (mut inflate, mut out) = (new(Compression::Payload), MessageBuffer::default());
        let (one, rest) = twice.split_at(cut);
        let got = message(&mut inflate, &mut out, [one, rest]);
        assert!(matches!(got, Err(InflateError::StreamEnded)), "cut at {cut}: {got:?}");
    }
}

#[cfg(feature = "zstd")]
#[test]
fn case_19_a_zstd_stream_may_be_cut_at_every_byte_and_a_bomb_stops() {
    let _alone = alone();
    use zstd::stream::raw::{Encoder, InBuffer, Operation, OutBuffer};
    let mut encoder = Encoder::new(3).unwrap();
    let mut flush = |payload: &[u8]| {
        let mut space = vec![0; payload.len() + 1024];
        let mut out = OutBuffer::around(space.as_mut_slice());
        let mut input = InBuffer::around(payload);
        while input.pos() < payload.len() {
            encoder.run(&mut input, &mut out).unwrap();
        }
        while encoder.flush(&mut out).unwrap() > 0 {}
        let length = out.pos();
        space.truncate(length);
        space
    };
    let (first, second) = (flush(b"{\"op\":10,\"d\":{}}"), flush(b"{\"op\":11}"));
    for cut in 0..=first.len() {
        let (mut inflate, mut out) = (new(Compression::ZstdStream), MessageBuffer::default());
        let (head, rest) = first.split_at(cut);
        let got = message(&mut inflate, &mut out, [head, rest]).unwrap();
        assert_eq!(got.unwrap(), b"{\"op\":10,\"d\":{}}");
        let got = message(&mut inflate, &mut out, [&*second]).unwrap();
        assert_eq!(got.unwrap(), b"{\"op\":11}");
        if cut == 0 {
            // Only the first context has received everything before the bomb.
            let bomb = flush(&vec![b'a'; 8 << 20]);
            assert!(matches!(
                inflate.push(&bomb, true, &mut out, LIMIT),
                Err(InflateError::TooLong { limit: LIMIT })
            ));
            return_after_bomb(&out);
        }
    }

    fn return_after_bomb(out: &MessageBuffer) {
        assert!(out.held() <= 2 * LIMIT);
    }
}

fn all() -> Vec<Inflate> {
    vec![
        new(Compression::None),
        new(Compression::Payload),
        new(Compression::ZlibStream),
        #[cfg(feature = "zstd")]
        new(Compression::ZstdStream),
    ]
}

proptest! {
    #[test]
    fn any_bytes_are_an_error_or_within_the_limit(
        parts in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..64), 0..8)
    ) {
        let _alone = alone();
        for mut inflate in all() {
            let mut out = MessageBuffer::default();
            let _ = message(&mut inflate, &mut out, parts.iter().map(Vec::as_slice));
            prop_assert!(out.len() <= LIMIT);
        }
    }

    #[test]
    fn a_flipped_bit_never_panics(
        payload in "[a-z{}\",:0-9]{1,300}", at in any::<prop::sample::Index>(), bit in 0..8u8
    ) {
        let _alone = alone();
        let mut stream = Zlib::new().flush(payload.as_bytes());
        let at = at.index(stream.len());
        stream[at] ^= 1 << bit;
        let (mut inflate, mut out) = (new(Compression::ZlibStream), MessageBuffer::default());
        let _ = message(&mut inflate, &mut out, [&*stream]);
    }
}
