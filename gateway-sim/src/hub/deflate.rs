//! Deflate for one payload at a time.

use flate2::{Compress, FlushCompress, Status};

/// Compresses all of the input and flushes.
pub(super) fn deflate(zlib: &mut Compress, input: &[u8], flush: FlushCompress) -> Vec<u8> {
    let mut out = Vec::with_capacity(input.len() / 3 + 64);
    let start = zlib.total_in();
    loop {
        let done = usize::try_from(zlib.total_in() - start).unwrap_or(input.len());
        if out.spare_capacity_mut().len() < 16 {
            out.reserve(out.len().max(64));
        }
        // Deflate fails only when its state is broken; the rest of the stream is then useless anyway.
        let Ok(status) = zlib.compress_vec(&input[done..], &mut out, flush) else { break };
        let all_in = zlib.total_in() - start == input.len() as u64;
        // A flush is complete when deflate leaves space in the output.
        if status == Status::StreamEnd || (all_in && out.len() < out.capacity()) {
            break;
        }
    }
    out
}
