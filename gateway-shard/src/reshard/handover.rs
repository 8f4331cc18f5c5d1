//! The handover from one fleet to the next: which of their events go on to the user.

use std::num::NonZeroU32;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use gateway_model::EventKind;
use gateway_model::gateway::ShardId;
use tokio::sync::watch;
use tokio::time::Instant;

use super::duplicates::{Duplicates, Fate};
use crate::events::GuildChange;
use crate::events::Queued;
use crate::lock::lock;
use crate::shard::Gate;

/// Shared by all shards of a gateway. Costs one load an event while there is one fleet.
#[derive(Debug)]
pub(crate) struct Handover {
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
    events: Duplicates<Queued>,
}

impl Default for Handover {
    fn default() -> Self {
        Self {
            active: AtomicBool::new(false),
            state: Mutex::default(),
            changed: watch::Sender::new(0),
        }
    }
}

impl Handover {
    /// A new fleet of this number and size starts beside the old one.
    pub(crate) fn begin(&self, fleet: u32, count: NonZeroU32) {
        let events = Duplicates::new(count);
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
}

impl Gate for Handover {
    fn changes(&self) -> watch::Receiver<u32> {
        self.changed.subscribe()
    }

    fn has_room(&self, fleet: u32) -> bool {
        if !self.active.load(Ordering::Acquire) {
            return true;
        }
        let state = lock(&self.state);
        state.as_ref().is_none_or(|state| state.fleet != fleet || state.events.has_room())
    }

    fn flush(&self, fleet: u32, shard: ShardId, hand_on: &mut dyn FnMut(Queued)) {
        if let Some(state) = &mut *lock(&self.state)
            && state.released
            && state.fleet == fleet
        {
            state.events.take(shard.id()).into_iter().for_each(hand_on);
        }
    }

    fn pass(&self, fleet: u32, shard: ShardId, queued: Queued, hand_on: &mut dyn FnMut(Queued)) {
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
        if state.fleet != fleet {
            let had_room = state.events.has_room();
            if let Some(duplicate) = state.events.old(&dispatch, now) {
                duplicate.handled();
            }
            if !had_room && state.events.has_room() {
                self.tell();
            }
            return hand_on(queued);
        }
        let id = shard.id();
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
