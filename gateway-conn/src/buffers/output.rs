//! The destination of inflated bytes.

/// A buffer that grows up to a limit.
pub(crate) trait OutputBuffer {
    /// Returns the room after the filled part: at least one byte, unless the limit is reached.
    fn room(&mut self, limit: usize) -> Result<&mut [u8], OverLimit>;

    /// Marks the first `count` bytes of the room as filled.
    fn advance(&mut self, count: usize);

    /// How many bytes of this message are filled.
    fn len(&self) -> usize;

    /// Appends a copy.
    fn extend(&mut self, mut part: &[u8], limit: usize) -> Result<(), OverLimit> {
        while !part.is_empty() {
            let room = self.room(limit)?;
            let count = room.len().min(part.len());
            let (now, later) = part.split_at(count);
            room[..count].copy_from_slice(now);
            self.advance(count);
            part = later;
        }
        Ok(())
    }
}

/// The message is longer than the limit.
#[derive(Debug)]
pub(crate) struct OverLimit;
