//! Reactions and votes, counted on the cached messages.

use std::sync::LazyLock;

use gateway_model::emoji::Emoji;
use gateway_model::event::{
    MessagePollVoteAdd, MessagePollVoteRemove, MessageReactionAdd, MessageReactionRemove,
    MessageReactionRemoveAll, MessageReactionRemoveEmoji,
};
use gateway_model::id::{Id, marker};
use gateway_model::message::{Message, PollAnswerCount, PollResults, Reaction};

use super::Update;

static REACTION: LazyLock<Reaction> = LazyLock::new(|| {
    serde_json::from_str(r#"{"count":0,"emoji":{"id":null,"name":null}}"#).expect("a reaction")
});
static RESULTS: LazyLock<PollResults> = LazyLock::new(|| {
    serde_json::from_str(r#"{"is_finalized":false,"answer_counts":[]}"#).expect("results")
});
static COUNT: LazyLock<PollAnswerCount> =
    LazyLock::new(|| serde_json::from_str(r#"{"id":0,"count":0}"#).expect("a count"));

impl Update<'_> {
    fn on_message(
        &mut self,
        guild: Option<Id<marker::Guild>>,
        channel: Id<marker::Channel>,
        message: Id<marker::Message>,
        change: impl FnOnce(&mut Message),
    ) {
        let (Some(guild), Some(keep)) = (guild, self.keeps.messages) else { return };
        self.in_guild(guild, |update, state| {
            if let Some(rows) = Self::rows_of(state, channel) {
                update.modify(guild, rows, &keep, message.get(), change);
            }
        });
    }

    pub(super) fn reaction_add(&mut self, event: &MessageReactionAdd) {
        let own = event.user_id.get() == self.inner.own_id();
        self.on_message(event.guild_id, event.channel_id, event.message_id, |message| {
            let mut reactions = std::mem::take(&mut message.reactions).into_vec();
            let at = reactions.iter().position(|one| is_same(&one.emoji, &event.emoji));
            let at = at.unwrap_or_else(|| {
                let mut reaction = REACTION.clone();
                reaction.emoji = event.emoji.clone();
                reactions.push(reaction);
                reactions.len() - 1
            });
            if let Some(reaction) = reactions.get_mut(at) {
                count(reaction, event.burst, own, 1);
                if reaction.burst_colors.is_empty() {
                    reaction.burst_colors.clone_from(&event.burst_colors);
                }
            }
            message.reactions = reactions.into();
        });
    }

    pub(super) fn reaction_remove(&mut self, event: &MessageReactionRemove) {
        let own = event.user_id.get() == self.inner.own_id();
        self.on_message(event.guild_id, event.channel_id, event.message_id, |message| {
            let mut reactions = std::mem::take(&mut message.reactions).into_vec();
            if let Some(reaction) =
                reactions.iter_mut().find(|one| is_same(&one.emoji, &event.emoji))
            {
                count(reaction, event.burst, own, -1);
            }
            reactions.retain(|reaction| reaction.count > 0);
            message.reactions = reactions.into();
        });
    }

    pub(super) fn reactions_clear(&mut self, event: &MessageReactionRemoveAll) {
        self.on_message(event.guild_id, event.channel_id, event.message_id, |message| {
            message.reactions = Box::default();
        });
    }

    pub(super) fn reactions_clear_emoji(&mut self, event: &MessageReactionRemoveEmoji) {
        self.on_message(event.guild_id, event.channel_id, event.message_id, |message| {
            let mut reactions = std::mem::take(&mut message.reactions).into_vec();
            reactions.retain(|reaction| !is_same(&reaction.emoji, &event.emoji));
            message.reactions = reactions.into();
        });
    }

    pub(super) fn vote_add(&mut self, event: &MessagePollVoteAdd) {
        let own = event.user_id.get() == self.inner.own_id();
        self.on_message(event.guild_id, event.channel_id, event.message_id, |message| {
            vote(message, event.answer_id, own, 1);
        });
    }

    pub(super) fn vote_remove(&mut self, event: &MessagePollVoteRemove) {
        let own = event.user_id.get() == self.inner.own_id();
        self.on_message(event.guild_id, event.channel_id, event.message_id, |message| {
            vote(message, event.answer_id, own, -1);
        });
    }
}

/// A custom emoji is identified by its id, a standard one by its name.
fn is_same(one: &Emoji, other: &Emoji) -> bool {
    one.id == other.id && (one.id.is_some() || one.name == other.name)
}

fn count(reaction: &mut Reaction, burst: bool, own: bool, number: i64) {
    reaction.count += number;
    if burst {
        reaction.count_details.burst += number;
    } else {
        reaction.count_details.normal += number;
    }
    match (own, burst) {
        (true, true) => reaction.me_burst = number > 0,
        (true, false) => reaction.me = number > 0,
        _ => {}
    }
}

/// Docs: [Poll, Poll Results Object](https://docs.discord.com/developers/resources/poll#poll-results-object): an answer
/// without votes may be left out.
fn vote(message: &mut Message, answer: u64, own: bool, number: i64) {
    let (Some(poll), Ok(answer)) = (&mut message.poll, u32::try_from(answer)) else { return };
    let results = poll.results.get_or_insert_with(|| RESULTS.clone());
    let mut counts = std::mem::take(&mut results.answer_counts).into_vec();
    if !counts.iter().any(|count| count.id == answer) {
        let mut count = *COUNT;
        count.id = answer;
        counts.push(count);
    }
    if let Some(count) = counts.iter_mut().find(|count| count.id == answer) {
        count.count = (count.count + number).max(0);
        count.me_voted = if own { number > 0 } else { count.me_voted };
    }
    results.answer_counts = counts.into();
}
