//! zstd-stream: one zstd frame for a connection, which never ends.
//!
//! Docs: Gateway, [zstd-stream](https://docs.discord.com/developers/events/gateway#zstd-stream).

use std::io;

use zstd::stream::raw::{CParameter, Encoder, InBuffer, Operation as _, OutBuffer};

/// The window, as a power of two: 128 KiB. Contexts of hundreds of shards live in one process here, and
/// gateway payloads gain little from a larger one.
const WINDOW_LOG: u32 = 17;

/// The compressor of one connection.
pub(crate) struct ZstdStream(Encoder<'static>);

impl ZstdStream {
    /// Creates a stream.
    ///
    /// # Errors
    ///
    /// Returns an error if zstd cannot allocate its context.
    pub(super) fn new() -> io::Result<Self> {
        let mut encoder = Encoder::new(1)?;
        encoder.set_parameter(CParameter::WindowLog(WINDOW_LOG))?;
        Ok(Self(encoder))
    }

    /// Compresses a payload and flushes, without ending the frame.
    pub(super) fn message(&mut self, payload: &[u8]) -> Vec<u8> {
        let mut out = Vec::with_capacity(payload.len() / 3 + 64);
        let mut input = InBuffer::around(payload);
        loop {
            let written = out.len();
            let mut room = OutBuffer::around_pos(&mut out, written);
            // zstd fails only when its state is broken; the rest of the stream is then useless anyway.
            let left = match input.pos() < input.src.len() {
                true => self.0.run(&mut input, &mut room).map(|_| 1),
                false => self.0.flush(&mut room),
            };
            match left {
                Ok(0) | Err(_) => return out,
                Ok(_) => out.reserve(256),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_payload_is_whole_in_its_message_and_ends_no_frame() {
        use zstd::stream::raw::Decoder;
        let mut encoder = ZstdStream::new().unwrap();
        let mut decoder = Decoder::new().unwrap();
        let mut smaller = 0;
        for length in (0..3000).step_by(7).chain([1 << 20]) {
            let payload: Vec<u8> = (0..length).map(|at| (at * at % 251) as u8).collect();
            let message = encoder.message(&payload);
            let mut space = vec![0; length + 1];
            let mut out = OutBuffer::around(space.as_mut_slice());
            let mut input = InBuffer::around(&message);
            let mut hint = 1;
            while input.pos() < message.len() {
                hint = decoder.run(&mut input, &mut out).unwrap();
            }
            let written = out.pos();
            assert!(length == 0 || hint != 0, "the frame goes on");
            assert_eq!(space[..written], payload);
            smaller += usize::from(message.len() < length / 2);
        }
        assert!(smaller > 300, "the context is kept from payload to payload: {smaller}");
    }
}
