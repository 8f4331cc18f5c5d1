//! The client of a gateway connection, for benches: it counts frames and discards them.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

/// Guilds, presences, messages, typings and message content.
const INTENTS: u64 = (1 << 0) | (1 << 8) | (1 << 9) | (1 << 11) | (1 << 15);

/// Returns the CPU time of the calling thread, if the system provides it.
pub(crate) fn busy() -> Option<Duration> {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    stat.split_whitespace().next()?.parse().ok().map(Duration::from_nanos)
}

/// Reads frames from a socket without parsing their contents.
pub(crate) struct Frames {
    stream: TcpStream,
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    pub(crate) bytes: u64,
}

impl Frames {
    fn need(&mut self, count: usize) {
        while self.end - self.start < count {
            if self.start > 0 {
                self.buffer.copy_within(self.start..self.end, 0);
                self.end -= self.start;
                self.start = 0;
            }
            if self.buffer.len() < count.max(1 << 18) {
                self.buffer.resize(count.max(1 << 18), 0);
            }
            let read = self.stream.read(&mut self.buffer[self.end..]).unwrap();
            assert!(read > 0, "the server hung up");
            self.end += read;
        }
    }

    pub(crate) fn skip(&mut self) {
        self.need(2);
        let head = match self.buffer[self.start + 1] {
            126 => 4,
            127 => 10,
            _ => 2,
        };
        self.need(head);
        let length = match (head, &self.buffer[self.start..]) {
            (2, bytes) => usize::from(bytes[1]),
            (4, bytes) => usize::from(u16::from_be_bytes([bytes[2], bytes[3]])),
            (_, bytes) => u64::from_be_bytes(bytes[2..10].try_into().unwrap()) as usize,
        };
        self.need(head + length);
        self.start += head + length;
        self.bytes += (head + length) as u64;
    }
}

/// Connects, identifies, and reads the frames up to the last of this many Guild Creates.
pub(crate) fn connect(url: &str, token: &str, query: &str, guilds: usize) -> Frames {
    let address = url.trim_start_matches("ws://").trim_end_matches('/');
    let mut stream = TcpStream::connect(address).unwrap();
    write!(
        stream,
        "GET /?{query} HTTP/1.1\r\nHost: sim\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
         Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
    )
    .unwrap();
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte).unwrap();
        head.push(byte[0]);
    }
    let identify = format!(
        r#"{{"op":2,"d":{{"token":"{token}","intents":{INTENTS},"properties":{{"os":"","browser":"","device":""}}}}}}"#
    );
    // A masked text frame; the mask is zero, so that the payload stays as it is.
    let length = u16::try_from(identify.len()).unwrap().to_be_bytes();
    let mut frame = vec![0x81, 0x80 | 126, length[0], length[1], 0, 0, 0, 0];
    frame.extend_from_slice(identify.as_bytes());
    stream.write_all(&frame).unwrap();
    let mut frames = Frames { stream, buffer: Vec::new(), start: 0, end: 0, bytes: 0 };
    // Hello and Ready come before them.
    (0..guilds + 2).for_each(|_| frames.skip());
    frames
}
