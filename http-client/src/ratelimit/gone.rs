//! Deleted webhooks: after several 404s, requests to a webhook are refused.
//!
//! "If a webhook returns a 404 status you should not attempt to use it again - repeated attempts to do so will result
//! in a temporary restriction" ([Invalid Request
//! Limit](https://docs.discord.com/developers/topics/rate-limits#invalid-request-limit-aka-cloudflare-bans)). A wrong
//! token, which gets 401 with its own code, is handled in the same way.
//!
//! Follow-ups to interactions use the same routes, with the application's id and the interaction's token. They are
//! excluded: their 404 can be temporary
//! ([discord-api-docs#7220](https://github.com/discord/discord-api-docs/issues/7220)), and their token expires after 15
//! minutes.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use gateway_model::{Id, id::marker};
use http::StatusCode;

use super::limiter::{HashMap, Major};
use super::refusal::Refusal;
use crate::error::ErrorCode;
use crate::route::{Param, Route};

/// The number of such responses in a row after which a webhook counts as gone.
const TRIES: u32 = 3;
/// After this time one request is let through, the next after twice the time, and so on.
const FIRST_PAUSE: Duration = Duration::from_secs(3_600);
/// The longest time between two requests to a webhook that is gone.
const LONGEST_PAUSE: Duration = Duration::from_secs(24 * 60 * 60);
/// How long the one request after a pause excludes others to the webhook.
const PROBE: Duration = Duration::from_secs(60);
/// The maximum number of webhooks kept. The one that answered longest ago is forgotten first.
const MOST: usize = 4_096;
/// The maximum number of interaction tokens kept, as digests. The oldest is forgotten first.
const MOST_INTERACTIONS: usize = 4_096;
/// The prefix of interaction tokens: the base64 form of `interaction:`. It is not documented.
const INTERACTION: &str = "aW50ZXJhY3Rpb246";

/// Returns whether a response says that a webhook is unknown, or unknown with this token.
pub(crate) fn says_gone(status: StatusCode, code: ErrorCode) -> bool {
    match status {
        StatusCode::NOT_FOUND => code == ErrorCode::UNKNOWN_WEBHOOK,
        StatusCode::UNAUTHORIZED => code == ErrorCode::INVALID_WEBHOOK_TOKEN,
        _ => false,
    }
}

/// Returns whether a path names a webhook, and not an interaction, whose follow-ups have the same routes.
pub(crate) fn names_webhook(route: &Route, params: &[Param<'_>]) -> bool {
    let token = params.iter().find_map(|param| match param {
        Param::Text(token) => Some(*token),
        Param::Number(_) => None,
    });
    route.path.starts_with("/webhooks/")
        && !route.path.ends_with("/@original")
        && !token.is_some_and(is_interaction_token)
}

/// Returns whether a text looks like an interaction's token.
fn is_interaction_token(token: &str) -> bool {
    token.starts_with(INTERACTION)
}

#[derive(Debug)]
struct Missing {
    answers: u32,
    last: Instant,
    /// Nothing is sent before this time; `None` while the webhook does not count as gone.
    until: Option<Instant>,
    pause: Duration,
    /// Whether the pause is over and one request checks whether the webhook exists again.
    probed: bool,
}

/// The webhooks that Discord reported as unknown.
#[derive(Debug, Default)]
pub(crate) struct Gone {
    webhooks: HashMap<Major, Missing>,
    /// Digests of the tokens of interactions that this process answered, oldest first.
    interactions: VecDeque<u64>,
}

impl Gone {
    /// Records an interaction's token, because a response was sent with it.
    pub(crate) fn interaction(&mut self, token: u64) {
        if self.interactions.contains(&token) {
            return;
        }
        if self.interactions.len() >= MOST_INTERACTIONS {
            self.interactions.pop_front();
        }
        self.interactions.push_back(token);
    }

    /// Returns whether a request to this webhook may be sent. It changes nothing, so it can be called repeatedly during
    /// a wait.
    pub(crate) fn check(&self, webhook: Major, now: Instant) -> Result<(), Refusal> {
        let until = self.webhooks.get(&webhook).and_then(|missing| missing.until);
        let Some(until) = until.filter(|until| now < *until) else { return Ok(()) };
        let retry_in = until.saturating_duration_since(now);
        match Id::<marker::Webhook>::new(webhook.id) {
            Some(webhook) => Err(Refusal::WebhookGone { webhook, retry_in }),
            None => Ok(()),
        }
    }

    /// Records that a request to this webhook is sent, if it may be. Returns true if it is the one that checks, after a
    /// pause, whether the webhook exists again. That one is sent alone; if it gets no response, another one follows
    /// after [`PROBE`].
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

    /// Records a response that says that a webhook is unknown. Returns whether the webhook counts as gone from now on;
    /// `None` if the response concerns an interaction.
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

    /// Records any other response of a webhook.
    pub(crate) fn there(&mut self, webhook: Major) {
        self.webhooks.remove(&webhook);
    }

    /// Forgets the state of a webhook, for all tokens.
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
