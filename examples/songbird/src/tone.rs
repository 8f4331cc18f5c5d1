//! A tone, as an input for songbird.

use std::io::{Read, Result, Seek, SeekFrom};

use songbird::input::core::io::MediaSource;
use songbird::input::{Input, RawAdapter};

const RATE: u32 = 48_000;
const HERTZ: f32 = 440.0;

/// An endless sequence of samples, as bytes.
struct Tone {
    at: u32,
}

/// Returns a tone that does not end.
pub fn endless() -> Input {
    RawAdapter::new(Tone { at: 0 }, RATE, 1).into()
}

impl Read for Tone {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        let mut written = 0;
        for place in buffer.chunks_exact_mut(4) {
            let sample = (self.at as f32 / RATE as f32 * HERTZ * std::f32::consts::TAU).sin() / 8.0;
            place.copy_from_slice(&sample.to_le_bytes());
            self.at = (self.at + 1) % RATE;
            written += 4;
        }
        Ok(written)
    }
}

impl Seek for Tone {
    fn seek(&mut self, _: SeekFrom) -> Result<u64> {
        Err(std::io::ErrorKind::Unsupported.into())
    }
}

impl MediaSource for Tone {
    fn is_seekable(&self) -> bool {
        false
    }

    fn byte_len(&self) -> Option<u64> {
        None
    }
}
