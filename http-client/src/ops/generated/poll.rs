//! Operations: poll.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use gateway_model::Id;
use gateway_model::id::marker;
use gateway_model::message::{Message, PollAnswerVoters};

use crate::answer::Json;
use crate::client::Client;
use crate::request::Request;

operation! {
    /// Lists who voted for an answer of a poll, one page at a time.
    ///
    /// Requests of [`Client::answer_voters`](crate::Client::answer_voters): `GET /channels/{channel_id}/polls/{message_id}/answers/{answer_id}`.
    ///
    /// Docs: [Get Answer Voters](https://docs.discord.com/developers/resources/poll#get-answer-voters).
    ///
    /// # Example
    ///
    /// `client.answer_voters(channel_id, message_id, answer_id).after(after).await?`
    ///
    /// # Setters
    ///
    /// Methods of [`Request<GetAnswerVoters>`](crate::Request#impl-Request%3CGetAnswerVoters%3E), beside those of every request.
    ///
    /// - `after`: only those after this id.
    /// - `limit`: how many, at most: 1 to 100.
    GetAnswerVoters {
        name: "get_answer_voters",
        route: GET "/channels/{channel_id}/polls/{message_id}/answers/{answer_id}",
        major_parameters: 1,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Json<PollAnswerVoters>,
    }
}

operation! {
    /// Ends a poll of the bot at once.
    ///
    /// Requests of [`Client::end_poll`](crate::Client::end_poll): `POST /channels/{channel_id}/polls/{message_id}/expire`.
    ///
    /// Docs: [End Poll](https://docs.discord.com/developers/resources/poll#end-poll).
    ///
    /// # Example
    ///
    /// `client.end_poll(channel_id, message_id).await?`
    PollExpire {
        name: "poll_expire",
        route: POST "/channels/{channel_id}/polls/{message_id}/expire",
        major_parameters: 1,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Json<Message>,
    }
}

impl Client {
    /// Lists who voted for an answer of a poll, one page at a time.
    ///
    /// Docs: [Get Answer Voters](https://docs.discord.com/developers/resources/poll#get-answer-voters).
    pub fn answer_voters(
        &self,
        channel_id: Id<marker::Channel>,
        message_id: Id<marker::Message>,
        answer_id: u64,
    ) -> Request<GetAnswerVoters> {
        Request::new(self, &[channel_id.into(), message_id.into(), answer_id.into()])
    }

    /// Ends a poll of the bot at once.
    ///
    /// Docs: [End Poll](https://docs.discord.com/developers/resources/poll#end-poll).
    pub fn end_poll(
        &self,
        channel_id: Id<marker::Channel>,
        message_id: Id<marker::Message>,
    ) -> Request<PollExpire> {
        Request::new(self, &[channel_id.into(), message_id.into()])
    }
}

impl Request<GetAnswerVoters> {
    /// Only those after this id.
    pub fn after(self, after: Id<marker::User>) -> Self {
        self.param("after", &after)
    }

    /// How many, at most: 1 to 100.
    pub fn limit(self, limit: u32) -> Self {
        self.param("limit", &limit)
    }
}
