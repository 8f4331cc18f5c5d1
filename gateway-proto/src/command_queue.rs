//! The queue of the user's commands. It is bounded, and keeps each command until it has certainly arrived.
//!
//! Commands are sent *at least once*. The docs name no receipt for a send event, but a connection keeps its order: if
//! Discord acknowledges a heartbeat, it has received everything that was sent before it. So a command is removed once a
//! heartbeat sent after it is acknowledged. If the connection ends first, the command may be lost, and it is sent again
//! on the next connection, ahead of the waiting ones. A repeated command does no harm: a presence or a voice state is a
//! desired state, of which the newest counts, and a request is answered twice with the same nonce.
//!
//! Docs: [Gateway, Sending Heartbeats](https://docs.discord.com/developers/events/gateway#sending-heartbeats).

use std::collections::VecDeque;

use gateway_model::gateway::command::UpdatePresence;
use gateway_model::gateway::{Intents, MAX_SEND_BYTES};
use gateway_model::id::{Id, marker};

use crate::commands::{self, Command, CommandError};
use crate::planted::{WrongRule, planted};
use crate::send_window;

/// The maximum number of commands kept until they are acknowledged: the contents of two send windows. With Discord's
/// interval of about 41 s, a heartbeat is acknowledged, or the connection given up, before this number is reached. Only
/// a driver that does not read for minutes can reach it; the oldest commands are then dropped.
const MOST_UNACKNOWLEDGED: usize = 2 * send_window::LIMIT;

/// Which waiting command a newer one replaces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Slot {
    Presence,
    Voice(Id<marker::Guild>),
    /// Replaces no other command.
    None,
}

impl Slot {
    const fn of(command: &Command) -> Self {
        match command {
            Command::UpdatePresence(_) => Self::Presence,
            Command::UpdateVoiceState(voice) => Self::Voice(voice.guild_id),
            _ => Self::None,
        }
    }
}

#[derive(Debug)]
struct Queued {
    slot: Slot,
    payload: String,
}

/// A command that was sent.
#[derive(Debug)]
struct Sent {
    command: Queued,
    /// How many heartbeats were sent before it on the same connection.
    heartbeats_before: u64,
}

/// The commands that wait for a live session and for room in the send window, in order of arrival, and those that were
/// sent and may not have arrived.
#[derive(Debug)]
pub(crate) struct CommandQueue {
    waiting: VecDeque<Queued>,
    capacity: usize,
    sent: VecDeque<Sent>,
    /// The presence that the bot should have.
    presence: Option<UpdatePresence>,
}

impl CommandQueue {
    pub(crate) fn new(capacity: usize, presence: Option<UpdatePresence>) -> Self {
        Self { waiting: VecDeque::new(), capacity, sent: VecDeque::new(), presence }
    }

    /// Checks a command and queues it. A command that replaces an older one takes the older one's place in the queue.
    ///
    /// Docs: [Sending Events](https://docs.discord.com/developers/events/gateway#sending-events): a payload has at most
    /// 4096 bytes.
    pub(crate) fn push(&mut self, command: Command, intents: Intents) -> Result<(), CommandError> {
        commands::check(&command, intents)?;
        let queued = Queued { slot: Slot::of(&command), payload: commands::payload(&command) };
        let bytes = queued.payload.len();
        if bytes > MAX_SEND_BYTES {
            return Err(CommandError::TooLarge { bytes });
        }
        let replaces = older(&self.waiting, queued.slot).is_some();
        if !replaces && self.waiting.len() >= self.capacity {
            return Err(CommandError::QueueFull { capacity: self.capacity });
        }
        add(&mut self.waiting, queued);
        if let Command::UpdatePresence(presence) = command {
            self.presence = Some(presence);
        }
        Ok(())
    }

    /// Takes the next payload to send. `heartbeats_before` is the number of heartbeats sent so far on the connection.
    pub(crate) fn send_next(&mut self, heartbeats_before: u64) -> Option<String> {
        let command = self.waiting.pop_front()?;
        shrink(&mut self.waiting);
        let payload = command.payload.clone();
        if self.sent.len() >= MOST_UNACKNOWLEDGED {
            self.sent.pop_front();
        }
        self.sent.push_back(Sent { command, heartbeats_before });
        Some(payload)
    }

    /// Handles the acknowledgement of the first `heartbeats` heartbeats of this connection: commands sent before the
    /// last of them have arrived.
    pub(crate) fn acknowledged(&mut self, heartbeats: u64) {
        if planted(WrongRule::AnyAckIsAReceipt) {
            self.sent.clear();
        }
        while self.sent.front().is_some_and(|sent| sent.heartbeats_before < heartbeats) {
            self.sent.pop_front();
        }
        shrink(&mut self.sent);
    }

    /// Requeues the unacknowledged commands of a lost connection ahead of the others. They may exceed the capacity.
    pub(crate) fn connection_lost(&mut self) {
        if planted(WrongRule::SentCommandsAreForgotten) {
            self.sent.clear();
        }
        let newer = std::mem::take(&mut self.waiting);
        let sent = std::mem::take(&mut self.sent);
        for queued in sent.into_iter().map(|sent| sent.command).chain(newer) {
            add(&mut self.waiting, queued);
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.waiting.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    pub(crate) fn clear(&mut self) {
        self.waiting = VecDeque::new();
        self.sent = VecDeque::new();
    }

    /// The newest presence, for Identify.
    pub(crate) fn presence(&self) -> Option<&UpdatePresence> {
        self.presence.as_ref()
    }

    /// Drops a waiting presence update, because Identify carried it.
    pub(crate) fn presence_was_identified(&mut self) {
        self.waiting.retain(|queued| queued.slot != Slot::Presence);
    }

    /// Queues the presence as the first command, because Identify had no room for it.
    pub(crate) fn requeue_presence(&mut self) {
        self.presence_was_identified();
        if let Some(presence) = &self.presence {
            let payload = commands::encode(presence);
            self.waiting.push_front(Queued { slot: Slot::Presence, payload });
        }
    }
}

/// Returns the index of the waiting command that a newer one of this slot replaces.
fn older(waiting: &VecDeque<Queued>, slot: Slot) -> Option<usize> {
    waiting.iter().position(|queued| slot != Slot::None && queued.slot == slot)
}

/// Adds a command at the end, or in the place of the one that it replaces.
fn add(waiting: &mut VecDeque<Queued>, queued: Queued) {
    match older(waiting, queued.slot).and_then(|place| waiting.get_mut(place)) {
        Some(older) => *older = queued,
        None => waiting.push_back(queued),
    }
}

/// Gives back memory after a burst.
fn shrink<T>(queue: &mut VecDeque<T>) {
    if queue.is_empty() {
        *queue = VecDeque::new();
    }
}

#[cfg(test)]
mod tests {
    use gateway_model::gateway::command::{RequestGuildMembers, UpdateVoiceState};
    use gateway_model::presence::{Activity, ActivityKind, Status};

    use super::*;

    fn presence(status: Status) -> UpdatePresence {
        UpdatePresence::new(status)
    }

    fn voice(guild: u64, self_mute: bool) -> Command {
        UpdateVoiceState::leave(Id::new(guild).unwrap()).self_mute(self_mute).into()
    }

    fn request(nonce: &str) -> Command {
        let request = RequestGuildMembers::by_query(Id::new(1).unwrap(), "a", 0);
        request.nonce(nonce).unwrap().into()
    }

    fn queue(commands: impl IntoIterator<Item = Command>) -> CommandQueue {
        let mut queue = CommandQueue::new(9, None);
        for command in commands {
            queue.push(command, Intents::all()).unwrap();
        }
        queue
    }

    fn drain(queue: &mut CommandQueue) -> Vec<String> {
        std::iter::from_fn(|| queue.send_next(0)).collect()
    }

    /// The nonces that a queue would send now.
    fn nonces(queue: &mut CommandQueue) -> Vec<String> {
        let nonce = |payload: String| payload.rsplit('"').nth(1).unwrap_or_default().to_owned();
        drain(queue).into_iter().map(nonce).collect()
    }

    #[test]
    fn the_newest_presence_and_the_newest_voice_state_of_a_guild_win_in_place() {
        let mut queue = CommandQueue::new(3, None);
        let all = Intents::all();
        queue.push(presence(Status::Idle).into(), all).unwrap();
        queue.push(voice(1, false), all).unwrap();
        queue.push(voice(2, false), all).unwrap();
        // The queue is full, but a newer command of the same slot is accepted.
        queue.push(voice(1, true), all).unwrap();
        queue.push(presence(Status::DoNotDisturb).into(), all).unwrap();
        let sent = drain(&mut queue);
        assert_eq!(sent.len(), 3);
        assert!(sent[0].contains("dnd") && sent[0].contains(r#""op":3"#), "{sent:?}");
        assert!(sent[1].contains(r#""self_mute":true"#), "{sent:?}");
        assert!(sent[2].contains(r#""guild_id":"2""#), "{sent:?}");
        assert_eq!(queue.presence().unwrap().status, Status::DoNotDisturb);
    }

    #[test]
    fn requests_are_bounded_and_never_replaced() {
        let mut queue = CommandQueue::new(2, None);
        queue.push(request("a"), Intents::empty()).unwrap();
        queue.push(request("a"), Intents::empty()).unwrap();
        let error = queue.push(request("a"), Intents::empty()).unwrap_err();
        assert_eq!(error, CommandError::QueueFull { capacity: 2 });
        assert!(error.is_retryable());
        assert_eq!(drain(&mut queue).len(), 2);
    }

    #[test]
    fn the_limit_of_4096_bytes_is_exact() {
        let with_name = |length: usize| {
            let mut presence = presence(Status::Online);
            presence.activities = vec![Activity::new(ActivityKind::Playing, "n".repeat(length))];
            presence
        };
        let overhead = commands::encode(&with_name(0)).len();
        let mut queue = CommandQueue::new(1, None);
        let largest = with_name(MAX_SEND_BYTES - overhead);
        queue.push(largest.into(), Intents::empty()).unwrap();
        let error = queue.push(with_name(4097 - overhead).into(), Intents::empty()).unwrap_err();
        assert_eq!(error, CommandError::TooLarge { bytes: 4097 });
        assert!(!error.is_retryable());
        assert_eq!(queue.send_next(0).unwrap().len(), 4096);
    }

    #[test]
    fn a_command_is_kept_until_a_heartbeat_sent_after_it_is_acknowledged() {
        let mut queue = queue([request("a"), request("b"), request("c")]);
        queue.send_next(0); // a, before the first heartbeat
        queue.send_next(1); // b, after it
        // The first heartbeat is acknowledged. That does not acknowledge b.
        queue.acknowledged(1);
        queue.connection_lost();
        assert_eq!(nonces(&mut queue), ["b", "c"]);
        // On the new connection heartbeats count from 0.
        queue.acknowledged(0);
        queue.connection_lost();
        assert_eq!(nonces(&mut queue), ["b", "c"], "once more");
        queue.acknowledged(1);
        queue.connection_lost();
        assert!(queue.is_empty());
    }

    #[test]
    fn a_newer_wish_takes_the_place_of_one_that_may_be_lost() {
        let mut queue = queue([presence(Status::Idle).into(), voice(1, false), request("a")]);
        drain(&mut queue);
        queue.push(voice(1, true), Intents::all()).unwrap();
        queue.push(presence(Status::DoNotDisturb).into(), Intents::all()).unwrap();
        queue.connection_lost();
        let sent = drain(&mut queue);
        assert_eq!(sent.len(), 3, "{sent:?}");
        assert!(sent[0].contains("dnd"), "{sent:?}");
        assert!(sent[1].contains(r#""self_mute":true"#), "{sent:?}");
        assert!(sent[2].contains(r#""nonce":"a""#), "{sent:?}");
    }

    #[test]
    fn what_is_kept_is_bounded_and_leaves_no_memory_behind() {
        let mut queue = CommandQueue::new(1, None);
        for number in 0..1000 {
            queue.push(request(&number.to_string()), Intents::empty()).unwrap();
            queue.send_next(0);
        }
        assert_eq!(queue.sent.len(), MOST_UNACKNOWLEDGED);
        queue.acknowledged(1);
        assert_eq!((queue.sent.capacity(), queue.waiting.capacity()), (0, 0));
    }
}
