//! Interactions of users, and the bot's answers.

use std::collections::BTreeMap;

use gateway_model::Id;
use gateway_model::id::marker;
use serde_json::Value;

use crate::newest::size_of;
use crate::rng::mix;

/// Older interactions and ephemeral messages are forgotten, so that a long run does not fill the memory.
const KEPT: usize = 1000;

/// The most bytes of all answers to interactions, and of all ephemeral messages. Beyond it, the oldest are removed.
const MOST_BYTES: usize = 32 << 20;

/// How long the first response may take, in ms.
///
/// Docs: [Receiving and Responding, Interaction Callback](https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-callback).
const RESPONSE_MS: u64 = 3_000;

/// How long a token is valid, in ms. Docs: same section.
const TOKEN_MS: u64 = 15 * 60 * 1_000;

/// One interaction.
#[derive(Clone, Debug)]
pub(crate) struct Interaction {
    pub(crate) id: u64,
    /// Interaction type.
    pub(crate) kind: u64,
    /// Continuation token.
    pub(crate) token: String,
    /// Unix time at which it was sent, in ms.
    pub(crate) at_ms: u64,
    pub(crate) channel: u64,
    pub(crate) guild: Option<Id<marker::Guild>>,
    pub(crate) user: Value,
    /// The command with its subcommands, and its type.
    pub(crate) command: Option<(String, u64)>,
    /// `interaction_metadata` of the messages that answer it.
    pub(crate) metadata: Value,
    /// The message whose component it came from, also if a modal was in between.
    pub(crate) source: Option<u64>,
    /// Body of the callback; `None` until the bot has answered.
    pub(crate) callback: Option<Value>,
    /// The message that `@original` refers to.
    pub(crate) original: Option<u64>,
    pub(crate) followups: Vec<u64>,
}

/// The state of an interaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// Its first response is expected.
    Waiting,
    /// There was no response in 3 s: the user was notified, and the token is invalid.
    Failed,
    /// It was answered.
    Answered,
    /// It was answered, and its token is older than 15 minutes.
    Expired,
}

impl Standing {
    /// Returns the name for the control endpoint.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Failed => "failed",
            Self::Answered => "answered",
            Self::Expired => "expired",
        }
    }
}

impl Interaction {
    /// Creates an interaction without an answer.
    pub(crate) fn new(id: u64, kind: u64, at_ms: u64, user: Value) -> Self {
        Self {
            id,
            kind,
            // Like Discord's: long, opaque, and safe in a path.
            token: format!("sim{:016x}{:016x}{:016x}", mix(id), mix(!id), mix(id ^ at_ms)),
            at_ms,
            channel: 0,
            guild: None,
            user,
            command: None,
            metadata: Value::Null,
            source: None,
            callback: None,
            original: None,
            followups: Vec::new(),
        }
    }

    /// Returns whether the bot may name this message with the interaction's token.
    pub(crate) fn owns(&self, message: u64) -> bool {
        self.original == Some(message) || self.followups.contains(&message)
    }

    /// Returns its state at this Unix time in ms.
    pub(crate) const fn standing(&self, unix_ms: u64) -> Standing {
        let age = unix_ms.saturating_sub(self.at_ms);
        match (&self.callback, age) {
            (None, 0..=RESPONSE_MS) => Standing::Waiting,
            (None, _) => Standing::Failed,
            (Some(_), 0..=TOKEN_MS) => Standing::Answered,
            (Some(_), _) => Standing::Expired,
        }
    }
}

/// A message that only one user sees. It is in no channel's list and in no event.
#[derive(Clone, Debug)]
pub(crate) struct Ephemeral {
    pub(crate) message: Value,
    /// The user who sees it.
    pub(crate) user: Value,
}

/// The newest interactions by id, and the ephemeral messages that answered them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Interactions {
    by_id: BTreeMap<u64, Interaction>,
    /// Bytes of the answers.
    answer_bytes: usize,
    ephemeral: BTreeMap<u64, Ephemeral>,
    ephemeral_bytes: usize,
}

fn bytes_of(interaction: &Interaction) -> usize {
    interaction.callback.as_ref().map_or(0, size_of)
}

impl Interactions {
    pub(crate) fn add(&mut self, interaction: Interaction) {
        self.by_id.insert(interaction.id, interaction);
        self.forget_oldest();
    }

    /// Records the bot's answer: the body of its callback, and the message that `@original` refers to from now on.
    pub(crate) fn answer(&mut self, id: u64, callback: Value, original: Option<u64>) {
        let Some(kept) = self.by_id.get_mut(&id) else { return };
        self.answer_bytes -= bytes_of(kept);
        kept.callback = Some(callback);
        kept.original = original;
        self.answer_bytes += bytes_of(kept);
        self.forget_oldest();
    }

    fn forget_oldest(&mut self) {
        let too_many = |all: &Self| all.by_id.len() > KEPT || all.answer_bytes > MOST_BYTES;
        while too_many(self) && self.by_id.len() > 1 {
            if let Some((_, oldest)) = self.by_id.pop_first() {
                self.answer_bytes -= bytes_of(&oldest);
            }
        }
    }

    pub(crate) fn get(&self, id: u64) -> Option<&Interaction> {
        self.by_id.get(&id)
    }

    pub(crate) fn get_mut(&mut self, id: u64) -> Option<&mut Interaction> {
        self.by_id.get_mut(&id)
    }

    /// Returns the interaction of a token.
    pub(crate) fn of_token(&self, token: &str) -> Option<&Interaction> {
        self.by_id.values().rev().find(|interaction| interaction.token == token)
    }

    /// Returns an ephemeral message.
    pub(crate) fn ephemeral(&self, message: u64) -> Option<&Ephemeral> {
        self.ephemeral.get(&message)
    }

    /// Returns the ephemeral messages that a user sees in a channel, oldest first.
    pub(crate) fn seen_by<'s>(
        &'s self,
        user: &'s str,
        channel: &'s str,
    ) -> impl Iterator<Item = &'s Value> {
        let all = self.ephemeral.values();
        let seen = all.filter(move |one| one.user["id"] == user);
        seen.map(|one| &one.message).filter(move |message| message["channel_id"] == channel)
    }

    /// Stores an ephemeral message, in place of its earlier state.
    pub(crate) fn set_ephemeral(&mut self, id: u64, ephemeral: Ephemeral) {
        self.remove_ephemeral(id);
        self.ephemeral_bytes += size_of(&ephemeral.message);
        self.ephemeral.insert(id, ephemeral);
        let too_many = |all: &Self| all.ephemeral.len() > KEPT || all.ephemeral_bytes > MOST_BYTES;
        while too_many(self) && self.ephemeral.len() > 1 {
            let oldest = self.ephemeral.keys().next().copied();
            self.remove_ephemeral(oldest.unwrap_or_default());
        }
    }

    /// Removes an ephemeral message; returns false if it does not exist.
    pub(crate) fn remove_ephemeral(&mut self, id: u64) -> bool {
        let removed = self.ephemeral.remove(&id);
        self.ephemeral_bytes -= removed.as_ref().map_or(0, |one| size_of(&one.message));
        removed.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_token_lives_as_long_as_the_docs_say() {
        let mut interaction = Interaction::new(5, 2, 1_000, Value::Null);
        assert_eq!(interaction.standing(1_000), Standing::Waiting);
        assert_eq!(interaction.standing(4_000), Standing::Waiting);
        assert_eq!(interaction.standing(4_001), Standing::Failed);
        interaction.callback = Some(json!({ "type": 5 }));
        assert_eq!(interaction.standing(4_001), Standing::Answered);
        assert_eq!(interaction.standing(901_000), Standing::Answered);
        assert_eq!(interaction.standing(901_001), Standing::Expired);
    }

    #[test]
    fn large_answers_and_large_ephemeral_messages_push_the_oldest_out() {
        let mut all = Interactions::default();
        let large = || json!({ "data": "x".repeat(MOST_BYTES / 4) });
        for id in 1..=6 {
            all.add(Interaction::new(id, 2, 0, Value::Null));
            all.answer(id, large(), None);
            all.set_ephemeral(id, Ephemeral { message: large(), user: Value::Null });
        }
        assert_eq!(all.by_id.keys().copied().collect::<Vec<_>>(), [4, 5, 6]);
        assert_eq!(all.ephemeral.keys().copied().collect::<Vec<_>>(), [4, 5, 6]);
        all.answer(6, json!({}), None);
        all.set_ephemeral(6, Ephemeral { message: json!({}), user: Value::Null });
        assert!(all.answer_bytes < MOST_BYTES / 4 * 2 + 1_000, "another answer counts alone");
        assert!(all.ephemeral_bytes < MOST_BYTES / 4 * 2 + 1_000);
        for id in 4..=6 {
            all.remove_ephemeral(id);
        }
        assert_eq!(all.ephemeral_bytes, 0);
    }

    #[test]
    fn only_the_newest_are_kept() {
        let mut interactions = Interactions::default();
        for id in 1..=1_001 {
            interactions.add(Interaction::new(id, 2, 0, Value::Null));
        }
        assert!(interactions.get(1).is_none());
        let token = interactions.get(2).map(|interaction| interaction.token.clone());
        let found = interactions.of_token(&token.unwrap_or_default());
        assert_eq!(found.map(|interaction| interaction.id), Some(2));
    }
}
