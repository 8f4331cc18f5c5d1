//! The task of one connection: it passes events of the socket to the machine, and carries out the machine's outputs.
//!
//! It waits in one place only, and a timer runs there in all states.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::time::Instant;

use bytes::Bytes;
use gateway_proto::{Admission, Connection, Input, LinkId, Output, Received, Timer};
use tokio::time::Sleep;

use crate::admission::Admissions;
use crate::config::{Capacity, Config};
use crate::error::LinkError;
use crate::events::{ConnectionEvent, PollOutput};
use crate::identify::{IdentifyQueue, Permit, PermitFuture};
use crate::late::Lateness;
use crate::link::{Link, LinkEvent};
use crate::observer::Observed;
use crate::report;
use crate::shared::{Counts, Shared, now};
use crate::socket::Incoming;

/// Drives one machine.
pub(crate) struct Driver {
    shared: Arc<Shared>,
    config: Config,
    queue: Box<dyn IdentifyQueue>,
    link: Link,
    permit: PermitState,
    output: PollOutput,
    observed: Observed,
    /// Whether events were delivered since the consumer last ran.
    handed_on: bool,
    /// An event for which there is no room. Nothing is read until there is.
    held: Option<Bytes>,
    late: Lateness,
    counts: Counts,
    meter: report::Meter,
}

enum PermitState {
    None,
    Wanted,
    Asked(PermitFuture),
}

/// Why the task continues.
enum Wake {
    /// The timer that was set to this time has expired.
    Deadline(Instant),
    Signal,
    Permit(Permit),
    Link(LinkEvent),
    Room,
}

impl Driver {
    pub(crate) fn new(
        shared: Arc<Shared>,
        config: Config,
        queue: Box<dyn IdentifyQueue>,
        observed: Observed,
    ) -> Self {
        let meter = report::Meter::new(config.protocol.shard());
        Self {
            shared,
            config,
            queue,
            link: Link::None,
            permit: PermitState::None,
            output: PollOutput::default(),
            observed,
            handed_on: false,
            held: None,
            late: Lateness::new(now()),
            counts: Counts::default(),
            meter,
        }
    }

    /// Runs until the machine has stopped.
    pub(crate) async fn run(mut self) {
        let mut sleep = pin!(tokio::time::sleep_until(tokio::time::Instant::now()));
        let shared = Arc::clone(&self.shared);
        loop {
            let wait = self.do_all(&mut shared.machine());
            self.end_poll();
            let Some(wait) = wait else { return };
            if matches!(self.permit, PermitState::Wanted) {
                let shard = self.config.protocol.shard();
                self.permit = PermitState::Asked(self.queue.acquire(shard));
            }
            let wake = poll_fn(|cx| self.poll(cx, sleep.as_mut(), wait)).await;
            self.react(wake, &mut shared.machine());
        }
    }

    /// Carries out all outputs. Returns the time of the next wake-up and its timer; `None` if the machine has stopped.
    fn do_all(&mut self, machine: &mut Connection) -> Option<(Instant, Timer)> {
        loop {
            match machine.poll() {
                Output::WaitUntil(deadline, timer) => return Some((deadline, timer)),
                Output::Stopped(reason) => {
                    report::stopped(&reason);
                    self.shared.stopped(reason.clone());
                    self.push(ConnectionEvent::Stopped(reason));
                    return None;
                }
                output => self.perform(output),
            }
        }
    }

    /// Carries out the outputs that are ready now.
    fn perform_all(&mut self, machine: &mut Connection) {
        while let Some(output) = machine.poll_now() {
            self.perform(output);
        }
    }

    /// Carries out one output.
    fn perform(&mut self, output: Output) {
        match output {
            Output::Dispatch(dispatch) => {
                self.counts.events += 1;
                self.push(ConnectionEvent::Dispatch(dispatch));
            }
            Output::Connect { link, url } => {
                self.held = None;
                let acquire_connect = self.queue.acquire_connect(self.config.protocol.shard());
                self.link = Link::dial(link, url, &self.config, acquire_connect);
            }
            Output::Send { link, payload } => {
                self.counts.sent += 1;
                self.link.send(link, payload, now());
            }
            Output::Close { link, code } => {
                // Later messages will be replayed by a Resume; only the answer to the close frame matters now.
                self.held = None;
                self.link.close(link, code, now());
            }
            Output::Drop { link } => {
                self.held = None;
                self.link.drop_if(link);
            }
            Output::RequestIdentify => self.permit = PermitState::Wanted,
            Output::ReleaseIdentify => self.permit = PermitState::None,
            Output::State(change) => {
                report::state(&change, &self.late);
                self.push(ConnectionEvent::State(change));
            }
            other => tracing::warn!(?other, "ignored an unknown output of the protocol machine"),
        }
    }

    /// Appends an event that does not lie in the shared buffer.
    fn push(&mut self, event: ConnectionEvent) {
        self.observed.show(&event);
        self.output.push(event);
    }

    /// Delivers the events to the consumer and publishes the counters.
    fn end_poll(&mut self) {
        let (items, amount) = self.output.finish();
        if !items.is_empty() {
            self.handed_on = true;
            self.counts.notices_dropped +=
                self.shared.queue.append(items, amount, self.config.capacity);
        }
        if self.meter.publish(&self.shared.counters, &self.counts) {
            self.shared.progress.notify_waiters();
        }
    }

    /// How much may wait for the consumer now.
    fn capacity(&self) -> Capacity {
        self.shared.capacity(self.config.capacity)
    }

    /// Polls everything the task waits for. This is the only place where it waits.
    fn poll(
        &mut self,
        cx: &mut Context<'_>,
        mut sleep: Pin<&mut Sleep>,
        (until, timer): (Instant, Timer),
    ) -> Poll<Wake> {
        if self.shared.poll_signal(cx) {
            return Poll::Ready(Wake::Signal);
        }
        let deadline = until.min(self.late.look_at());
        let deadline = match self.link.write_deadline(self.config.timeouts.write) {
            Some(write) => deadline.min(write),
            None => deadline,
        };
        let wake_at = tokio::time::Instant::from_std(deadline);
        if sleep.deadline() != wake_at {
            sleep.as_mut().reset(wake_at);
        }
        if sleep.poll(cx).is_ready() {
            return Poll::Ready(Wake::Deadline(deadline));
        }
        if let PermitState::Asked(request) = &mut self.permit
            && let Poll::Ready(permit) = request.as_mut().poll(cx)
        {
            return Poll::Ready(Wake::Permit(permit));
        }
        let reads = self.held.is_none();
        if !reads && self.shared.queue.has_room_or_wait(self.capacity()) {
            return Poll::Ready(Wake::Room);
        }
        if std::mem::take(&mut self.handed_on) {
            // The consumer runs first, while the events are in the processor's cache. With a whole queue of events they
            // would no longer be there, which costs a third more. Waking this task directly does not work: a consumer
            // that is the runtime's main future runs only after about 60 tasks, or when no other task is ready.
            let _ = pin!(tokio::task::yield_now()).poll(cx);
            return Poll::Pending;
        }
        if let Poll::Ready(event) = self.link.poll(cx, reads, now) {
            return Poll::Ready(Wake::Link(event));
        }
        // An idle shard holds no buffer.
        self.output.release();
        report::waiting(until, timer);
        Poll::Pending
    }

    fn react(&mut self, wake: Wake, machine: &mut Connection) {
        match wake {
            Wake::Signal => {}
            Wake::Deadline(due) => self.on_deadline(due, machine),
            Wake::Permit(permit) => {
                machine.handle(Input::IdentifyGranted, now());
                // Identify was sent, or the machine no longer wanted the permit.
                self.permit = PermitState::None;
                drop(permit);
            }
            Wake::Link(LinkEvent::Readable) => self.read(machine),
            Wake::Link(LinkEvent::Opened(link)) => {
                self.counts.opened += 1;
                machine.handle(Input::Opened(link), now());
            }
            Wake::Link(LinkEvent::Failed(link, error)) => self.lost(link, error, machine),
            Wake::Room => self.resume_reading(machine),
        }
    }

    fn on_deadline(&mut self, due: Instant, machine: &mut Connection) {
        let now = now();
        if let Some(length) = self.late.polled(due, now) {
            self.counts.late_polls += 1;
            self.meter.blocked(length);
            self.push(ConnectionEvent::RuntimeBlocked { duration: length });
        }
        match self.link.check_write(self.config.timeouts.write, now) {
            Some((link, error)) => self.lost(link, error.into(), machine),
            None => machine.handle(Input::Timeout, now),
        }
    }

    /// Processes what the socket has read, up to the limit of one poll.
    fn read(&mut self, machine: &mut Connection) {
        self.output.begin();
        let now = now();
        let mut admissions = Admissions::new(&self.shared.queue, &self.config, self.capacity());
        while !self.output.is_over() {
            let Link::Open(link, socket) = &mut self.link else { break };
            let link = *link;
            let payload = match socket.next(&mut self.output.events) {
                Ok(Some(Incoming::Payload(payload))) => payload,
                Ok(Some(Incoming::Ping(payload))) => {
                    let payload = payload.to_vec();
                    self.output.payload_done(payload.len());
                    socket.pong(&payload, now);
                    continue;
                }
                Ok(Some(Incoming::Close(code))) => {
                    self.closed_by_peer(link, code, machine, now);
                    break;
                }
                Ok(None) => {
                    socket.release();
                    break;
                }
                Err(error) => {
                    self.lost(link, error.into(), machine);
                    break;
                }
            };
            let size = payload.bytes().len();
            let admit = |kind| admissions.admit(&self.shared.queue, kind, size);
            let received = machine.receive(link, payload.bytes(), admit, now);
            self.counts.payloads += 1;
            self.counts.payload_bytes += size as u64;
            match received {
                Received::Handled => {}
                Received::Event(head) => {
                    self.counts.events += 1;
                    let alone = self.observed.wants(head.kind());
                    if let Some(event) = payload.keep(head, alone) {
                        self.push(ConnectionEvent::Dispatch(event));
                    }
                }
                Received::Postponed => {
                    self.held = Some(payload.detach());
                    self.counts.pauses += 1;
                    machine.handle(Input::ReadingPaused(link), now);
                    break;
                }
            }
            self.output.payload_done(size);
            self.perform_all(machine);
        }
        self.counts.events_filtered += admissions.filtered;
        self.counts.events_dropped += admissions.dropped;
    }

    /// Continues after the consumer made room: first with the held event, then with the socket.
    fn resume_reading(&mut self, machine: &mut Connection) {
        let Some(payload) = self.held.take() else { return };
        let Some(link) = self.link.id() else { return };
        let now = now();
        machine.handle(Input::ReadingResumed(link), now);
        // If no output waits, the event is returned and not copied.
        self.perform_all(machine);
        // Only missing room kept this event from being admitted before, and now there is room.
        let received = machine.receive(link, &payload, |_| Admission::Deliver, now);
        if let Received::Event(head) = received
            && let Some(dispatch) = head.with_message(payload)
        {
            self.perform(Output::Dispatch(dispatch));
        }
    }

    /// Answers the peer's close frame with the same code.
    #[cold]
    fn closed_by_peer(
        &mut self,
        link: LinkId,
        code: Option<u16>,
        machine: &mut Connection,
        now: Instant,
    ) {
        self.link.close(link, code, now);
        self.let_go(now);
        machine.handle(Input::Closed(link, code), now);
    }

    /// Drops the link. Queued data, mainly a close frame, is written if the socket accepts it immediately. The next
    /// connection does not wait for it.
    fn let_go(&mut self, now: Instant) {
        let _ = self.link.poll(&mut Context::from_waker(Waker::noop()), false, || now);
        self.link = Link::None;
        self.held = None;
    }

    #[cold]
    fn lost(&mut self, link: LinkId, error: LinkError, machine: &mut Connection) {
        match &error {
            LinkError::Dial(_) => self.counts.dial_failures += 1,
            LinkError::Socket(_) => self.counts.broken += 1,
        }
        let failure = error.failure();
        tracing::warn!(%link, error = %failure, "link failed");
        let now = now();
        match error.close_code() {
            Some(code) => {
                self.link.close(link, code, now);
                self.let_go(now);
            }
            None => {
                self.link = Link::None;
                self.held = None;
            }
        }
        self.push(ConnectionEvent::LinkFailed(Arc::new(error)));
        machine.handle(Input::Failed(link, failure), now);
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        self.shared.driver_gone();
    }
}
