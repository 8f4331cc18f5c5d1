//! Operations: thread member.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use gateway_model::Id;
use gateway_model::channel::ThreadMember;
use gateway_model::id::marker;

use crate::answer::{Empty, Json, List};
use crate::client::Client;
use crate::request::Request;

operation! {
    /// Lists the members of a thread, one page at a time.
    ///
    /// Requests of [`Client::thread_members`](crate::Client::thread_members): `GET /channels/{channel_id}/thread-members`.
    ///
    /// Docs: [List Thread Members](https://docs.discord.com/developers/resources/channel#list-thread-members).
    ///
    /// # Example
    ///
    /// `client.thread_members(channel_id).with_member(with_member).await?`
    ///
    /// # Setters
    ///
    /// Methods of [`Request<ListThreadMembers>`](crate::Request#impl-Request%3CListThreadMembers%3E), beside those of every request.
    ///
    /// - `with_member`: whether the answer holds the members.
    /// - `limit`: how many, at most: 1 to 100.
    /// - `after`: only those after this id.
    ListThreadMembers {
        name: "list_thread_members",
        route: GET "/channels/{channel_id}/thread-members",
        major_parameters: 1,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: List<ThreadMember>,
    }
}

operation! {
    /// Removes the bot from a thread.
    ///
    /// Requests of [`Client::leave_thread`](crate::Client::leave_thread): `DELETE /channels/{channel_id}/thread-members/@me`.
    ///
    /// Docs: [Leave Thread](https://docs.discord.com/developers/resources/channel#leave-thread).
    ///
    /// # Example
    ///
    /// `client.leave_thread(channel_id).await?`
    LeaveThread {
        name: "leave_thread",
        route: DELETE "/channels/{channel_id}/thread-members/@me",
        major_parameters: 1,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Empty,
    }
}

operation! {
    /// Adds the bot to a thread.
    ///
    /// Requests of [`Client::join_thread`](crate::Client::join_thread): `PUT /channels/{channel_id}/thread-members/@me`.
    ///
    /// Docs: [Join Thread](https://docs.discord.com/developers/resources/channel#join-thread).
    ///
    /// # Example
    ///
    /// `client.join_thread(channel_id).await?`
    JoinThread {
        name: "join_thread",
        route: PUT "/channels/{channel_id}/thread-members/@me",
        major_parameters: 1,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Empty,
    }
}

operation! {
    /// Removes a user from a thread.
    ///
    /// Requests of [`Client::remove_thread_member`](crate::Client::remove_thread_member): `DELETE /channels/{channel_id}/thread-members/{user_id}`.
    ///
    /// Docs: [Remove Thread Member](https://docs.discord.com/developers/resources/channel#remove-thread-member).
    ///
    /// # Example
    ///
    /// `client.remove_thread_member(channel_id, user_id).await?`
    DeleteThreadMember {
        name: "delete_thread_member",
        route: DELETE "/channels/{channel_id}/thread-members/{user_id}",
        major_parameters: 1,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Empty,
    }
}

operation! {
    /// Gets a member of a thread.
    ///
    /// Requests of [`Client::thread_member`](crate::Client::thread_member): `GET /channels/{channel_id}/thread-members/{user_id}`.
    ///
    /// Docs: [Get Thread Member](https://docs.discord.com/developers/resources/channel#get-thread-member).
    ///
    /// # Example
    ///
    /// `client.thread_member(channel_id, user_id).with_member(with_member).await?`
    ///
    /// # Setters
    ///
    /// Methods of [`Request<GetThreadMember>`](crate::Request#impl-Request%3CGetThreadMember%3E), beside those of every request.
    ///
    /// - `with_member`: whether the answer holds the members.
    GetThreadMember {
        name: "get_thread_member",
        route: GET "/channels/{channel_id}/thread-members/{user_id}",
        major_parameters: 1,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Json<ThreadMember>,
    }
}

operation! {
    /// Adds a user to a thread.
    ///
    /// Requests of [`Client::add_thread_member`](crate::Client::add_thread_member): `PUT /channels/{channel_id}/thread-members/{user_id}`.
    ///
    /// Docs: [Add Thread Member](https://docs.discord.com/developers/resources/channel#add-thread-member).
    ///
    /// # Example
    ///
    /// `client.add_thread_member(channel_id, user_id).await?`
    AddThreadMember {
        name: "add_thread_member",
        route: PUT "/channels/{channel_id}/thread-members/{user_id}",
        major_parameters: 1,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Empty,
    }
}

impl Client {
    /// Lists the members of a thread, one page at a time.
    ///
    /// Docs: [List Thread Members](https://docs.discord.com/developers/resources/channel#list-thread-members).
    pub fn thread_members(&self, channel_id: Id<marker::Channel>) -> Request<ListThreadMembers> {
        Request::new(self, &[channel_id.into()])
    }

    /// Removes the bot from a thread.
    ///
    /// Docs: [Leave Thread](https://docs.discord.com/developers/resources/channel#leave-thread).
    pub fn leave_thread(&self, channel_id: Id<marker::Channel>) -> Request<LeaveThread> {
        Request::new(self, &[channel_id.into()])
    }

    /// Adds the bot to a thread.
    ///
    /// Docs: [Join Thread](https://docs.discord.com/developers/resources/channel#join-thread).
    pub fn join_thread(&self, channel_id: Id<marker::Channel>) -> Request<JoinThread> {
        Request::new(self, &[channel_id.into()])
    }

    /// Removes a user from a thread.
    ///
    /// Docs: [Remove Thread Member](https://docs.discord.com/developers/resources/channel#remove-thread-member).
    pub fn remove_thread_member(
        &self,
        channel_id: Id<marker::Channel>,
        user_id: Id<marker::User>,
    ) -> Request<DeleteThreadMember> {
        Request::new(self, &[channel_id.into(), user_id.into()])
    }

    /// Gets a member of a thread.
    ///
    /// Docs: [Get Thread Member](https://docs.discord.com/developers/resources/channel#get-thread-member).
    pub fn thread_member(
        &self,
        channel_id: Id<marker::Channel>,
        user_id: Id<marker::User>,
    ) -> Request<GetThreadMember> {
        Request::new(self, &[channel_id.into(), user_id.into()])
    }

    /// Adds a user to a thread.
    ///
    /// Docs: [Add Thread Member](https://docs.discord.com/developers/resources/channel#add-thread-member).
    pub fn add_thread_member(
        &self,
        channel_id: Id<marker::Channel>,
        user_id: Id<marker::User>,
    ) -> Request<AddThreadMember> {
        Request::new(self, &[channel_id.into(), user_id.into()])
    }
}

impl Request<ListThreadMembers> {
    /// Whether the answer holds the members.
    pub fn with_member(self, with_member: bool) -> Self {
        self.param("with_member", &with_member)
    }

    /// How many, at most: 1 to 100.
    pub fn limit(self, limit: u32) -> Self {
        self.param("limit", &limit)
    }

    /// Only those after this id.
    pub fn after(self, after: Id<marker::User>) -> Self {
        self.param("after", &after)
    }
}

impl Request<GetThreadMember> {
    /// Whether the answer holds the members.
    pub fn with_member(self, with_member: bool) -> Self {
        self.param("with_member", &with_member)
    }
}
