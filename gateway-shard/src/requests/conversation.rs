//! One request on its shard: sends it, sends it again if that helps, and returns the answers one by one.

use std::time::Duration;

use gateway_model::Dispatch;
use gateway_model::id::{Id, marker};
use gateway_proto::Command;
use tokio::time::Instant;

use super::error::RequestError;
use super::open_request::OpenRequest;
use crate::lock::lock;
use crate::shard::{Answer, AnswerKey, Fleets};

/// The longest wait accepted from Discord.
const MAX_RATE_LIMIT: Duration = Duration::from_secs(300);

/// A request that waits for its answers. Dropping it ends the wait.
pub(super) struct Conversation {
    request: OpenRequest,
    guild: Id<marker::Guild>,
    command: Command,
    /// The maximum time without an answer.
    patience: Duration,
    deadline: Instant,
    sent: bool,
    pub(super) received: u32,
    pub(super) expected: Option<u32>,
}

impl Conversation {
    /// Prepares the request; the first [`next`](Self::next) sends it.
    pub(super) fn new(
        fleets: &Fleets,
        guild: Id<marker::Guild>,
        key: AnswerKey,
        command: Command,
        patience: Duration,
    ) -> Result<Self, RequestError> {
        let shard = fleets.shard_with(guild)?;
        if lock(&shard.guilds).lacks(guild) {
            return Err(RequestError::NotInGuild(guild));
        }
        Ok(Self {
            request: OpenRequest::new(shard, key),
            guild,
            command,
            patience,
            deadline: Instant::now() + patience,
            sent: false,
            received: 0,
            expected: None,
        })
    }

    /// Returns the next answer.
    pub(super) async fn next(&mut self) -> Result<Dispatch, RequestError> {
        loop {
            if !self.sent {
                self.send().await?;
            }
            let answer = tokio::time::timeout_at(self.deadline, self.request.answers.recv()).await;
            match answer.map_err(|_| self.timed_out())?.ok_or(RequestError::Ended)? {
                Answer::Event(dispatch) => {
                    self.deadline = Instant::now() + self.patience;
                    return Ok(dispatch);
                }
                Answer::RateLimited(wait) => self.wait_to_send_again(wait).await?,
                Answer::GuildLeft => return Err(RequestError::GuildLeft(self.guild)),
                // The new session does not answer requests of the previous one.
                Answer::NewSession if self.received == 0 => self.sent = false,
                Answer::NewSession => return Err(RequestError::SessionLost),
            }
        }
    }

    async fn send(&mut self) -> Result<(), RequestError> {
        let send = self.request.shard.send(self.command.clone());
        let sent = tokio::time::timeout_at(self.deadline, send).await;
        sent.map_err(|_| self.timed_out())??;
        self.sent = true;
        Ok(())
    }

    /// Docs: Gateway Events, [Rate Limited](https://docs.discord.com/developers/events/gateway-events#rate-limited):
    /// `retry_after` is "the number of seconds to wait before submitting another request".
    async fn wait_to_send_again(&mut self, wait: Duration) -> Result<(), RequestError> {
        if wait > MAX_RATE_LIMIT {
            return Err(RequestError::RateLimited(wait));
        }
        tracing::debug!(guild = %self.guild, ?wait, "a request is rate limited and will be sent again");
        let until = Instant::now() + wait;
        self.deadline = until + self.patience;
        self.sent = false;
        loop {
            match tokio::time::timeout_at(until, self.request.answers.recv()).await {
                Err(_) => return Ok(()),
                Ok(None) => return Err(RequestError::Ended),
                Ok(Some(Answer::GuildLeft)) => return Err(RequestError::GuildLeft(self.guild)),
                // It is sent again in any case.
                Ok(Some(_)) => {}
            }
        }
    }

    fn timed_out(&self) -> RequestError {
        let Self { patience: waited, received, expected, .. } = *self;
        RequestError::TimedOut { waited, received, expected }
    }
}
