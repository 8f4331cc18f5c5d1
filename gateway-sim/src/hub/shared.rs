//! The hub: the state behind its lock, and notifications for the tasks that share it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use gateway_model::Id;
use serde_json::Value;
use tokio::sync::{Notify, watch};

use super::encode::transport_of;
use super::faulty_io::SocketFaults;
use super::orders::{Orders, orders};
use super::state::{Handle, State};
use crate::core::{ConnId, Core, CoreInput};
use crate::rest::Api;

/// Shared by all tasks of a simulation.
#[derive(Debug)]
pub(crate) struct Hub {
    state: Mutex<State>,
    timer: Notify,
    /// Notified when something starts to play.
    pub(crate) programme_starts: Notify,
    /// Counts changes of outages, to wake the listeners.
    pub(crate) outage_changes: watch::Sender<u64>,
    /// Counts changes of voice states and voice servers, to wake the connections of voice drivers.
    pub(crate) voice_changes: watch::Sender<u64>,
    /// Counts events for watchers, to wake their streams.
    pub(crate) live_changes: watch::Sender<u64>,
    /// The version of the bot's commands, to wake those who wait for one.
    command_changes: watch::Sender<u64>,
}

/// Returns the current time of the clock that tests can pause.
pub(crate) fn now() -> Instant {
    tokio::time::Instant::now().into_std()
}

impl Hub {
    pub(crate) fn new(core: Core, api: Api) -> Self {
        Self {
            state: Mutex::new(State::new(core, api)),
            timer: Notify::new(),
            programme_starts: Notify::new(),
            outage_changes: watch::Sender::new(0),
            voice_changes: watch::Sender::new(0),
            live_changes: watch::Sender::new(0),
            command_changes: watch::Sender::new(0),
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes the state, then carries out the outputs of the core.
    pub(crate) fn with<R>(&self, work: impl FnOnce(&mut State, Instant) -> R) -> R {
        let mut state = self.lock();
        let idle = state.programme.is_idle();
        let result = work(&mut state, now());
        if idle && !state.programme.is_idle() {
            self.programme_starts.notify_one();
        }
        if state.carry_out(now()) {
            self.timer.notify_one();
        }
        if state.outages.take_change() {
            self.outage_changes.send_modify(|count| *count += 1);
        }
        state.record_sessions(now());
        state.tell_watchers();
        let counts = [
            (&self.command_changes, state.core.world().commands().version()),
            (&self.voice_changes, state.core.voice_changes()),
            (&self.live_changes, state.core.live().version()),
        ];
        for (changes, count) in counts {
            changes.send_if_modified(|known| std::mem::replace(known, count) != count);
        }
        result
    }

    /// Returns the command with this name, of a guild or globally, once the bot has registered it.
    ///
    /// # Cancel safety
    ///
    /// Cancel-safe: nothing is lost.
    pub(crate) async fn command(&self, name: &str, guild: Option<u64>) -> Value {
        let scope = guild.and_then(Id::new);
        let mut changes = self.command_changes.subscribe();
        loop {
            let find =
                |state: &mut State, _| state.core.world().commands().by_name(scope, name).cloned();
            if let Some(command) = self.with(find) {
                return command;
            }
            // This cannot fail, because the hub owns the sender.
            let _ = changes.changed().await;
        }
    }

    /// Creates a connection: its number, and the receiver of its orders.
    pub(crate) fn open(
        &self,
        query: &str,
        peer: String,
        faults: Arc<SocketFaults>,
    ) -> (ConnId, Orders) {
        self.with(|state, now| {
            let (queue, orders) = orders(&state.queued);
            let conn = ConnId(state.next_conn);
            state.next_conn += 1;
            let transport = transport_of(query);
            state.conns.insert(conn, Handle { queue, faults, transport });
            state.core.handle(CoreInput::Opened { conn, query: query.to_owned() }, now);
            state.core.set_peer(conn, peer);
            (conn, orders)
        })
    }

    /// Passes time to the core when it asked for it.
    pub(crate) async fn run_timer(self: Arc<Self>) {
        loop {
            let deadline = self.lock().deadline;
            let due = async {
                match deadline {
                    Some(at) => tokio::time::sleep_until(at.into()).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                () = due => self.with(|state, now| state.core.handle(CoreInput::Timeout, now)),
                () = self.timer.notified() => {}
            }
        }
    }
}
