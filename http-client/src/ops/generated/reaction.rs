//! Operations: reaction.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use gateway_model::Id;
use gateway_model::id::marker;
use gateway_model::message::ReactionKind;
use gateway_model::user::User;

use crate::answer::{Empty, List};
use crate::client::Client;
use crate::request::Request;

operation! {
    /// Removes all reactions to a message.
    ///
    /// Requests of [`Client::delete_all_reactions`](crate::Client::delete_all_reactions): `DELETE /channels/{channel_id}/messages/{message_id}/reactions`.
    ///
    /// Docs: [Delete All Reactions](https://docs.discord.com/developers/resources/message#delete-all-reactions).
    ///
    /// # Example
    ///
    /// `client.delete_all_reactions(channel_id, message_id).await?`
    DeleteAllMessageReactions {
        name: "delete_all_message_reactions",
        route: DELETE "/channels/{channel_id}/messages/{message_id}/reactions",
        major_parameters: 1,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Empty,
    }
}

operation! {
    /// Removes all reactions to a message that have this emoji: a Unicode one, or `name:id` of a custom one.
    ///
    /// Requests of [`Client::delete_all_reactions_for_emoji`](crate::Client::delete_all_reactions_for_emoji): `DELETE /channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}`.
    ///
    /// Docs: [Delete All Reactions for Emoji](https://docs.discord.com/developers/resources/message#delete-all-reactions-for-emoji).
    ///
    /// # Example
    ///
    /// `client.delete_all_reactions_for_emoji(channel_id, message_id, emoji_name).await?`
    DeleteAllMessageReactionsByEmoji {
        name: "delete_all_message_reactions_by_emoji",
        route: DELETE "/channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}",
        major_parameters: 1,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Empty,
    }
}

operation! {
    /// Lists who reacted with an emoji, one page at a time: a Unicode one, or `name:id` of a custom one.
    ///
    /// Requests of [`Client::reactions`](crate::Client::reactions): `GET /channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}`.
    ///
    /// Docs: [Get Reactions](https://docs.discord.com/developers/resources/message#get-reactions).
    ///
    /// # Example
    ///
    /// `client.reactions(channel_id, message_id, emoji_name).after(after).await?`
    ///
    /// # Setters
    ///
    /// Methods of [`Request<ListMessageReactionsByEmoji>`](crate::Request#impl-Request%3CListMessageReactionsByEmoji%3E), beside those of every request.
    ///
    /// - `after`: only those after this id.
    /// - `limit`: how many, at most: 1 to 100.
    /// - `kind`: kind of reaction.
    ListMessageReactionsByEmoji {
        name: "list_message_reactions_by_emoji",
        route: GET "/channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}",
        major_parameters: 1,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: List<User>,
    }
}

operation! {
    /// Removes the bot's reaction: a Unicode emoji, or `name:id` of a custom one.
    ///
    /// Requests of [`Client::delete_own_reaction`](crate::Client::delete_own_reaction): `DELETE /channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/@me`.
    ///
    /// Docs: [Delete Own Reaction](https://docs.discord.com/developers/resources/message#delete-own-reaction).
    ///
    /// # Example
    ///
    /// `client.delete_own_reaction(channel_id, message_id, emoji_name).await?`
    DeleteMyMessageReaction {
        name: "delete_my_message_reaction",
        route: DELETE "/channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/@me",
        major_parameters: 1,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Empty,
    }
}

operation! {
    /// Adds the bot's reaction: a Unicode emoji, or `name:id` of a custom one.
    ///
    /// Requests of [`Client::create_reaction`](crate::Client::create_reaction): `PUT /channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/@me`.
    ///
    /// Docs: [Create Reaction](https://docs.discord.com/developers/resources/message#create-reaction).
    ///
    /// # Example
    ///
    /// `client.create_reaction(channel_id, message_id, emoji_name).await?`
    AddMyMessageReaction {
        name: "add_my_message_reaction",
        route: PUT "/channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/@me",
        major_parameters: 1,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Empty,
    }
}

operation! {
    /// Removes another user's reaction: a Unicode emoji, or `name:id` of a custom one.
    ///
    /// Requests of [`Client::delete_user_reaction`](crate::Client::delete_user_reaction): `DELETE /channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/{user_id}`.
    ///
    /// Docs: [Delete User Reaction](https://docs.discord.com/developers/resources/message#delete-user-reaction).
    ///
    /// # Example
    ///
    /// `client.delete_user_reaction(channel_id, message_id, emoji_name, user_id).await?`
    DeleteUserMessageReaction {
        name: "delete_user_message_reaction",
        route: DELETE "/channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/{user_id}",
        major_parameters: 1,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Empty,
    }
}

impl Client {
    /// Removes all reactions to a message.
    ///
    /// Docs: [Delete All Reactions](https://docs.discord.com/developers/resources/message#delete-all-reactions).
    pub fn delete_all_reactions(
        &self,
        channel_id: Id<marker::Channel>,
        message_id: Id<marker::Message>,
    ) -> Request<DeleteAllMessageReactions> {
        Request::new(self, &[channel_id.into(), message_id.into()])
    }

    /// Removes all reactions to a message that have this emoji: a Unicode one, or `name:id` of a custom one.
    ///
    /// Docs: [Delete All Reactions for Emoji](https://docs.discord.com/developers/resources/message#delete-all-reactions-for-emoji).
    pub fn delete_all_reactions_for_emoji(
        &self,
        channel_id: Id<marker::Channel>,
        message_id: Id<marker::Message>,
        emoji_name: &str,
    ) -> Request<DeleteAllMessageReactionsByEmoji> {
        Request::new(self, &[channel_id.into(), message_id.into(), emoji_name.into()])
    }

    /// Lists who reacted with an emoji, one page at a time: a Unicode one, or `name:id` of a custom one.
    ///
    /// Docs: [Get Reactions](https://docs.discord.com/developers/resources/message#get-reactions).
    pub fn reactions(
        &self,
        channel_id: Id<marker::Channel>,
        message_id: Id<marker::Message>,
        emoji_name: &str,
    ) -> Request<ListMessageReactionsByEmoji> {
        Request::new(self, &[channel_id.into(), message_id.into(), emoji_name.into()])
    }

    /// Removes the bot's reaction: a Unicode emoji, or `name:id` of a custom one.
    ///
    /// Docs: [Delete Own Reaction](https://docs.discord.com/developers/resources/message#delete-own-reaction).
    pub fn delete_own_reaction(
        &self,
        channel_id: Id<marker::Channel>,
        message_id: Id<marker::Message>,
        emoji_name: &str,
    ) -> Request<DeleteMyMessageReaction> {
        Request::new(self, &[channel_id.into(), message_id.into(), emoji_name.into()])
    }

    /// Adds the bot's reaction: a Unicode emoji, or `name:id` of a custom one.
    ///
    /// Docs: [Create Reaction](https://docs.discord.com/developers/resources/message#create-reaction).
    pub fn create_reaction(
        &self,
        channel_id: Id<marker::Channel>,
        message_id: Id<marker::Message>,
        emoji_name: &str,
    ) -> Request<AddMyMessageReaction> {
        Request::new(self, &[channel_id.into(), message_id.into(), emoji_name.into()])
    }

    /// Removes another user's reaction: a Unicode emoji, or `name:id` of a custom one.
    ///
    /// Docs: [Delete User Reaction](https://docs.discord.com/developers/resources/message#delete-user-reaction).
    pub fn delete_user_reaction(
        &self,
        channel_id: Id<marker::Channel>,
        message_id: Id<marker::Message>,
        emoji_name: &str,
        user_id: Id<marker::User>,
    ) -> Request<DeleteUserMessageReaction> {
        Request::new(
            self,
            &[channel_id.into(), message_id.into(), emoji_name.into(), user_id.into()],
        )
    }
}

impl Request<ListMessageReactionsByEmoji> {
    /// Only those after this id.
    pub fn after(self, after: Id<marker::User>) -> Self {
        self.param("after", &after)
    }

    /// How many, at most: 1 to 100.
    pub fn limit(self, limit: u32) -> Self {
        self.param("limit", &limit)
    }

    /// Kind of reaction.
    pub fn kind(self, kind: ReactionKind) -> Self {
        self.param("type", &kind)
    }
}
