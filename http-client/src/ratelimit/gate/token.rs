//! What is known of the token: a 401 puts it in doubt, and one request finds out whether it is valid.
//!
//! One 401 is not the end of a token: some operations answer it to a valid one
//! ([discord-api-docs#3945](https://github.com/discord/discord-api-docs/issues/3945)). While a token is in doubt no request
//! goes out with it, so that one that is not valid costs two 401 answers, and those of requests under way
//! ([Invalid Request Limit](https://docs.discord.com/developers/topics/rate-limits#invalid-request-limit-aka-cloudflare-bans)).

use super::{Gate, now};
use crate::ratelimit::refusal::Refusal;

/// The token's state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct TokenState {
    /// Counts the tokens: what is said of an earlier one does not concern the present one.
    generation: u64,
    trust: Trust,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Trust {
    /// Nothing speaks against it.
    #[default]
    Unquestioned,
    /// There was a 401, and it is being found out whether the token is valid.
    InDoubt,
    /// It is not valid.
    Refused,
}

impl Gate {
    /// The number of the present token. It changes with the token.
    pub(crate) fn token_generation(&self) -> u64 {
        self.shared.token.borrow().generation
    }

    /// Whether nothing may be sent with the token until it is known to be valid.
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

    /// A request with the token of this generation was answered with 401. Returns the doubt if the caller is to find out
    /// whether the token is valid; `None` if that is known, if somebody does, or if there is another token by now.
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

    /// Discord refused the token of this generation beyond doubt: nothing goes out with it until
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

    /// There is another token.
    pub(crate) fn token_changed(&self) {
        let _state = self.lock();
        self.shared.token.send_modify(|token| {
            *token = TokenState { generation: token.generation + 1, trust: Trust::Unquestioned };
        });
    }
}

/// A token in doubt. Dropping it ends the doubt in favour of the token, so that requests go on. See
/// [`TokenLimits::doubt_token`](crate::ratelimit::TokenLimits::doubt_token).
#[derive(Debug)]
pub struct Doubt {
    gate: Gate,
    generation: u64,
}

impl Doubt {
    /// The token is not valid: nothing more is sent with it.
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
