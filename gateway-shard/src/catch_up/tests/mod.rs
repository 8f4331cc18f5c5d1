//! Tests of the machine without I/O: they pass events, pages and time, and check everything that it returns.

mod last_seen;
mod machine;
mod random;
mod runs_end;

use std::sync::Arc;
use std::time::Instant;

use gateway_model::gateway::ShardId;
use gateway_model::{Bytes, Dispatch, Id, Permissions, Timestamp};
use gateway_proto::{Session, StateChange, StopReason};
use serde_json::{Value, json};

use crate::catch_up::last_seen::LastSeen;
use crate::catch_up::machine::{Machine, Now, Parts};
use crate::catch_up::page::{Page, read_page};
use crate::catch_up::pages::Fetch;
use crate::catch_up::settings::CatchUp;
use crate::events::{
    Acknowledged, Held, NotCaughtUpReason, Queued, Register, ShardEvent, ShardEventKind,
};

pub(super) const GUILD: u64 = 1 << 22;
pub(super) const BOT: u64 = 7;

/// An output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Told {
    /// A message from the gateway: channel and id.
    Live(u64, u64),
    /// A caught-up message.
    CaughtUp(u64, u64),
    /// Channel, the message after which messages are missing, and the last one.
    Missed(u64, u64, u64),
    /// The numbers of channels, messages, and channels that were not read.
    Done(u32, u64, u32),
    Other(String),
}

pub(super) struct Bench {
    pub(super) machine: Machine,
    pub(super) seen: Arc<LastSeen>,
    pub(super) session: Register,
    pub(super) acknowledged: Arc<Acknowledged>,
    pub(super) sequence: u64,
    pub(super) told: Vec<Told>,
    pub(super) events: Vec<Queued>,
    pub(super) now: Instant,
}

impl Bench {
    pub(super) fn new(settings: CatchUp) -> Self {
        Self::with(settings, LastSeen::new(true))
    }

    pub(super) fn with(settings: CatchUp, seen: LastSeen) -> Self {
        Self::sharing(settings, Arc::new(seen))
    }

    /// Returns a shard of another fleet of the same process.
    pub(super) fn beside(&self) -> Self {
        Self::sharing(self.machine.parts.settings.clone(), Arc::clone(&self.seen))
    }

    fn sharing(settings: CatchUp, seen: Arc<LastSeen>) -> Self {
        let acknowledged = Acknowledged::new(0);
        let parts = Parts {
            shard: ShardId::ONE,
            settings,
            seen: Arc::clone(&seen),
            bot: Id::new(BOT),
            goes_on: true,
            is_leased: false,
        };
        Self {
            machine: Machine::new(parts),
            seen,
            session: Register::new("session", 0, Some(Arc::clone(&acknowledged))),
            acknowledged,
            sequence: 0,
            told: Vec::new(),
            events: Vec::new(),
            now: Instant::now(),
        }
    }

    /// Runs a function on the machine, and records its outputs.
    pub(super) fn run<R>(
        &mut self,
        act: impl FnOnce(&mut Machine, &mut dyn FnMut(Queued)) -> R,
    ) -> R {
        let mut out = Vec::new();
        let done = act(&mut self.machine, &mut |queued| out.push(queued));
        for mut queued in out {
            if let Held::Event(receipt) = &mut queued.event.receipt {
                receipt.for_user();
            }
            self.told.push(told(&queued.event));
            self.events.push(queued);
        }
        done
    }

    pub(super) fn take(&mut self, event: ShardEvent) {
        let now = Now { instant: self.now, wall: Timestamp::from_unix_secs(1) };
        self.run(|machine, out| machine.take(Queued::new(event), &|| now, out));
    }

    pub(super) fn dispatch(&mut self, name: &str, data: &Value) {
        self.sequence += 1;
        let text = format!(r#"{{"op":0,"s":{},"t":"{name}","d":{data}}}"#, self.sequence);
        let dispatch = Dispatch::parse(Bytes::from(text)).unwrap();
        let mut event = ShardEvent::new(ShardId::ONE, ShardEventKind::Dispatch(dispatch));
        event.receipt = Held::Event(self.session.hand_out(self.sequence));
        self.take(event);
    }

    /// Passes a message from the gateway.
    pub(super) fn live(&mut self, channel: u64, id: u64) {
        self.dispatch("MESSAGE_CREATE", &message(channel, id, true));
    }

    pub(super) fn ready(&mut self) {
        let state = ShardEventKind::State(StateChange::Ready { session: None });
        self.take(ShardEvent::new(ShardId::ONE, state));
        self.acknowledged = Acknowledged::new(0);
        self.session = Register::new("next", 0, Some(Arc::clone(&self.acknowledged)));
        self.sequence = 0;
        let guilds = json!([{ "id": GUILD.to_string(), "unavailable": true }]);
        self.dispatch("READY", &json!({ "user": { "id": BOT.to_string() }, "guilds": guilds }));
    }

    /// Passes a Guild Create with these last messages of its channels.
    pub(super) fn create(&mut self, last: &[(u64, u64)]) {
        self.dispatch("GUILD_CREATE", &guild(last, &[]));
    }

    pub(super) fn next(&mut self) -> Option<Fetch> {
        self.run(|machine, out| machine.next_request(out))
    }

    pub(super) fn answer(&mut self, fetch: Fetch, answer: Result<Page, NotCaughtUpReason>) {
        let now = self.now;
        self.run(|machine, out| machine.answer(fetch, answer, now, out));
    }

    /// Answers the next request with those of these messages that it asked for.
    pub(super) fn page(&mut self, ids: &[u64]) {
        let fetch = self.next().expect("a request");
        self.answer(fetch, Ok(page(fetch, ids)));
    }

    pub(super) fn told(&mut self) -> Vec<Told> {
        let told = self.told.drain(..);
        told.filter(|told| !matches!(told, Told::Other(_))).collect()
    }

    /// Marks all outputs as handled.
    pub(super) fn handle(&mut self) {
        self.events.clear();
    }

    /// Returns what the next process finds if this one is killed now.
    pub(super) fn stored(&self) -> LastSeen {
        self.seen.changes();
        let next = LastSeen::new(true);
        self.seen.all().iter().for_each(|stored| next.restore(stored));
        next
    }
}

pub(super) fn told(event: &ShardEvent) -> Told {
    match &event.kind {
        ShardEventKind::Dispatch(dispatch) if dispatch.name() == "MESSAGE_CREATE" => {
            let subject = dispatch.subject();
            let (channel, id) = (subject.channel.unwrap().get(), subject.message.unwrap().get());
            assert_eq!(subject.guild.map(Id::get), Some(GUILD));
            match event.is_caught_up() {
                true => Told::CaughtUp(channel, id),
                false => Told::Live(channel, id),
            }
        }
        ShardEventKind::NotCaughtUp(missed) => {
            let span = missed.channels[0];
            Told::Missed(span.channel.get(), span.after.get(), span.until.get())
        }
        ShardEventKind::CaughtUp(done) => {
            Told::Done(done.channels, done.messages, done.not_caught_up)
        }
        other => Told::Other(other.to_string()),
    }
}

pub(super) fn message(channel: u64, id: u64, of_gateway: bool) -> Value {
    let mut message = json!({ "id": id.to_string(), "channel_id": channel.to_string() });
    if of_gateway {
        message["guild_id"] = json!(GUILD.to_string());
    }
    message
}

pub(super) fn guild(last: &[(u64, u64)], hidden: &[u64]) -> Value {
    let needed = Permissions::VIEW_CHANNEL | Permissions::READ_MESSAGE_HISTORY;
    let channels = last.iter().map(|(channel, last)| {
        let deny = if hidden.contains(channel) { needed.bits() } else { 0 };
        let overwrite =
            json!({ "id": GUILD.to_string(), "type": 0, "allow": "0", "deny": deny.to_string() });
        json!({
            "id": channel.to_string(), "type": 0, "last_message_id": last.to_string(),
            "permission_overwrites": [overwrite],
        })
    });
    json!({
        "id": GUILD.to_string(),
        "roles": [{ "id": GUILD.to_string(), "permissions": needed.bits().to_string() }],
        "members": [{ "user": { "id": BOT.to_string() }, "roles": [] }],
        "channels": channels.collect::<Vec<_>>(),
    })
}

pub(super) fn page(fetch: Fetch, ids: &[u64]) -> Page {
    let ids = ids.iter().filter(|id| **id > fetch.after).take(fetch.limit as usize);
    let mut list: Vec<_> = ids.map(|id| message(fetch.channel.get(), *id, false)).collect();
    list.reverse();
    read_page(json!(list).to_string().as_bytes(), fetch.guild).unwrap()
}

pub(super) fn stopped(session: bool) -> ShardEvent {
    let session = session.then(|| Session {
        id: "session".to_owned(),
        resume_gateway_url: None,
        sequence: 5,
        shard: ShardId::ONE,
    });
    ShardEvent::new(ShardId::ONE, ShardEventKind::Stopped(StopReason::Shutdown { session }))
}
