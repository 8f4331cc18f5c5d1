//! The bytes of a whole connection, compressed and framed once, replayed to every client.

use std::io::Write as _;

use flate2::{Compress, Compression, FlushCompress};
use serde_json::{Value, json};

use crate::events::{self, Random};

/// How a stream is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    Plain,
    Zlib,
    Zstd,
}

impl Mode {
    /// What the query of a client asks for.
    pub fn of_query(request: &str) -> Self {
        if request.contains("zlib-stream") {
            Self::Zlib
        } else if request.contains("zstd-stream") {
            Self::Zstd
        } else {
            Self::Plain
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Zlib => "zlib-stream",
            Self::Zstd => "zstd-stream",
        }
    }
}

/// What a server replays: Hello, and all that follows Identify.
pub struct Replay {
    pub hello: Vec<u8>,
    pub rest: Vec<u8>,
    /// Bytes of JSON in all.
    pub inflated: u64,
}

enum Encoder {
    Plain,
    Zlib(Box<Compress>),
    Zstd(zstd::stream::write::Encoder<'static, Vec<u8>>),
}

impl Encoder {
    fn new(mode: Mode) -> Self {
        match mode {
            Mode::Plain => Self::Plain,
            Mode::Zlib => Self::Zlib(Box::new(Compress::new(Compression::default(), true))),
            Mode::Zstd => {
                Self::Zstd(zstd::stream::write::Encoder::new(Vec::new(), 3).expect("zstd"))
            }
        }
    }

    fn encode(&mut self, json: &str, out: &mut Vec<u8>) {
        match self {
            Self::Plain => frame(out, 1, json.as_bytes()),
            Self::Zlib(zlib) => {
                let mut space = Vec::with_capacity(json.len() + 1024);
                zlib.compress_vec(json.as_bytes(), &mut space, FlushCompress::Sync).expect("zlib");
                frame(out, 2, &space);
            }
            Self::Zstd(zstd) => {
                zstd.write_all(json.as_bytes()).expect("zstd");
                zstd.flush().expect("zstd");
                frame(out, 2, zstd.get_ref());
                zstd.get_mut().clear();
            }
        }
    }
}

/// A whole message as one frame of a server (RFC 6455, 5.2).
fn frame(out: &mut Vec<u8>, opcode: u8, payload: &[u8]) {
    out.push(0x80 | opcode);
    match payload.len() {
        length @ 0..126 => out.push(length as u8),
        length @ 126..=0xffff => {
            out.push(126);
            out.extend_from_slice(&(length as u16).to_be_bytes());
        }
        length => {
            out.push(127);
            out.extend_from_slice(&(length as u64).to_be_bytes());
        }
    }
    out.extend_from_slice(payload);
}

impl Replay {
    /// Ready, guilds of 500 KB until `storm` bytes, then so many mixed events.
    pub fn build(mode: Mode, url: &str, storm: usize, mixed: usize) -> Self {
        let (mut random, mut encoder) = (Random::new(7), Encoder::new(mode));
        let mut replay = Self { hello: Vec::new(), rest: Vec::new(), inflated: 0 };
        let hello = json!({"t": null, "s": null, "op": 10, "d": {"heartbeat_interval": 600_000}});
        encoder.encode(&hello.to_string(), &mut replay.hello);
        let mut sequence = 0_u64;
        let mut dispatch = |replay: &mut Self, name: &str, data: &Value| {
            sequence += 1;
            // Discord's own order of keys.
            let json = format!(r#"{{"t":"{name}","s":{sequence},"op":0,"d":{data}}}"#);
            replay.inflated += json.len() as u64;
            encoder.encode(&json, &mut replay.rest);
            json.len()
        };
        dispatch(&mut replay, "READY", &events::ready(url));
        let mut sent = 0;
        while sent < storm {
            let guild = events::guild(&mut random, 500_000);
            sent += dispatch(&mut replay, "GUILD_CREATE", &guild);
        }
        for at in 0..mixed {
            // The last one is a message, so that who wants only those sees the end.
            let (name, data) = if at + 1 == mixed {
                events::last(&mut random)
            } else {
                events::mixed(&mut random)
            };
            dispatch(&mut replay, name, &data);
        }
        replay
    }

    /// Dispatches in it.
    pub fn events(storm: usize, mixed: usize) -> usize {
        // Guilds are a little under 500,000 bytes each; a build counts them the same way.
        let mut random = Random::new(7);
        let (mut sent, mut guilds, mut sequence) = (0, 0, 1);
        while sent < storm {
            sequence += 1;
            let data = events::guild(&mut random, 500_000);
            sent += format!(r#"{{"t":"GUILD_CREATE","s":{sequence},"op":0,"d":{data}}}"#).len();
            guilds += 1;
        }
        1 + guilds + mixed
    }
}
