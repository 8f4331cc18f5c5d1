//! Memory from the system.
//!
//! Large pieces are mappings of their own and not of the heap. A storm of guilds then leaves nothing behind: of the
//! heap an allocator can give only the end back to the system, and there some small block lies that outlives the
//! storm. The part of a mapping that was never written to takes no memory.

use std::ops::{Deref, DerefMut};

use memmap2::MmapMut;

/// From this size on it is a mapping, in bytes.
pub(super) const MAPPED_BYTES: usize = 8 * 1024;

/// Bytes that are all initialised.
#[derive(Debug)]
pub(super) enum Memory {
    Heap(Vec<u8>),
    Mapped(MmapMut),
}

impl Memory {
    pub(super) const EMPTY: Self = Self::Heap(Vec::new());

    /// Zeroed bytes; of the heap also if the system refuses a mapping.
    pub(super) fn new(size: usize) -> Self {
        let mapping = if size < MAPPED_BYTES { None } else { MmapMut::map_anon(size).ok() };
        mapping.map_or_else(|| Self::Heap(vec![0; size]), Self::Mapped)
    }
}

impl Default for Memory {
    fn default() -> Self {
        Self::EMPTY
    }
}

impl Deref for Memory {
    type Target = [u8];

    #[inline]
    fn deref(&self) -> &[u8] {
        match self {
            Self::Heap(bytes) => bytes,
            Self::Mapped(bytes) => bytes,
        }
    }
}

impl DerefMut for Memory {
    #[inline]
    fn deref_mut(&mut self) -> &mut [u8] {
        match self {
            Self::Heap(bytes) => bytes,
            Self::Mapped(bytes) => bytes,
        }
    }
}
