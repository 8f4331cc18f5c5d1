//! Memory use under attack and with the largest messages, at the default limits. The memory of the process is measured,
//! so this file contains no other tests.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod support;

use gateway_conn::{ConnectionEvent, InflateError, LinkError, SocketError};
use gateway_proto::Compression;
use support::{Gateway, next_sequence};

const MIB: usize = 1 << 20;

/// Held by the running test, because the other one would be measured with it.
static ALONE: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

/// Returns the peak memory of this process, in bytes.
fn peak() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|text| text.strip_prefix("VmHWM")).unwrap();
    let kib: usize = line.trim_matches([':', ' ', '\t']).trim_end_matches(" kB").parse().unwrap();
    kib * 1024
}

/// Returns 100 MB of one letter, compressed in pieces so that it is never in memory as a whole.
fn bomb(compression: Compression) -> Vec<u8> {
    let piece = vec![b'a'; MIB];
    match compression {
        #[cfg(feature = "zstd")]
        Compression::ZstdStream => {
            use std::io::Write as _;
            let mut encoder = zstd::stream::write::Encoder::new(Vec::new(), 3).unwrap();
            for _ in 0..100 {
                encoder.write_all(&piece).unwrap();
            }
            encoder.finish().unwrap()
        }
        _ => {
            use std::io::Write as _;
            let level = flate2::Compression::default();
            let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), level);
            for _ in 0..100 {
                encoder.write_all(&piece).unwrap();
            }
            encoder.finish().unwrap()
        }
    }
}

#[tokio::test(start_paused = true)]
async fn case_19_a_bomb_of_100_mb_is_a_typed_error_and_a_resume_within_the_limit() {
    let _alone = ALONE.lock().await;
    for compression in support::compressions() {
        if compression == Compression::None {
            continue;
        }
        let bomb = bomb(compression);
        assert!(bomb.len() < MIB);
        let gateway = Gateway::bind().await;
        let (mut events, _sender) = gateway.connect(compression);
        // The bomb is the first message of its connection, so it is a valid beginning of a stream.
        let mut peer = gateway.accept().await;
        let before = peak();
        peer.send_binary(bomb).await;
        let error = loop {
            if let ConnectionEvent::LinkFailed(error) = events.next().await.unwrap() {
                break error;
            }
        };
        let grown = peak() - before;
        let LinkError::Socket(SocketError::Inflate(InflateError::TooLong { limit })) = &*error
        else {
            panic!("{error:?}")
        };
        assert_eq!(*limit, 64 * MIB);
        // The buffer doubles: the old one may exist while the new one is filled.
        assert!(grown < 100 * MIB, "{compression:?}: {} MiB", grown / MIB);
        let (_peer, first) = gateway.accept_session(&[]).await;
        assert_eq!(first["op"], 2);
        assert_eq!(next_sequence(&mut events).await, 1);
    }
}

#[tokio::test(start_paused = true)]
async fn case_19_a_ready_of_30_mb_is_handed_on_whole() {
    let _alone = ALONE.lock().await;
    for compression in support::compressions() {
        let gateway = Gateway::bind().await;
        let (mut events, _sender) = gateway.connect(compression);
        let mut peer = gateway.accept().await;
        let url = gateway.url();
        let session = peer.begin_with(&url, 30 * MIB, &[]);
        let (_, ready) = tokio::join!(session, async {
            loop {
                if let ConnectionEvent::Dispatch(ready) = events.next().await.unwrap() {
                    break ready;
                }
            }
        });
        assert!(ready.data().len() > 30 * MIB);
        // It was moved and not copied, and has no spare capacity.
        assert!(ready.message().len() < 30 * MIB + 1024);
        peer.send_event(2).await;
        assert_eq!(next_sequence(&mut events).await, 2);
    }
}
