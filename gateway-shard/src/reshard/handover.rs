//! The handover as the shards' tasks see it: which of their events go on to the user.

use std::num::NonZeroU32;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use gateway_model::EventKind;
use tokio::sync::watch;
use tokio::time::Instant;

use super::duplicates::{Fate, Handover};
use crate::events::GuildChange;
use crate::events::Queued;
use crate::lock::lock;
use crate::shard::Shard;

/// Shared by all shards of a gateway. Costs one load an event while there is one fleet.
#[derive(Debug)]
pub(crate) struct Crossing {
    active: AtomicBool,
    state: Mutex<Option<State>>,
    /// Rises with each release, and when there is room again.
    changed: watch::Sender<u32>,
}

#[derive(Debug)]
struct State {
    /// Number of the new fleet; every other is the old one.
    fleet: u32,
    released: bool,
    events: Handover<Queued>,
}

impl Default for Crossing {
    fn default() -> Self {
        Self {
            active: AtomicBool::new(false),
            state: Mutex::default(),
            changed: watch::Sender::new(0),
        }
    }
}

impl Crossing {
    /// A new fleet of this number and size starts beside the old one.
    pub(crate) fn begin(&self, fleet: u32, count: NonZeroU32) {
        let events = Handover::new(count);
        *lock(&self.state) = Some(State { fleet, released: false, events });
        self.active.store(true, Ordering::Release);
    }

    /// The old fleet is at its end and read to its end: what waits goes on.
    pub(crate) fn release(&self) {
        if let Some(state) = &mut *lock(&self.state) {
            state.released = true;
            state.events.release();
        }
        self.tell();
    }

    /// It is over, or given up; what waits is dropped.
    pub(crate) fn end(&self, fleet: u32) {
        let mut state = lock(&self.state);
        if state.as_ref().is_some_and(|state| state.fleet == fleet) {
            self.active.store(false, Ordering::Release);
            let over = state.take();
            drop(state);
            drop(over);
            self.tell();
        }
    }

    fn tell(&self) {
        self.changed.send_modify(|changes| *changes = changes.wrapping_add(1));
    }

    /// Tells when what waits may go on, or when [`has_room`](Self::has_room) says otherwise than before.
    pub(crate) fn changes(&self) -> watch::Receiver<u32> {
        self.changed.subscribe()
    }

    /// Whether a shard may be read: not where too many of its fleet's events wait.
    pub(crate) fn has_room(&self, shard: &Shard) -> bool {
        if !self.active.load(Ordering::Acquire) {
            return true;
        }
        let state = lock(&self.state);
        state.as_ref().is_none_or(|state| state.fleet != shard.fleet || state.events.has_room())
    }

    /// Gives what waits of a shard, once it is released.
    pub(crate) fn flush(&self, shard: &Shard, hand_on: &mut impl FnMut(Queued)) {
        if let Some(state) = &mut *lock(&self.state)
            && state.released
            && state.fleet == shard.fleet
        {
            state.events.take(shard.id.id()).into_iter().for_each(hand_on);
        }
    }

    /// Hands an event on, keeps it, or drops it as the twin of one that was handed on.
    pub(crate) fn pass(&self, shard: &Shard, queued: Queued, hand_on: &mut impl FnMut(Queued)) {
        if !self.active.load(Ordering::Acquire) {
            return hand_on(queued);
        }
        let mut state = lock(&self.state);
        let Some(state) = &mut *state else { return hand_on(queued) };
        let Some(dispatch) = queued.event.dispatch().cloned() else { return hand_on(queued) };
        // What answers a session's own request is sent to that session only.
        let answer = matches!(
            dispatch.kind(),
            EventKind::GuildMembersChunk
                | EventKind::SoundboardSounds
                | EventKind::ChannelInfo
                | EventKind::RateLimited
        );
        if answer {
            return hand_on(queued);
        }
        let now = Instant::now().into_std();
        if state.fleet != shard.fleet {
            let had_room = state.events.has_room();
            if let Some(twin) = state.events.old(&dispatch, now) {
                twin.handled();
            }
            if !had_room && state.events.has_room() {
                self.tell();
            }
            return hand_on(queued);
        }
        let id = shard.id.id();
        if dispatch.kind() == EventKind::Ready {
            state.events.session_began(id);
        }
        if state.released {
            state.events.take(id).into_iter().for_each(&mut *hand_on);
        } else if is_of_the_start(&queued, dispatch.kind()) {
            return queued.handled();
        }
        match state.events.new_event(id, &dispatch, queued, now) {
            Fate::Pass(queued) => hand_on(queued),
            Fate::Drop(queued) => queued.handled(),
            Fate::Wait => {}
        }
    }
}

/// What a new session begins with, and what is no news to the user: Ready, and the guilds coming in.
fn is_of_the_start(queued: &Queued, kind: EventKind) -> bool {
    let available = || queued.changes.iter().all(|(_, change)| *change == GuildChange::Available);
    match kind {
        EventKind::Ready | EventKind::Resumed => true,
        EventKind::GuildCreate => available(),
        _ => false,
    }
}
