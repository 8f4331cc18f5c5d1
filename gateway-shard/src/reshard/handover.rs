//! The handover from one fleet to the next: decides which of their events are delivered.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::num::NonZeroU32;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::task::{Context, Poll, Waker};

use gateway_model::gateway::ShardId;
use gateway_model::{Dispatch, EventKind};
use tokio::time::Instant;

use super::duplicates::{Duplicates, Fate};
use super::part::{Old, Part};
use crate::events::{Gate, GuildChange, Queued};
use crate::lock::lock;

/// The handover, shared by all shards of a gateway. While there is one fleet, it costs one atomic load for each event.
#[derive(Debug, Default)]
pub(crate) struct Handover {
    /// Whether there is any state.
    active: AtomicBool,
    /// How many events were delivered although another process may deliver them too.
    doubled: AtomicU64,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    change: Option<Change>,
    /// Released events that were not read yet, by fleet and shard.
    released: BTreeMap<(u32, u32), Vec<Queued>>,
}

/// The change in progress.
#[derive(Debug)]
struct Change {
    /// The number of the new fleet; any other number is the old fleet.
    fleet: u32,
    released: bool,
    events: Duplicates<Queued>,
    /// The wakers of the new fleet's streams, for when their events may be delivered.
    streams: HashMap<u32, Waker>,
    /// Which of the old shards run here, if other processes run the others.
    part: Option<Part>,
    /// Whether the process started while the old shards were ending. Then the first events of its sessions are new to
    /// it.
    is_late: bool,
}

impl Change {
    fn old(&self, dispatch: &Dispatch) -> Old {
        let old = self.part.as_ref().map_or(Old::Here, |part| part.old(dispatch));
        if self.released && old == Old::Here { Old::Ended } else { old }
    }

    fn wake(&mut self) {
        self.streams.drain().for_each(|(_, stream)| stream.wake());
    }
}

impl State {
    /// Delivers the released events of a shard.
    fn flush(&mut self, fleet: u32, shard: ShardId, hand_on: &mut dyn FnMut(Queued)) {
        let released = self.released.remove(&(fleet, shard.id()));
        released.into_iter().flatten().for_each(hand_on);
    }
}

impl Handover {
    fn change(&self, change: impl FnOnce(&mut State)) {
        let mut state = lock(&self.state);
        change(&mut state);
        let active = state.change.is_some() || !state.released.is_empty();
        self.active.store(active, Ordering::Release);
    }

    /// Begins a change: a new fleet with this number and size starts beside the old one.
    pub(crate) fn begin(&self, fleet: u32, count: NonZeroU32) {
        self.begin_with(fleet, count, None, false);
        (0..count.get()).for_each(|shard| self.shard_came(fleet, shard, false));
    }

    /// Like `begin`, if this process runs these of the `old` shards and other processes run the rest.
    pub(crate) fn begin_part(
        &self,
        fleet: u32,
        count: NonZeroU32,
        old: NonZeroU32,
        here: impl Iterator<Item = u32>,
    ) {
        self.begin_with(fleet, count, Some(Part::new(old, here.collect())), false);
    }

    /// Like `begin`, if this process starts after the new fleet serves, so that none of the `old` shards ever ran here:
    /// those given still run in other processes. It has no effect if a change is in progress here.
    pub(crate) fn begin_late(
        &self,
        fleet: u32,
        count: NonZeroU32,
        old: NonZeroU32,
        elsewhere: &BTreeSet<u32>,
    ) {
        if lock(&self.state).change.is_some() {
            return;
        }
        self.begin_with(fleet, count, Some(Part::elsewhere(old, elsewhere)), true);
    }

    fn begin_with(&self, fleet: u32, count: NonZeroU32, part: Option<Part>, is_late: bool) {
        let (events, streams) = (Duplicates::new(count), HashMap::new());
        let change = Change { fleet, released: false, events, streams, part, is_late };
        self.change(|state| state.change = Some(change));
    }

    /// Records that a shard starts here: one of the new fleet, with the session of another process or without, or one
    /// of the old fleet.
    pub(crate) fn shard_came(&self, fleet: u32, shard: u32, has_session: bool) {
        self.change(|state| {
            let Some(change) = &mut state.change else { return };
            if change.fleet != fleet {
                change.part.iter_mut().for_each(|part| part.came(shard));
            } else if !has_session {
                change.events.will_identify(shard);
            }
        });
    }

    /// Records that a shard no longer runs here, because it moved to another process or has ended. `is_read` says
    /// whether its last event was read in time.
    ///
    /// If it is an old shard, events that waited for its duplicates are delivered. If it is a new shard, its waiting
    /// events are left to the process that resumes it.
    pub(crate) fn shard_left(&self, fleet: u32, shard: u32, is_over: bool, is_read: bool) {
        self.change(|state| {
            let Some(change) = &mut state.change else { return };
            if change.fleet == fleet {
                change.events.shard_left(shard);
                state.released.remove(&(fleet, shard));
                return;
            }
            let Some(part) = &mut change.part else { return };
            // The process that ran it before or runs it next may deliver events that nobody delivered here.
            let may_be_doubled = !is_over || !is_read || part.has_come(shard);
            part.left(shard, is_over);
            let is_its = |queued: &Queued| {
                queued.event.dispatch().is_some_and(|dispatch| part.shard_of(dispatch) == shard)
            };
            for (to, mut queued) in change.events.take(|_, queued| is_its(queued)) {
                if may_be_doubled {
                    self.mark_doubled(&mut queued);
                }
                state.released.entry((change.fleet, to)).or_default().push(queued);
            }
            change.wake();
        });
    }

    fn mark_doubled(&self, queued: &mut Queued) {
        queued.event.doubled = true;
        self.doubled.fetch_add(1, Ordering::Relaxed);
    }

    /// How many events were delivered although another process may deliver them too.
    pub(crate) fn doubled(&self) -> u64 {
        self.doubled.load(Ordering::Relaxed)
    }

    /// Records that the old fleet has stopped: waiting events are delivered. `is_read` says whether its last event was
    /// read in time.
    ///
    /// Events whose old session was in another process are marked until [`end`](Self::end), because this process may
    /// read their duplicates after that process has ended.
    pub(crate) fn release(&self, is_read: bool) {
        self.change(|state| {
            let Some(change) = &mut state.change else { return };
            change.released = true;
            for (shard, mut event) in change.events.release() {
                if !is_read {
                    self.mark_doubled(&mut event);
                }
                state.released.entry((change.fleet, shard)).or_default().push(event);
            }
            change.wake();
        });
    }

    /// Ends or gives up a change. Waiting events that were not released are dropped.
    pub(crate) fn end(&self, fleet: u32) {
        self.change(|state| {
            if let Some(mut over) = state.change.take_if(|change| change.fleet == fleet) {
                over.wake();
            }
        });
    }
}

impl Gate for Handover {
    fn is_active(&self) -> bool {
        self.active.load(Ordering::Acquire)
    }

    fn identifies(&self, fleet: u32, shard: ShardId) {
        if !self.is_active() {
            return;
        }
        self.change(|state| {
            let change = state.change.as_mut().filter(|change| change.fleet == fleet);
            change.into_iter().for_each(|change| change.events.identifies(shard.id()));
        });
    }

    fn poll(
        &self,
        fleet: u32,
        shard: ShardId,
        cx: &mut Context<'_>,
        hand_on: &mut dyn FnMut(Queued),
    ) -> Poll<()> {
        let mut has_room = true;
        self.change(|state| {
            state.flush(fleet, shard, hand_on);
            if let Some(change) = state.change.as_mut().filter(|change| change.fleet == fleet) {
                change.streams.insert(shard.id(), cx.waker().clone());
                has_room = change.events.has_room();
            }
        });
        if has_room { Poll::Ready(()) } else { Poll::Pending }
    }

    fn pass(&self, fleet: u32, shard: ShardId, queued: Queued, hand_on: &mut dyn FnMut(Queued)) {
        let mut state = lock(&self.state);
        // They were released since the check.
        state.flush(fleet, shard, hand_on);
        let Some(change) = &mut state.change else { return hand_on(queued) };
        let Some(dispatch) = queued.event.dispatch().cloned() else { return hand_on(queued) };
        // The answer to a session's request is sent to that session only.
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
        if change.fleet != fleet {
            let had_room = change.events.has_room();
            if let Some(duplicate) = change.events.old(&dispatch, now) {
                duplicate.mark_handled();
            }
            if !had_room && change.events.has_room() {
                change.wake();
            }
            return hand_on(queued);
        }
        let (id, old) = (shard.id(), change.old(&dispatch));
        // A guild whose old session is in another process is new to this process.
        let is_news = old == Old::Elsewhere && dispatch.kind() == EventKind::GuildCreate;
        let is_hidden = !change.released && !change.is_late && !is_news;
        if is_hidden && is_of_the_start(&queued, dispatch.kind()) {
            return queued.mark_handled();
        }
        match change.events.new_event(id, &dispatch, queued, now, old == Old::Here) {
            Fate::Pass(mut queued) => {
                if old == Old::Elsewhere {
                    self.mark_doubled(&mut queued);
                }
                hand_on(queued);
            }
            Fate::Drop(queued) => queued.mark_handled(),
            Fate::Wait => {}
        }
    }
}

/// Returns whether it is one of a new session's first events that mean nothing new for the user: Ready and the
/// available guilds.
fn is_of_the_start(queued: &Queued, kind: EventKind) -> bool {
    let available =
        || queued.meaning.changes.iter().all(|(_, change)| *change == GuildChange::Available);
    match kind {
        EventKind::Ready | EventKind::Resumed => true,
        EventKind::GuildCreate => available(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::AtomicUsize;
    use std::task::Wake;

    use gateway_model::{Bytes, Dispatch};

    use super::*;
    use crate::events::{ShardEvent, ShardEventKind};

    #[derive(Default)]
    struct Wakes(AtomicUsize);

    impl Wake for Wakes {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }

    fn event(sequence: u64) -> Queued {
        let text = format!(r#"{{"op":0,"s":{sequence},"t":"TYPING_START","d":{sequence}}}"#);
        let dispatch = Dispatch::parse(Bytes::from(text)).unwrap();
        Queued::new(ShardEvent::new(ShardId::ONE, ShardEventKind::Dispatch(dispatch)))
    }

    fn sequences(handed_on: &mut Vec<Queued>) -> Vec<u64> {
        let events = handed_on.drain(..);
        events.map(|queued| queued.event.dispatch().unwrap().sequence()).collect()
    }

    #[test]
    fn a_process_that_comes_late_marks_what_an_old_session_elsewhere_hands_on_too() {
        let handover = Handover::default();
        let two = NonZeroU32::new(2).unwrap();
        handover.begin_late(0, NonZeroU32::MIN, two, &[1].into());
        // A known change is not begun again.
        handover.begin_late(0, NonZeroU32::MIN, two, &[0, 1].into());
        let of_guild = |name: &str, guild: u64| {
            let text = format!(r#"{{"op":0,"s":1,"t":"{name}","d":{{"guild_id":"{guild}"}}}}"#);
            let dispatch = Dispatch::parse(Bytes::from(text)).unwrap();
            Queued::new(ShardEvent::new(ShardId::ONE, ShardEventKind::Dispatch(dispatch)))
        };
        let marks = |event| {
            let mut marks = Vec::new();
            let hand_on = &mut |queued: Queued| marks.push(queued.event.doubled);
            handover.pass(0, ShardId::ONE, event, hand_on);
            marks
        };
        let guild_of = |shard: u64| (2 + shard) << 22;
        assert_eq!(marks(of_guild("TYPING_START", guild_of(1))), [true], "it runs elsewhere");
        assert_eq!(marks(of_guild("TYPING_START", guild_of(0))), [false], "it has ended");
        assert_eq!(marks(of_guild("READY", guild_of(0))), [false], "its first session");
        handover.release(true);
        let late = "what the one elsewhere handed on may be read here after its end";
        assert_eq!(marks(of_guild("TYPING_START", guild_of(1))), [true], "{late}");
        handover.end(0);
        assert_eq!(marks(of_guild("TYPING_START", guild_of(1))), [false]);
        assert_eq!(handover.doubled(), 2);
    }

    #[test]
    fn what_was_released_and_not_read_outlives_the_change_and_comes_before_what_follows() {
        let handover = Handover::default();
        let (mut handed_on, wakes) = (Vec::new(), Arc::new(Wakes::default()));
        let waker = Waker::from(Arc::clone(&wakes));
        let mut cx = Context::from_waker(&waker);
        let mut poll = |fleet, handed_on: &mut Vec<Queued>| {
            let hand_on = &mut |queued| handed_on.push(queued);
            assert!(handover.poll(fleet, ShardId::ONE, &mut cx, hand_on).is_ready());
            sequences(handed_on)
        };
        let pass = |fleet, sequence| {
            let mut handed_on = Vec::new();
            let hand_on = &mut |queued| handed_on.push(queued);
            handover.pass(fleet, ShardId::ONE, event(sequence), hand_on);
            sequences(&mut handed_on)
        };
        assert!(!handover.is_active());
        handover.begin(1, NonZeroU32::MIN);
        assert!(poll(1, &mut handed_on).is_empty());
        assert_eq!((pass(1, 1), pass(1, 2)), (vec![], vec![]));
        assert_eq!(wakes.0.load(Ordering::Relaxed), 0);
        handover.release(true);
        assert_eq!(wakes.0.load(Ordering::Relaxed), 1, "the stream is to be read again");
        assert_eq!(pass(1, 3), [1, 2, 3], "released since the stream was looked at");
        handover.begin(2, NonZeroU32::MIN);
        assert!(pass(2, 4).is_empty());
        handover.release(true);
        handover.end(2);
        // The next change begins before the events were read.
        handover.begin(3, NonZeroU32::MIN);
        handover.end(3);
        assert!(handover.is_active(), "one waits to be read");
        assert_eq!(poll(2, &mut handed_on), [4]);
        assert!(!handover.is_active());
    }
}
