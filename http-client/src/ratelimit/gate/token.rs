//! The state of the token: a 401 puts it in doubt, and one request checks whether it is valid.
//!
//! A single 401 does not mean that a token is invalid: some operations answer 401 to a valid one
//! ([discord-api-docs#3945](https://github.com/discord/discord-api-docs/issues/3945)). While a token is in doubt, no
//! request is sent with it. So an invalid token causes two 401 responses, and those of requests in flight ([Invalid
//! Request Limit](https://docs.discord.com/developers/topics/rate-limits#invalid-request-limit-aka-cloudflare-bans)).

use super::{Gate, now};
use crate::ratelimit::refusal::Refusal;

/// The token's state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct TokenState {
    /// The number of the token. Results for an earlier token are ignored.
    generation: u64,
    trust: Trust,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Trust {
    /// It is considered valid.
    #[default]
    Unquestioned,
    /// There was a 401, and a check of the token is in progress.
    InDoubt,
    /// It is invalid.
    Refused,
}

impl Gate {
    /// The number of the present token. It changes with the token.
    pub(crate) fn token_generation(&self) -> u64 {
        self.shared.token.borrow().generation
    }

    /// Returns whether requests with the token must wait until it is known to be valid.
    pub(crate) fn is_token_in_doubt(&self) -> bool {
        self.shared.token.borrow().trust == Trust::InDoubt
    }

    pub(crate) fn is_token_refused(&self) -> bool {
        self.shared.token.borrow().trust == Trust::Refused
    }

    /// Waits until the token is not in doubt.
    pub(crate) async fn token_judged(&self) {
        let mut states = self.shared.token.subscribe();
        // The sender lives as long as the gate.
        let _ = states.wait_for(|state| state.trust != Trust::InDoubt).await;
    }

    /// Records a 401 for a request with the token of this generation. Returns a doubt if the caller must check the
    /// token; `None` if the result is known, if another caller checks it, or if the token has changed.
    pub(crate) fn doubt_token(&self, generation: u64) -> Option<Doubt> {
        let _state = self.lock();
        let begun = self.shared.token.send_if_modified(|token| {
            let doubts = token.generation == generation && token.trust == Trust::Unquestioned;
            if doubts {
                token.trust = Trust::InDoubt;
            }
            doubts
        });
        begun.then(|| Doubt { gate: self.clone(), generation })
    }

    /// Records that Discord refused the token of this generation: nothing is sent with it until
    /// [`token_changed`](Self::token_changed).
    pub(crate) fn refuse_token_of(&self, generation: u64) {
        let mut state = self.lock();
        let refused = self.shared.token.send_if_modified(|token| {
            let refuses = token.generation == generation && token.trust != Trust::Refused;
            if refuses {
                token.trust = Trust::Refused;
            }
            refuses
        });
        if !refused {
            return;
        }
        for ticket in state.limiter.cancel_authorized(now()) {
            if let Some(caller) = state.callers.remove(&ticket) {
                // A caller that is gone needs no answer.
                let _ = caller.send(Err(Refusal::TokenRefused));
            }
        }
        state.settle(now());
    }

    #[cfg(test)]
    pub(crate) fn refuse_token(&self) {
        self.refuse_token_of(self.token_generation());
    }

    /// Records that the token has changed.
    pub(crate) fn token_changed(&self) {
        let _state = self.lock();
        self.shared.token.send_modify(|token| {
            *token = TokenState { generation: token.generation + 1, trust: Trust::Unquestioned };
        });
    }
}

/// A token in doubt. Dropping it ends the doubt and treats the token as valid, so that requests continue. See
/// [`TokenLimits::doubt_token`](crate::ratelimit::TokenLimits::doubt_token).
#[derive(Debug)]
pub struct Doubt {
    gate: Gate,
    generation: u64,
}

impl Doubt {
    /// Refuses the token: nothing more is sent with it.
    pub fn refuse(self) {
        self.gate.refuse_token_of(self.generation);
    }
}

impl Drop for Doubt {
    fn drop(&mut self) {
        let _state = self.gate.lock();
        self.gate.shared.token.send_if_modified(|token| {
            let clears = token.generation == self.generation && token.trust == Trust::InDoubt;
            if clears {
                token.trust = Trust::Unquestioned;
            }
            clears
        });
    }
}
