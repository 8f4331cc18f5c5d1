//! Polls.
//!
//! Docs: [Poll Resource](https://docs.discord.com/developers/resources/poll).

use crate::emoji::PartialEmoji;
use crate::limits::{LimitError, each, forbid, items, need, text, value};
use crate::macros::object::object;
use crate::macros::open_enum::open_enum;
use crate::macros::setters::setters;
use crate::timestamp::Timestamp;
use crate::user::User;

object! {
    /// A poll.
    ///
    /// Docs: [Poll, Poll Object](https://docs.discord.com/developers/resources/poll#poll-object).
    #[derive(Eq, Hash)]
    pub struct Poll {
        /// The question; text only.
        pub question: PollMedia,
        /// The answers.
        pub answers: Box<[PollAnswer]>,
        /// When it ends.
        pub expiry: Option<Timestamp>,
        /// Whether several answers can be selected.
        pub allow_multiselect {default}: bool,
        /// Layout.
        pub layout_type {unknown}: PollLayout,
        /// Votes so far; unknown if missing.
        pub results?: PollResults,
    }
}

object! {
    /// A new poll.
    ///
    /// Docs: [Poll, Poll Create Request Object](https://docs.discord.com/developers/resources/poll#poll-create-request-object).
    #[derive(Eq, Hash)]
    pub struct PollCreate {
        /// The question; text only.
        pub question: PollMedia,
        /// The answers, at most 10.
        pub answers: Vec<PollAnswer>,
        /// Duration in hours, at most 32 days; a day if missing.
        pub duration?: u32,
        /// Whether several answers can be selected; false if missing.
        pub allow_multiselect?: bool,
        /// Layout.
        pub layout_type?: PollLayout,
    }
}

impl PollCreate {
    /// Creates a poll with a question of at most 300 characters; add answers with [`answer`](Self::answer).
    #[must_use]
    pub fn new(question: impl Into<String>) -> Self {
        Self {
            question: PollMedia::new(question),
            answers: Vec::new(),
            duration: None,
            allow_multiselect: None,
            layout_type: None,
        }
    }

    /// Adds an answer: a text of at most 55 characters, or a [`PollMedia`] with an emoji.
    #[must_use]
    pub fn answer(mut self, answer: impl Into<PollMedia>) -> Self {
        self.answers.push(PollAnswer { answer_id: None, poll_media: answer.into() });
        self
    }

    /// Sets the duration in hours.
    #[must_use]
    pub fn duration_hours(mut self, hours: u32) -> Self {
        self.duration = Some(hours);
        self
    }

    /// Allows users to select several answers.
    #[must_use]
    pub fn multiselect(mut self) -> Self {
        self.allow_multiselect = Some(true);
        self
    }

    /// Checks whether Discord would accept the poll.
    ///
    /// Docs: [Poll, Poll Create Request Object](https://docs.discord.com/developers/resources/poll#poll-create-request-object)
    /// and [Poll Media Object](https://docs.discord.com/developers/resources/poll#poll-media-object).
    ///
    /// # Errors
    ///
    /// Returns the first limit that is exceeded.
    pub fn check(&self) -> Result<(), LimitError> {
        need("question.text", self.question.text.is_some())?;
        text("question.text", self.question.text.as_deref(), 0..=300)?;
        forbid("question.emoji", self.question.emoji.is_some(), "a question has text only")?;
        items("answers", self.answers.len(), 0..=10)?;
        each("answers", &self.answers, |answer| {
            let answer = answer.poll_media.text.as_deref();
            need("poll_media.text", answer.is_some())?;
            text("poll_media.text", answer, 0..=55)
        })?;
        // 32 days in hours.
        value("duration", self.duration, 0..=32 * 24)
    }
}

setters! {
    PollCreate {
        /// Sets the layout.
        value layout_type: PollLayout,
    }
    by_hand { question, answers, duration, allow_multiselect }
    received {}
}

open_enum! {
    /// Layout of a poll.
    ///
    /// Docs: [Poll, Layout Type](https://docs.discord.com/developers/resources/poll#layout-type).
    pub enum PollLayout: i32 {
        /// The only layout so far.
        Default = 1,
    }
}

object! {
    /// Text and emoji of a question or answer.
    ///
    /// Docs: [Poll, Poll Media Object](https://docs.discord.com/developers/resources/poll#poll-media-object).
    #[derive(Default, Eq, Hash)]
    pub struct PollMedia {
        /// Text: at most 300 characters for a question, 55 for an answer.
        pub text?: String,
        /// Emoji; only for answers.
        pub emoji?: PartialEmoji,
    }
}

impl PollMedia {
    /// Creates poll media with a text.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: Some(text.into()), emoji: None }
    }
}

setters! {
    PollMedia {
        /// Sets the emoji; only for answers.
        value emoji: PartialEmoji,
    }
    by_hand { text }
    received {}
}

impl<T: Into<String>> From<T> for PollMedia {
    fn from(text: T) -> Self {
        Self::new(text)
    }
}

object! {
    /// An option of a prompt.
    ///
    /// Docs: [Poll, Poll Answer Object](https://docs.discord.com/developers/resources/poll#poll-answer-object).
    #[derive(Eq, Hash)]
    pub struct PollAnswer {
        /// Number of the answer; only received.
        pub answer_id?: u32,
        /// Text and emoji.
        pub poll_media: PollMedia,
    }
}

object! {
    /// Votes for the answers.
    ///
    /// Docs: [Poll, Poll Results Object](https://docs.discord.com/developers/resources/poll#poll-results-object).
    #[derive(Eq, Hash)]
    pub struct PollResults {
        /// Whether the final counts are exact.
        pub is_finalized: bool,
        /// Votes for each answer; an answer without votes may be missing.
        pub answer_counts: Box<[PollAnswerCount]>,
    }
}

object! {
    /// Votes for one answer.
    ///
    /// Docs: [Poll, Poll Answer Count Object Structure](https://docs.discord.com/developers/resources/poll#poll-results-object-poll-answer-count-object-structure).
    #[derive(Copy, Eq, Hash)]
    pub struct PollAnswerCount {
        /// Number of the answer.
        pub id: u32,
        /// Number.
        pub count: i64,
        /// Whether the current user selected it.
        pub me_voted {default}: bool,
    }
}

object! {
    /// The users who selected an answer.
    ///
    /// Docs: [Poll, Get Answer Voters](https://docs.discord.com/developers/resources/poll#get-answer-voters).
    #[derive(Eq, Hash)]
    pub struct PollAnswerVoters {
        /// The users.
        pub users: Box<[User]>,
    }
}
