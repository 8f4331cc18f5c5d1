//! Allocates memory for buffers.
//!
//! Large allocations are memory mappings, outside of the heap. So all memory goes back to the system after a burst of
//! guilds: an allocator can return only the end of its heap, and usually some small block there outlives the burst.
//! Pages of a mapping that were never written to take no memory.

use std::ops::{Deref, DerefMut};

use memmap2::MmapMut;

/// The size in bytes from which on memory is mapped.
pub(super) const MAPPED_BYTES: usize = 8 * 1024;

/// Initialised bytes.
#[derive(Debug)]
pub(super) enum Memory {
    Heap(Vec<u8>),
    Mapped(MmapMut),
}

impl Memory {
    pub(super) const EMPTY: Self = Self::Heap(Vec::new());

    /// Allocates zeroed bytes. If the system refuses a mapping, they are on the heap.
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
