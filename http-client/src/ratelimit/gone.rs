//! Webhooks that are gone: what is not known is not called for ever.
//!
//! "If a webhook returns a 404 status you should not attempt to use it again - repeated attempts to do so will result in a
//! temporary restriction"
//! ([Invalid Request Limit](https://docs.discord.com/developers/topics/rate-limits#invalid-request-limit-aka-cloudflare-bans)).
//! A wrong token, which is answered with 401 and its own code, is treated alike.
//!
//! The routes of follow-ups to interactions look the same, with the application's id and the interaction's token. They are
//! left out: their 404 can pass by itself ([discord-api-docs#7220](https://github.com/discord/discord-api-docs/issues/7220)),
//! and such a token ends after 15 minutes anyway.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use gateway_model::{Id, id::marker};
use http::StatusCode;

use super::limiter::{HashMap, Major};
use super::refusal::Refusal;
use crate::error::ErrorCode;
use crate::route::{Param, Route};

/// So many answers in a row say that a webhook is gone.
const TRIES: u32 = 3;
/// After this time one request is let through, after twice as long the next, and so on.
const FIRST_PAUSE: Duration = Duration::from_secs(3_600);
/// The longest time between two requests to a webhook that is gone.
const LONGEST_PAUSE: Duration = Duration::from_secs(24 * 60 * 60);
/// How long the one request after a pause has the webhook for itself.
const PROBE: Duration = Duration::from_secs(60);
/// The most webhooks kept. If there are more, the one that answered longest ago is forgotten.
const MOST: usize = 4_096;
/// The most interaction tokens kept, as digests; the oldest is forgotten first.
const MOST_INTERACTIONS: usize = 4_096;
/// How the tokens of interactions begin: the base64 form of `interaction:`. The docs do not say so.
const INTERACTION: &str = "aW50ZXJhY3Rpb246";

/// Whether an answer says that a webhook is not known, or not with this token.
pub(crate) fn says_gone(status: StatusCode, code: ErrorCode) -> bool {
    match status {
        StatusCode::NOT_FOUND => code == ErrorCode::UNKNOWN_WEBHOOK,
        StatusCode::UNAUTHORIZED => code == ErrorCode::INVALID_WEBHOOK_TOKEN,
        _ => false,
    }
}

/// Whether a path names a webhook, and not an interaction whose follow-ups have the same routes.
pub(crate) fn names_webhook(route: &Route, params: &[Param<'_>]) -> bool {
    let token = params.iter().find_map(|param| match param {
        Param::Text(token) => Some(*token),
        Param::Number(_) => None,
    });
    route.path.starts_with("/webhooks/")
        && !route.path.ends_with("/@original")
        && !token.is_some_and(is_interaction_token)
}

/// Whether a text looks like an interaction's token.
fn is_interaction_token(token: &str) -> bool {
    token.starts_with(INTERACTION)
}

#[derive(Debug)]
struct Missing {
    answers: u32,
    last: Instant,
    /// Nothing is sent before; `None` as long as it is not known to be gone.
    until: Option<Instant>,
    pause: Duration,
    /// The pause is over, and one request finds out whether it is there again.
    probed: bool,
}

/// The webhooks that answered that they are not known.
#[derive(Debug, Default)]
pub(crate) struct Gone {
    webhooks: HashMap<Major, Missing>,
    /// Digests of the tokens of interactions answered here, oldest first.
    interactions: VecDeque<u64>,
}

impl Gone {
    /// Remembers that this is an interaction's token, because a response was sent with it.
    pub(crate) fn interaction(&mut self, token: u64) {
        if self.interactions.contains(&token) {
            return;
        }
        if self.interactions.len() >= MOST_INTERACTIONS {
            self.interactions.pop_front();
        }
        self.interactions.push_back(token);
    }

    /// Whether a request to this webhook may go. It changes nothing, so that a request can ask again while it waits.
    pub(crate) fn check(&self, webhook: Major, now: Instant) -> Result<(), Refusal> {
        let until = self.webhooks.get(&webhook).and_then(|missing| missing.until);
        let Some(until) = until.filter(|until| now < *until) else { return Ok(()) };
        let retry_in = until.saturating_duration_since(now);
        match Id::<marker::Webhook>::new(webhook.id) {
            Some(webhook) => Err(Refusal::WebhookGone { webhook, retry_in }),
            None => Ok(()),
        }
    }

    /// A request to this webhook is sent, if it may go. Returns true if it is the one that finds out, after a pause,
    /// whether the webhook is there again. It goes alone; if it gets no answer, another goes after [`PROBE`].
    pub(crate) fn depart(&mut self, webhook: Major, now: Instant) -> Result<bool, Refusal> {
        self.check(webhook, now)?;
        let Some(missing) = self.webhooks.get_mut(&webhook) else { return Ok(false) };
        let finds_out = missing.until.is_some();
        if finds_out {
            missing.until = Some(now + PROBE);
            missing.probed = true;
        }
        Ok(finds_out)
    }

    /// A webhook answered that it is not known. Returns whether it is given up by this answer; `None` if the answer is
    /// about an interaction.
    pub(crate) fn missing(&mut self, webhook: Major, now: Instant) -> Option<bool> {
        if self.interactions.contains(&webhook.token) {
            return None;
        }
        if self.webhooks.len() >= MOST && !self.webhooks.contains_key(&webhook) {
            self.forget_oldest();
        }
        let new =
            || Missing { answers: 0, last: now, until: None, pause: FIRST_PAUSE, probed: false };
        let missing = self.webhooks.entry(webhook).or_insert_with(new);
        missing.answers += 1;
        missing.last = now;
        if missing.answers < TRIES {
            return Some(false);
        }
        if missing.answers == TRIES {
            missing.until = Some(now + missing.pause);
        } else if std::mem::take(&mut missing.probed) {
            missing.pause = (missing.pause * 2).min(LONGEST_PAUSE);
            missing.until = Some(now + missing.pause);
        }
        Some(missing.answers == TRIES)
    }

    /// A webhook answered in another way.
    pub(crate) fn there(&mut self, webhook: Major) {
        self.webhooks.remove(&webhook);
    }

    /// Forgets what is known of a webhook, with whatever token.
    pub(crate) fn forget(&mut self, webhook: u64) -> bool {
        let before = self.webhooks.len();
        self.webhooks.retain(|known, _| known.id != webhook);
        self.webhooks.len() < before
    }

    fn forget_oldest(&mut self) {
        let oldest = self.webhooks.iter().min_by_key(|(_, missing)| missing.last);
        if let Some(oldest) = oldest.map(|(webhook, _)| *webhook) {
            self.webhooks.remove(&oldest);
        }
    }
}

#[cfg(test)]
mod tests;
