//! The floor: frames are read and inflated, and nothing else is done.

use flate2::{Decompress, FlushDecompress};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use zstd::stream::raw::{Decoder, InBuffer, Operation as _, OutBuffer};

use crate::stream::Mode;

enum Inflate {
    Plain,
    Zlib(Box<Decompress>),
    Zstd(Decoder<'static>),
}

/// A buffer for reading and one for inflating, shared by all connections of the process; made when the
/// first one reads, so that no other contender has them.
#[derive(Default)]
pub struct Buffers {
    read: Vec<u8>,
    out: Vec<u8>,
}

/// One connection.
pub struct Floor {
    tcp: TcpStream,
    inflate: Inflate,
    /// What is left of the last read: a part of a frame.
    rest: Vec<u8>,
    pub events: usize,
    pub bytes: u64,
}

impl Floor {
    /// Connects, upgrades and sends something that passes for Identify.
    pub async fn connect(port: u16, mode: Mode) -> Self {
        let mut tcp = TcpStream::connect(("127.0.0.1", port)).await.expect("the server");
        tcp.set_nodelay(true).expect("TCP_NODELAY");
        let query = match mode {
            Mode::Plain => "",
            Mode::Zlib => "&compress=zlib-stream",
            Mode::Zstd => "&compress=zstd-stream",
        };
        let request = format!(
            "GET /?v=10{query} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
        );
        tcp.write_all(request.as_bytes()).await.expect("written");
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(tcp.read_u8().await.expect("an answer"));
        }
        tcp.write_all(&[0x81, 0x80, 0, 0, 0, 0]).await.expect("written");
        let inflate = match mode {
            Mode::Plain => Inflate::Plain,
            Mode::Zlib => Inflate::Zlib(Box::new(Decompress::new(true))),
            Mode::Zstd => Inflate::Zstd(Decoder::new().expect("zstd")),
        };
        Self { tcp, inflate, rest: Vec::new(), events: 0, bytes: 0 }
    }

    /// Reads once; false at the end.
    pub async fn read(&mut self, buffers: &std::cell::RefCell<Buffers>) -> bool {
        self.tcp.readable().await.expect("readable");
        let mut buffers = buffers.borrow_mut();
        let Buffers { read, out } = &mut *buffers;
        if out.is_empty() {
            *out = vec![0; 1 << 20];
        }
        let held = std::mem::take(&mut self.rest);
        if read.len() < held.len() + (64 << 10) {
            read.resize(held.len() + (64 << 10), 0);
        }
        read[..held.len()].copy_from_slice(&held);
        match self.tcp.try_read(&mut read[held.len()..]) {
            Ok(0) => return false,
            Ok(count) => {
                let filled = held.len() + count;
                let used = self.take(&read[..filled], out);
                self.rest = read[used..filled].to_vec();
            }
            Err(_) => self.rest = held,
        }
        if read.len() > 256 << 10 && self.rest.len() < 1024 {
            read.truncate(64 << 10);
            read.shrink_to_fit();
        }
        true
    }

    /// Takes whole frames; returns the bytes used.
    fn take(&mut self, input: &[u8], out: &mut Vec<u8>) -> usize {
        let mut at = 0;
        loop {
            let left = &input[at..];
            let (header, length) = match left {
                [_, 127, a, b, c, d, e, f, g, h, ..] => {
                    (10, u64::from_be_bytes([*a, *b, *c, *d, *e, *f, *g, *h]) as usize)
                }
                [_, 126, a, b, ..] => (4, usize::from(u16::from_be_bytes([*a, *b]))),
                [_, length @ 0..=125, ..] => (2, usize::from(*length)),
                _ => return at,
            };
            if left.len() < header + length {
                return at;
            }
            self.inflate(&left[header..header + length], out);
            self.events += 1;
            at += header + length;
        }
    }

    fn inflate(&mut self, mut input: &[u8], out: &mut Vec<u8>) {
        match &mut self.inflate {
            Inflate::Plain => self.bytes += input.len() as u64,
            Inflate::Zlib(zlib) => {
                let start = zlib.total_out();
                loop {
                    let before = (zlib.total_in(), zlib.total_out());
                    zlib.decompress(input, out, FlushDecompress::Sync).expect("zlib");
                    input = &input[(zlib.total_in() - before.0) as usize..];
                    if input.is_empty() && ((zlib.total_out() - before.1) as usize) < out.len() {
                        break;
                    }
                }
                self.bytes += zlib.total_out() - start;
            }
            Inflate::Zstd(zstd) => {
                let mut input = InBuffer::around(input);
                loop {
                    let mut output = OutBuffer::around(out.as_mut_slice());
                    zstd.run(&mut input, &mut output).expect("zstd");
                    self.bytes += output.pos() as u64;
                    if input.pos() == input.src.len() && output.pos() < output.capacity() {
                        break;
                    }
                }
            }
        }
    }
}
