//! Operations: channel.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use gateway_model::Id;
use gateway_model::channel::{
    Channel, ChannelFlags, ChannelKind, DefaultReaction, FollowedChannel, ForumLayout, Overwrite,
    SortOrder, VideoQualityMode,
};
use gateway_model::id::marker;

use crate::answer::{Empty, Json, Maybe};
use crate::client::Client;
use crate::objects::{ForumTagRequest, TagMatch};
use crate::request::Request;
use crate::upload::DataUri;

operation! {
    /// Deletes a channel or thread, or closes a direct message channel.
    ///
    /// Requests of [`Client::delete_channel`](crate::Client::delete_channel): `DELETE /channels/{channel_id}`.
    ///
    /// Docs: [Delete/Close Channel](https://docs.discord.com/developers/resources/channel#deleteclose-channel).
    ///
    /// # Example
    ///
    /// `client.delete_channel(channel_id).reason("why").await?`
    ///
    /// # Setters
    ///
    /// Beside those of every [`Request`](crate::Request):
    ///
    /// - [`reason`](crate::Request::reason): why it is done, for the audit log: at most 512 characters.
    DeleteChannel {
        name: "delete_channel",
        route: DELETE "/channels/{channel_id}",
        major_parameters: 1,
        authorization: Token,
        traits: [Audited],
        needs_one_of: [],
        answer: Json<Channel>,
    }
}

operation! {
    /// Gets a channel or thread.
    ///
    /// Requests of [`Client::channel`](crate::Client::channel): `GET /channels/{channel_id}`.
    ///
    /// Docs: [Get Channel](https://docs.discord.com/developers/resources/channel#get-channel).
    ///
    /// # Example
    ///
    /// `client.channel(channel_id).await?`
    GetChannel {
        name: "get_channel",
        route: GET "/channels/{channel_id}",
        major_parameters: 1,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Json<Channel>,
    }
}

operation! {
    /// Changes a channel, thread or group; which fields count depends on its kind.
    ///
    /// Requests of [`Client::modify_channel`](crate::Client::modify_channel): `PATCH /channels/{channel_id}`.
    ///
    /// Docs: [Modify Channel](https://docs.discord.com/developers/resources/channel#modify-channel).
    ///
    /// # Example
    ///
    /// `client.modify_channel(channel_id).applied_tags(applied_tags).reason("why").await?`
    ///
    /// # Setters
    ///
    /// Methods of [`Request<UpdateChannel>`](crate::Request#impl-Request%3CUpdateChannel%3E), beside those of every request.
    ///
    /// - `applied_tags`: tags of a forum's post: at most 5 of them.
    /// - `archived`: whether the thread is archived.
    /// - `auto_archive_duration`: minutes without activity after which a thread is archived: 60, 1440, 4320 or 10080. `None` takes it away.
    /// - `available_tags`: tags that posts of a forum can have: at most 20 of them.
    /// - `bitrate`: bits a second of a voice or stage channel, 8000 at least: at least 8000. `None` takes it away.
    /// - `default_auto_archive_duration`: minutes after which new threads are archived: 60, 1440, 4320 or 10080. `None` takes it away.
    /// - `default_forum_layout`: how posts of a forum are shown. `None` takes it away.
    /// - `default_reaction_emoji`: emoji offered as a reaction to posts of a forum. `None` takes it away.
    /// - `default_sort_order`: how posts of a forum are sorted. `None` takes it away.
    /// - `default_tag_setting`: whether posts must have all chosen tags or one of them to be shown. `None` takes it away.
    /// - `default_thread_rate_limit_per_user`: seconds a member waits between messages in new threads: at most 21600. `None` takes it away.
    /// - `flags`: flags: pinned in a forum, a tag required. `None` takes it away.
    /// - `icon`: icon. `None` takes it away.
    /// - `invitable`: whether members who cannot manage it may invite to a private thread.
    /// - `locked`: whether only those who manage threads can open it again.
    /// - `name`: name: at most 100 characters. `None` takes it away.
    /// - `nsfw`: whether it is age-restricted.
    /// - `parent_id`: category it is in. `None` takes it away.
    /// - `permission_overwrites`: what roles and members may do in it: at most 100 of them.
    /// - `position`: position among the others. `None` takes it away.
    /// - `rate_limit_per_user`: seconds a member waits between messages: at most 21600. `None` takes it away.
    /// - `rtc_region`: voice region; chosen by Discord where there is none. `None` takes it away.
    /// - `topic`: topic: at most 4096 characters. `None` takes it away.
    /// - `kind`: kind: a text channel can become an announcement channel, and back. `None` takes it away.
    /// - `user_limit`: users in it at once; 0 for any number. `None` takes it away.
    /// - `video_quality_mode`: quality of videos. `None` takes it away.
    /// - [`reason`](crate::Request::reason): why it is done, for the audit log: at most 512 characters.
    UpdateChannel {
        name: "update_channel",
        route: PATCH "/channels/{channel_id}",
        major_parameters: 1,
        authorization: Token,
        traits: [Audited],
        needs_one_of: [],
        answer: Json<Channel>,
    }
}

operation! {
    /// Has an announcement channel's messages sent to another channel too.
    ///
    /// Requests of [`Client::follow_announcement_channel`](crate::Client::follow_announcement_channel): `POST /channels/{channel_id}/followers`.
    ///
    /// Docs: [Follow Announcement Channel](https://docs.discord.com/developers/resources/channel#follow-announcement-channel).
    ///
    /// # Example
    ///
    /// `client.follow_announcement_channel(channel_id, webhook_channel_id).reason("why").await?`
    ///
    /// # Arguments
    ///
    /// Arguments of the method, in this order:
    ///
    /// - `webhook_channel_id`: channel that the messages are sent to.
    ///
    /// # Setters
    ///
    /// Beside those of every [`Request`](crate::Request):
    ///
    /// - [`reason`](crate::Request::reason): why it is done, for the audit log: at most 512 characters.
    FollowChannel {
        name: "follow_channel",
        route: POST "/channels/{channel_id}/followers",
        major_parameters: 1,
        authorization: Token,
        traits: [Audited],
        needs_one_of: [],
        answer: Json<FollowedChannel>,
    }
}

operation! {
    /// Removes a user from a group.
    ///
    /// Requests of [`Client::group_dm_remove_recipient`](crate::Client::group_dm_remove_recipient): `DELETE /channels/{channel_id}/recipients/{user_id}`.
    ///
    /// Docs: [Group DM Remove Recipient](https://docs.discord.com/developers/resources/channel#group-dm-remove-recipient).
    ///
    /// # Example
    ///
    /// `client.group_dm_remove_recipient(channel_id, user_id).await?`
    DeleteGroupDmUser {
        name: "delete_group_dm_user",
        route: DELETE "/channels/{channel_id}/recipients/{user_id}",
        major_parameters: 1,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Empty,
    }
}

operation! {
    /// Adds a user to a group, with that user's access token of the `gdm.join` scope.
    ///
    /// Requests of [`Client::group_dm_add_recipient`](crate::Client::group_dm_add_recipient): `PUT /channels/{channel_id}/recipients/{user_id}`.
    ///
    /// Docs: [Group DM Add Recipient](https://docs.discord.com/developers/resources/channel#group-dm-add-recipient).
    ///
    /// # Example
    ///
    /// `client.group_dm_add_recipient(channel_id, user_id).access_token(access_token).await?`
    ///
    /// # Setters
    ///
    /// Methods of [`Request<AddGroupDmUser>`](crate::Request#impl-Request%3CAddGroupDmUser%3E), beside those of every request.
    ///
    /// - `access_token`: access token of the user: at most 152133 characters. `None` takes it away.
    /// - `nick`: nickname: at most 152133 characters. `None` takes it away.
    AddGroupDmUser {
        name: "add_group_dm_user",
        route: PUT "/channels/{channel_id}/recipients/{user_id}",
        major_parameters: 1,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Maybe<Channel>,
    }
}

operation! {
    /// Shows the bot as typing, for 10 seconds or until it sends a message.
    ///
    /// Requests of [`Client::trigger_typing_indicator`](crate::Client::trigger_typing_indicator): `POST /channels/{channel_id}/typing`.
    ///
    /// Docs: [Trigger Typing Indicator](https://docs.discord.com/developers/resources/channel#trigger-typing-indicator).
    ///
    /// # Example
    ///
    /// `client.trigger_typing_indicator(channel_id).await?`
    TriggerTypingIndicator {
        name: "trigger_typing_indicator",
        route: POST "/channels/{channel_id}/typing",
        major_parameters: 1,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Empty,
    }
}

impl Client {
    /// Deletes a channel or thread, or closes a direct message channel.
    ///
    /// The audit log shows the [`reason`](Request::reason).
    ///
    /// Docs: [Delete/Close Channel](https://docs.discord.com/developers/resources/channel#deleteclose-channel).
    pub fn delete_channel(&self, channel_id: Id<marker::Channel>) -> Request<DeleteChannel> {
        Request::new(self, &[channel_id.into()])
    }

    /// Gets a channel or thread.
    ///
    /// Docs: [Get Channel](https://docs.discord.com/developers/resources/channel#get-channel).
    pub fn channel(&self, channel_id: Id<marker::Channel>) -> Request<GetChannel> {
        Request::new(self, &[channel_id.into()])
    }

    /// Changes a channel, thread or group; which fields count depends on its kind.
    ///
    /// The audit log shows the [`reason`](Request::reason).
    ///
    /// Docs: [Modify Channel](https://docs.discord.com/developers/resources/channel#modify-channel).
    pub fn modify_channel(&self, channel_id: Id<marker::Channel>) -> Request<UpdateChannel> {
        Request::new(self, &[channel_id.into()]).with_fields()
    }

    /// Has an announcement channel's messages sent to another channel too.
    ///
    /// The audit log shows the [`reason`](Request::reason).
    ///
    /// Docs: [Follow Announcement Channel](https://docs.discord.com/developers/resources/channel#follow-announcement-channel).
    ///
    /// - `webhook_channel_id`: channel that the messages are sent to.
    pub fn follow_announcement_channel(
        &self,
        channel_id: Id<marker::Channel>,
        webhook_channel_id: Id<marker::Channel>,
    ) -> Request<FollowChannel> {
        Request::new(self, &[channel_id.into()])
            .with_fields()
            .set("webhook_channel_id", &webhook_channel_id)
    }

    /// Removes a user from a group.
    ///
    /// Docs: [Group DM Remove Recipient](https://docs.discord.com/developers/resources/channel#group-dm-remove-recipient).
    pub fn group_dm_remove_recipient(
        &self,
        channel_id: Id<marker::Channel>,
        user_id: Id<marker::User>,
    ) -> Request<DeleteGroupDmUser> {
        Request::new(self, &[channel_id.into(), user_id.into()])
    }

    /// Adds a user to a group, with that user's access token of the `gdm.join` scope.
    ///
    /// Docs: [Group DM Add Recipient](https://docs.discord.com/developers/resources/channel#group-dm-add-recipient).
    pub fn group_dm_add_recipient(
        &self,
        channel_id: Id<marker::Channel>,
        user_id: Id<marker::User>,
    ) -> Request<AddGroupDmUser> {
        Request::new(self, &[channel_id.into(), user_id.into()]).with_fields()
    }

    /// Shows the bot as typing, for 10 seconds or until it sends a message.
    ///
    /// Docs: [Trigger Typing Indicator](https://docs.discord.com/developers/resources/channel#trigger-typing-indicator).
    pub fn trigger_typing_indicator(
        &self,
        channel_id: Id<marker::Channel>,
    ) -> Request<TriggerTypingIndicator> {
        Request::new(self, &[channel_id.into()])
    }
}

impl Request<UpdateChannel> {
    /// Tags of a forum's post: at most 5 of them.
    pub fn applied_tags(self, applied_tags: &[Id<marker::Tag>]) -> Self {
        self.set("applied_tags", applied_tags)
    }

    /// Whether the thread is archived.
    pub fn archived(self, archived: bool) -> Self {
        self.set("archived", &archived)
    }

    /// Minutes without activity after which a thread is archived: 60, 1440, 4320 or 10080.
    ///
    /// `None` takes it away.
    pub fn auto_archive_duration(self, auto_archive_duration: impl Into<Option<u32>>) -> Self {
        self.set("auto_archive_duration", &auto_archive_duration.into())
    }

    /// Tags that posts of a forum can have: at most 20 of them.
    pub fn available_tags(self, available_tags: &[ForumTagRequest]) -> Self {
        self.set("available_tags", available_tags)
    }

    /// Bits a second of a voice or stage channel, 8000 at least: at least 8000.
    ///
    /// `None` takes it away.
    pub fn bitrate(self, bitrate: impl Into<Option<u32>>) -> Self {
        self.set("bitrate", &bitrate.into())
    }

    /// Minutes after which new threads are archived: 60, 1440, 4320 or 10080.
    ///
    /// `None` takes it away.
    pub fn default_auto_archive_duration(
        self,
        default_auto_archive_duration: impl Into<Option<u32>>,
    ) -> Self {
        self.set("default_auto_archive_duration", &default_auto_archive_duration.into())
    }

    /// How posts of a forum are shown.
    ///
    /// `None` takes it away.
    pub fn default_forum_layout(
        self,
        default_forum_layout: impl Into<Option<ForumLayout>>,
    ) -> Self {
        self.set("default_forum_layout", &default_forum_layout.into())
    }

    /// Emoji offered as a reaction to posts of a forum.
    ///
    /// `None` takes it away.
    pub fn default_reaction_emoji<'a>(
        self,
        default_reaction_emoji: impl Into<Option<&'a DefaultReaction>>,
    ) -> Self {
        self.set("default_reaction_emoji", &default_reaction_emoji.into())
    }

    /// How posts of a forum are sorted.
    ///
    /// `None` takes it away.
    pub fn default_sort_order(self, default_sort_order: impl Into<Option<SortOrder>>) -> Self {
        self.set("default_sort_order", &default_sort_order.into())
    }

    /// Whether posts must have all chosen tags or one of them to be shown.
    ///
    /// `None` takes it away.
    pub fn default_tag_setting(self, default_tag_setting: impl Into<Option<TagMatch>>) -> Self {
        self.set("default_tag_setting", &default_tag_setting.into())
    }

    /// Seconds a member waits between messages in new threads: at most 21600.
    ///
    /// `None` takes it away.
    pub fn default_thread_rate_limit_per_user(
        self,
        default_thread_rate_limit_per_user: impl Into<Option<u32>>,
    ) -> Self {
        self.set("default_thread_rate_limit_per_user", &default_thread_rate_limit_per_user.into())
    }

    /// Flags: pinned in a forum, a tag required.
    ///
    /// `None` takes it away.
    pub fn flags(self, flags: impl Into<Option<ChannelFlags>>) -> Self {
        self.set("flags", &flags.into())
    }

    /// Icon.
    ///
    /// `None` takes it away.
    pub fn icon<'a>(self, icon: impl Into<Option<&'a DataUri>>) -> Self {
        self.set("icon", &icon.into())
    }

    /// Whether members who cannot manage it may invite to a private thread.
    pub fn invitable(self, invitable: bool) -> Self {
        self.set("invitable", &invitable)
    }

    /// Whether only those who manage threads can open it again.
    pub fn locked(self, locked: bool) -> Self {
        self.set("locked", &locked)
    }

    /// Name: at most 100 characters.
    ///
    /// `None` takes it away.
    pub fn name<'a>(self, name: impl Into<Option<&'a str>>) -> Self {
        self.set("name", &name.into())
    }

    /// Whether it is age-restricted.
    pub fn nsfw(self, nsfw: bool) -> Self {
        self.set("nsfw", &nsfw)
    }

    /// Category it is in.
    ///
    /// `None` takes it away.
    pub fn parent_id(self, parent_id: impl Into<Option<Id<marker::Channel>>>) -> Self {
        self.set("parent_id", &parent_id.into())
    }

    /// What roles and members may do in it: at most 100 of them.
    pub fn permission_overwrites(self, permission_overwrites: &[Overwrite]) -> Self {
        self.set("permission_overwrites", permission_overwrites)
    }

    /// Position among the others.
    ///
    /// `None` takes it away.
    pub fn position(self, position: impl Into<Option<i32>>) -> Self {
        self.set("position", &position.into())
    }

    /// Seconds a member waits between messages: at most 21600.
    ///
    /// `None` takes it away.
    pub fn rate_limit_per_user(self, rate_limit_per_user: impl Into<Option<u32>>) -> Self {
        self.set("rate_limit_per_user", &rate_limit_per_user.into())
    }

    /// Voice region; chosen by Discord where there is none.
    ///
    /// `None` takes it away.
    pub fn rtc_region<'a>(self, rtc_region: impl Into<Option<&'a str>>) -> Self {
        self.set("rtc_region", &rtc_region.into())
    }

    /// Topic: at most 4096 characters.
    ///
    /// `None` takes it away.
    pub fn topic<'a>(self, topic: impl Into<Option<&'a str>>) -> Self {
        self.set("topic", &topic.into())
    }

    /// Kind: a text channel can become an announcement channel, and back.
    ///
    /// `None` takes it away.
    pub fn kind(self, kind: impl Into<Option<ChannelKind>>) -> Self {
        self.set("type", &kind.into())
    }

    /// Users in it at once; 0 for any number.
    ///
    /// `None` takes it away.
    pub fn user_limit(self, user_limit: impl Into<Option<u32>>) -> Self {
        self.set("user_limit", &user_limit.into())
    }

    /// Quality of videos.
    ///
    /// `None` takes it away.
    pub fn video_quality_mode(
        self,
        video_quality_mode: impl Into<Option<VideoQualityMode>>,
    ) -> Self {
        self.set("video_quality_mode", &video_quality_mode.into())
    }
}

impl Request<AddGroupDmUser> {
    /// Access token of the user: at most 152133 characters.
    ///
    /// `None` takes it away.
    pub fn access_token<'a>(self, access_token: impl Into<Option<&'a str>>) -> Self {
        self.set("access_token", &access_token.into())
    }

    /// Nickname: at most 152133 characters.
    ///
    /// `None` takes it away.
    pub fn nick<'a>(self, nick: impl Into<Option<&'a str>>) -> Self {
        self.set("nick", &nick.into())
    }
}
