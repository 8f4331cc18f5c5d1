//! The pool from which all buffers are borrowed.
//!
//! Each thread keeps one read buffer, which never leaves its thread and stays in the processor's cache. Buffers of
//! other sizes are kept for the whole process, because an event may be dropped on any thread. The number of unused
//! buffers is limited, and the last connection that becomes idle frees the memory that only a burst of events needs.

use std::cell::Cell;
use std::ops::{Deref, DerefMut};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use bytes::Bytes;

use super::memory::Memory;

/// A message of at least this many bytes leaves with the buffer it is in. A shorter one is copied, because a copy is
/// cheaper than a new buffer for the next message.
pub(crate) const LARGE_MESSAGE_BYTES: usize = 16 * 1024;

/// The size of a read buffer, in bytes. It holds about a hundred compressed events and fits into the L2 cache.
pub(super) const READ_BYTES: usize = 64 * 1024;

/// The size of a block, in bytes: events up to half of it, followed by the longest message that is not large.
pub(super) const BLOCK_BYTES: usize = 2 * LARGE_MESSAGE_BYTES;

/// The size of a large buffer, in bytes. Most guilds fit.
pub(super) const LARGE_BYTES: usize = 1024 * 1024;

/// How many blocks are kept while connections are busy. On one thread, all connections fill their blocks before the
/// first consumer runs. With fewer kept blocks, each poll would get new pages from the system.
pub(super) const KEPT_BUSY: usize = 256;

/// How many returned blocks are kept while no connection is busy and consumers process what was read.
pub(super) const KEPT_BLOCKS: usize = 4;

/// How many blocks are kept when the last connection becomes idle: enough for the next event.
pub(super) const KEPT_IDLE: usize = 1;

thread_local! {
    static READ: Cell<Memory> = const { Cell::new(Memory::EMPTY) };
}

static KEPT: Mutex<Kept> = Mutex::new(Kept { blocks: Vec::new(), large: None });

/// Whether [`free_spare`] has anything to free, so that it takes the lock only if needed.
static HAS_SPARE: AtomicBool = AtomicBool::new(false);

/// How many connections are busy. It is only an estimate of how much to keep, so it needs no memory ordering.
static BUSY: AtomicUsize = AtomicUsize::new(0);

/// A connection that is reading, until it waits for its socket.
#[derive(Debug)]
pub(crate) struct BusyConnection(());

impl BusyConnection {
    pub(crate) fn new() -> Self {
        BUSY.fetch_add(1, Ordering::Relaxed);
        Self(())
    }
}

impl Drop for BusyConnection {
    fn drop(&mut self) {
        if BUSY.fetch_sub(1, Ordering::Relaxed) == 1 {
            free_spare();
        }
    }
}

/// The buffers that the process keeps.
struct Kept {
    blocks: Vec<Memory>,
    /// A returned large buffer is kept until a shard becomes idle, because the page faults of a new one cost as much as
    /// inflating a guild.
    large: Option<Memory>,
}

impl Kept {
    /// Keeps the memory, or returns it so that the caller frees it without holding the lock.
    fn put(&mut self, memory: Memory) -> Option<Memory> {
        let most = if BUSY.load(Ordering::Relaxed) > 0 { KEPT_BUSY } else { KEPT_BLOCKS };
        match memory.len() {
            BLOCK_BYTES if self.blocks.len() < most => self.blocks.push(memory),
            LARGE_BYTES if self.large.is_none() => self.large = Some(memory),
            _ => return Some(memory),
        }
        None
    }
}

/// The only access to the kept buffers.
fn with_kept<R>(change: impl FnOnce(&mut Kept) -> R) -> R {
    #[cfg(test)]
    LOCKED.set(LOCKED.get() + 1);
    // Nothing panics while it holds the lock.
    let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    let result = change(&mut kept);
    let has_spare = kept.large.is_some() || kept.blocks.len() > KEPT_IDLE;
    HAS_SPARE.store(has_spare, Ordering::Relaxed);
    result
}

/// Frees the buffers that only a burst needs.
pub(super) fn free_spare() {
    if HAS_SPARE.load(Ordering::Relaxed) {
        with_kept(|kept| {
            kept.blocks.truncate(KEPT_IDLE);
            kept.large = None;
        });
    }
}

/// A buffer whose bytes are all initialised, so that they need not be cleared before they are filled. When dropped, it
/// goes back to the pool if the pool keeps its size. The default is empty and borrows nothing.
#[derive(Debug, Default)]
pub(crate) struct PooledBuffer(Memory);

impl PooledBuffer {
    /// Borrows a read buffer: this thread's, unless it is in use.
    pub(crate) fn read() -> Self {
        let kept = READ.try_with(Cell::take).unwrap_or_default();
        if kept.is_empty() { Self::fresh(READ_BYTES) } else { Self(kept) }
    }

    /// Borrows a block of [`BLOCK_BYTES`].
    pub(super) fn block() -> Self {
        with_kept(|kept| kept.blocks.pop()).map_or_else(|| Self::fresh(BLOCK_BYTES), Self)
    }

    /// Borrows a large buffer of [`LARGE_BYTES`].
    fn large() -> Self {
        with_kept(|kept| kept.large.take()).map_or_else(|| Self::fresh(LARGE_BYTES), Self)
    }

    /// Borrows a buffer of this size. It reuses a kept one if there is one.
    pub(super) fn of(size: usize) -> Self {
        match size {
            BLOCK_BYTES => Self::block(),
            LARGE_BYTES => Self::large(),
            _ => Self::fresh(size),
        }
    }

    /// Allocates memory.
    fn fresh(size: usize) -> Self {
        Self(Memory::new(size))
    }

    /// Turns the first bytes into [`Bytes`]. The buffer stays borrowed until the last of them is dropped. The bytes are
    /// copied only if the buffer is on the heap and larger than they are.
    pub(super) fn share(mut self, filled: usize) -> Bytes {
        if let Memory::Heap(bytes) = &mut self.0 {
            bytes.truncate(filled);
            return std::mem::take(bytes).into_boxed_slice().into();
        }
        Bytes::from_owner(Shared { buffer: self, filled })
    }

    #[cfg(test)]
    pub(super) const fn is_mapped(&self) -> bool {
        matches!(self.0, Memory::Mapped(_))
    }
}

impl Deref for PooledBuffer {
    type Target = [u8];

    #[inline]
    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl DerefMut for PooledBuffer {
    #[inline]
    fn deref_mut(&mut self) -> &mut [u8] {
        &mut self.0
    }
}

impl Drop for PooledBuffer {
    fn drop(&mut self) {
        let memory = std::mem::take(&mut self.0);
        match memory.len() {
            READ_BYTES => put_read(memory),
            BLOCK_BYTES | LARGE_BYTES => drop(with_kept(|kept| kept.put(memory))),
            _ => {}
        }
    }
}

/// Keeps a read buffer for the next shard of this thread, unless the thread already has one or is exiting.
fn put_read(memory: Memory) {
    let _ = READ.try_with(|slot| {
        let kept = slot.take();
        slot.set(if kept.is_empty() { memory } else { kept });
    });
}

/// A buffer whose first bytes are shared.
struct Shared {
    buffer: PooledBuffer,
    filled: usize,
}

impl AsRef<[u8]> for Shared {
    fn as_ref(&self) -> &[u8] {
        &self.buffer[..self.filled]
    }
}

#[cfg(test)]
thread_local! {
    /// How many times this thread took the lock.
    static LOCKED: Cell<usize> = const { Cell::new(0) };
}

/// The blocks and large buffers that the process keeps.
#[cfg(test)]
pub(super) fn kept() -> (usize, usize) {
    with_kept(|kept| (kept.blocks.len(), usize::from(kept.large.is_some())))
}

/// All tests share the process's buffers, so a test that depends on them holds this guard. The pool is empty at first.
#[cfg(test)]
pub(crate) fn alone() -> std::sync::MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    let alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    with_kept(|kept| (kept.blocks, kept.large) = (Vec::new(), None));
    alone
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_each_size_so_many_are_kept_and_fewer_when_idle() {
        let _alone = alone();
        for _ in 0..2 {
            let blocks = std::array::from_fn::<_, 9, _>(|_| PooledBuffer::block());
            drop((blocks, PooledBuffer::large(), PooledBuffer::large()));
            assert_eq!(kept(), (KEPT_BLOCKS, 1));
        }
        drop(BusyConnection::new());
        assert_eq!(kept(), (KEPT_IDLE, 0));
        drop(PooledBuffer::fresh(BLOCK_BYTES + 1));
        assert_eq!(kept(), (KEPT_IDLE, 0), "of no size that is kept");
    }

    #[test]
    fn more_is_kept_until_the_last_busy_connection_goes_idle() {
        let _alone = alone();
        let (first, second) = (BusyConnection::new(), BusyConnection::new());
        let blocks: Vec<_> = (0..=KEPT_BUSY).map(|_| PooledBuffer::block()).collect();
        drop((blocks, PooledBuffer::large()));
        assert_eq!(kept(), (KEPT_BUSY, 1));
        drop(first);
        assert_eq!(kept(), (KEPT_BUSY, 1), "another reads on");
        drop(second);
        assert_eq!(kept(), (KEPT_IDLE, 0));
    }

    #[test]
    fn an_idle_shard_takes_no_lock_if_there_is_nothing_to_free() {
        let _alone = alone();
        drop([PooledBuffer::block(), PooledBuffer::block()]);
        let locked = || {
            let before = LOCKED.get();
            drop(PooledBuffer::read());
            drop(PooledBuffer::default());
            drop(BusyConnection::new());
            LOCKED.get() - before
        };
        assert_eq!([locked(), locked()], [1, 0]);
        drop(PooledBuffer::large());
        assert_eq!([locked(), locked()], [1, 0]);
    }

    #[test]
    fn a_thread_lends_its_read_buffer_again() {
        let (first, second) = (PooledBuffer::read(), PooledBuffer::read());
        let start = first.as_ptr();
        assert_eq!((first.len(), second.len()), (READ_BYTES, READ_BYTES));
        drop(first);
        drop(second);
        assert_eq!(PooledBuffer::read().as_ptr(), start);
    }
}
