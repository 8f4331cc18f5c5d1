//! Interactions of users, and the bot's answers.

use std::collections::BTreeMap;

use gateway_model::Id;
use gateway_model::id::marker;
use serde_json::Value;

use crate::rng::mix;

/// Older interactions and ephemeral messages are forgotten, so that a long run does not fill the memory.
const KEPT: usize = 1000;

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
    ephemeral: BTreeMap<u64, Ephemeral>,
}

impl Interactions {
    pub(crate) fn add(&mut self, interaction: Interaction) {
        self.by_id.insert(interaction.id, interaction);
        while self.by_id.len() > KEPT {
            self.by_id.pop_first();
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

    /// An ephemeral message.
    pub(crate) fn ephemeral(&self, message: u64) -> Option<&Ephemeral> {
        self.ephemeral.get(&message)
    }

    /// Keeps an ephemeral message, in place of what it was.
    pub(crate) fn set_ephemeral(&mut self, id: u64, ephemeral: Ephemeral) {
        self.ephemeral.insert(id, ephemeral);
        while self.ephemeral.len() > KEPT {
            self.ephemeral.pop_first();
        }
    }

    /// Removes an ephemeral message; returns false if it does not exist.
    pub(crate) fn remove_ephemeral(&mut self, id: u64) -> bool {
        self.ephemeral.remove(&id).is_some()
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
