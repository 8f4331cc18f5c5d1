//! Operations: invite.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use gateway_model::Id;
use gateway_model::guild::VanityUrl;
use gateway_model::id::marker;
use gateway_model::invite::{Invite, InviteTargetKind, InviteTargetUsersJob, InviteWithMetadata};

use crate::answer::{Binary, Empty, Json, List, Maybe};
use crate::client::Client;
use crate::request::Request;
use crate::upload::Upload;

operation! {
    /// Lists the invites to a channel.
    ///
    /// Requests of [`Client::channel_invites`](crate::Client::channel_invites): `GET /channels/{channel_id}/invites`.
    ///
    /// Docs: [Get Channel Invites](https://docs.discord.com/developers/resources/channel#get-channel-invites).
    ///
    /// # Example
    ///
    /// `client.channel_invites(channel_id).await?`
    ListChannelInvites {
        name: "list_channel_invites",
        route: GET "/channels/{channel_id}/invites",
        major_parameters: 1,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: List<InviteWithMetadata>,
    }
}

operation! {
    /// Creates an invite to a channel.
    ///
    /// Requests of [`Client::create_channel_invite`](crate::Client::create_channel_invite): `POST /channels/{channel_id}/invites`.
    ///
    /// Docs: [Create Channel Invite](https://docs.discord.com/developers/resources/channel#create-channel-invite).
    ///
    /// # Example
    ///
    /// `client.create_channel_invite(channel_id).max_age(max_age).reason("why").await?`
    ///
    /// # Setters
    ///
    /// Methods of [`Request<CreateChannelInvite>`](crate::Request#impl-Request%3CCreateChannelInvite%3E), beside those of every request.
    ///
    /// - `max_age`: seconds it works; 0 for ever: 1 to 604800.
    /// - `max_uses`: times it can be used; 0 for any number: at most 100.
    /// - `role_ids`: roles that those who join get.
    /// - `target_application_id`: activity it starts.
    /// - `target_type`: kind of target in a voice channel.
    /// - `target_user_id`: user whose stream it shows.
    /// - `target_users_file`: cSV file with the users it is for.
    /// - `temporary`: whether members without a role are kicked when they go offline.
    /// - `unique`: whether it is a new one even if there is a similar one.
    /// - [`reason`](crate::Request::reason): why it is done, for the audit log: at most 512 characters.
    CreateChannelInvite {
        name: "create_channel_invite",
        route: POST "/channels/{channel_id}/invites",
        major_parameters: 1,
        authorization: Token,
        traits: [Audited],
        needs_one_of: [],
        answer: Maybe<Invite>,
    }
}

operation! {
    /// Lists the invites to a guild.
    ///
    /// Requests of [`Client::guild_invites`](crate::Client::guild_invites): `GET /guilds/{guild_id}/invites`.
    ///
    /// Docs: [Get Guild Invites](https://docs.discord.com/developers/resources/guild#get-guild-invites).
    ///
    /// # Example
    ///
    /// `client.guild_invites(guild_id).await?`
    ListGuildInvites {
        name: "list_guild_invites",
        route: GET "/guilds/{guild_id}/invites",
        major_parameters: 1,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: List<InviteWithMetadata>,
    }
}

operation! {
    /// Gets the vanity invite of a guild and how often it was used.
    ///
    /// Requests of [`Client::guild_vanity_url`](crate::Client::guild_vanity_url): `GET /guilds/{guild_id}/vanity-url`.
    ///
    /// Docs: [Get Guild Vanity URL](https://docs.discord.com/developers/resources/guild#get-guild-vanity-url).
    ///
    /// # Example
    ///
    /// `client.guild_vanity_url(guild_id).await?`
    GetGuildVanityUrl {
        name: "get_guild_vanity_url",
        route: GET "/guilds/{guild_id}/vanity-url",
        major_parameters: 1,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Json<VanityUrl>,
    }
}

operation! {
    /// Deletes an invite.
    ///
    /// Requests of [`Client::delete_invite`](crate::Client::delete_invite): `DELETE /invites/{code}`.
    ///
    /// Docs: [Delete Invite](https://docs.discord.com/developers/resources/invite#delete-invite).
    ///
    /// # Example
    ///
    /// `client.delete_invite(code).reason("why").await?`
    ///
    /// # Setters
    ///
    /// Beside those of every [`Request`](crate::Request):
    ///
    /// - [`reason`](crate::Request::reason): why it is done, for the audit log: at most 512 characters.
    InviteRevoke {
        name: "invite_revoke",
        route: DELETE "/invites/{code}",
        major_parameters: 0,
        authorization: Token,
        traits: [Audited],
        needs_one_of: [],
        answer: Json<Invite>,
    }
}

operation! {
    /// Gets an invite by its code. The guard of the address paces these.
    ///
    /// Requests of [`Client::invite`](crate::Client::invite): `GET /invites/{code}`.
    ///
    /// Docs: [Get Invite](https://docs.discord.com/developers/resources/invite#get-invite).
    ///
    /// # Example
    ///
    /// `client.invite(code).with_counts(with_counts).await?`
    ///
    /// # Setters
    ///
    /// Methods of [`Request<InviteResolve>`](crate::Request#impl-Request%3CInviteResolve%3E), beside those of every request.
    ///
    /// - `with_counts`: whether the answer counts members and those online.
    /// - `guild_scheduled_event_id`: the scheduled event.
    /// - `target_channel_id`: channel of the message it leads to.
    /// - `target_message_id`: message it leads to.
    InviteResolve {
        name: "invite_resolve",
        route: GET "/invites/{code}",
        major_parameters: 0,
        authorization: Optional,
        traits: [],
        needs_one_of: [],
        answer: Json<Invite>,
    }
}

operation! {
    /// Gets the users an invite is for, as CSV.
    ///
    /// Requests of [`Client::invite_target_users`](crate::Client::invite_target_users): `GET /invites/{code}/target-users`.
    ///
    /// Docs: [Get Target Users](https://docs.discord.com/developers/resources/invite#get-target-users).
    ///
    /// # Example
    ///
    /// `client.invite_target_users(code).await?`
    GetInviteTargetUsers {
        name: "get_invite_target_users",
        route: GET "/invites/{code}/target-users",
        major_parameters: 0,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Binary,
    }
}

operation! {
    /// Replaces the users an invite is for, by a CSV file.
    ///
    /// Requests of [`Client::update_invite_target_users`](crate::Client::update_invite_target_users): `PUT /invites/{code}/target-users`.
    ///
    /// Docs: [Update Target Users](https://docs.discord.com/developers/resources/invite#update-target-users).
    ///
    /// # Example
    ///
    /// `client.update_invite_target_users(code, target_users_file).await?`
    ///
    /// # Arguments
    ///
    /// Arguments of the method, in this order:
    ///
    /// - `target_users_file`: cSV file with the users it is for.
    UpdateInviteTargetUsers {
        name: "update_invite_target_users",
        route: PUT "/invites/{code}/target-users",
        major_parameters: 0,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Empty,
    }
}

operation! {
    /// Gets how far Discord is with the users an invite is for.
    ///
    /// Requests of [`Client::invite_target_users_job_status`](crate::Client::invite_target_users_job_status): `GET /invites/{code}/target-users/job-status`.
    ///
    /// Docs: [Get Target Users Job Status](https://docs.discord.com/developers/resources/invite#get-target-users-job-status).
    ///
    /// # Example
    ///
    /// `client.invite_target_users_job_status(code).await?`
    GetInviteTargetUsersJobStatus {
        name: "get_invite_target_users_job_status",
        route: GET "/invites/{code}/target-users/job-status",
        major_parameters: 0,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Json<InviteTargetUsersJob>,
    }
}

impl Client {
    /// Lists the invites to a channel.
    ///
    /// Docs: [Get Channel Invites](https://docs.discord.com/developers/resources/channel#get-channel-invites).
    pub fn channel_invites(&self, channel_id: Id<marker::Channel>) -> Request<ListChannelInvites> {
        Request::new(self, &[channel_id.into()])
    }

    /// Creates an invite to a channel.
    ///
    /// The audit log shows the [`reason`](Request::reason).
    ///
    /// Docs: [Create Channel Invite](https://docs.discord.com/developers/resources/channel#create-channel-invite).
    pub fn create_channel_invite(
        &self,
        channel_id: Id<marker::Channel>,
    ) -> Request<CreateChannelInvite> {
        Request::new(self, &[channel_id.into()]).with_fields()
    }

    /// Lists the invites to a guild.
    ///
    /// Docs: [Get Guild Invites](https://docs.discord.com/developers/resources/guild#get-guild-invites).
    pub fn guild_invites(&self, guild_id: Id<marker::Guild>) -> Request<ListGuildInvites> {
        Request::new(self, &[guild_id.into()])
    }

    /// Gets the vanity invite of a guild and how often it was used.
    ///
    /// Docs: [Get Guild Vanity URL](https://docs.discord.com/developers/resources/guild#get-guild-vanity-url).
    pub fn guild_vanity_url(&self, guild_id: Id<marker::Guild>) -> Request<GetGuildVanityUrl> {
        Request::new(self, &[guild_id.into()])
    }

    /// Deletes an invite.
    ///
    /// The audit log shows the [`reason`](Request::reason).
    ///
    /// Docs: [Delete Invite](https://docs.discord.com/developers/resources/invite#delete-invite).
    pub fn delete_invite(&self, code: &str) -> Request<InviteRevoke> {
        Request::new(self, &[code.into()])
    }

    /// Gets an invite by its code. The guard of the address paces these.
    ///
    /// Docs: [Get Invite](https://docs.discord.com/developers/resources/invite#get-invite).
    pub fn invite(&self, code: &str) -> Request<InviteResolve> {
        Request::new(self, &[code.into()])
    }

    /// Gets the users an invite is for, as CSV.
    ///
    /// Docs: [Get Target Users](https://docs.discord.com/developers/resources/invite#get-target-users).
    pub fn invite_target_users(&self, code: &str) -> Request<GetInviteTargetUsers> {
        Request::new(self, &[code.into()])
    }

    /// Replaces the users an invite is for, by a CSV file.
    ///
    /// Docs: [Update Target Users](https://docs.discord.com/developers/resources/invite#update-target-users).
    ///
    /// - `target_users_file`: cSV file with the users it is for.
    pub fn update_invite_target_users(
        &self,
        code: &str,
        target_users_file: Upload,
    ) -> Request<UpdateInviteTargetUsers> {
        Request::new(self, &[code.into()]).with_form().part("target_users_file", target_users_file)
    }

    /// Gets how far Discord is with the users an invite is for.
    ///
    /// Docs: [Get Target Users Job Status](https://docs.discord.com/developers/resources/invite#get-target-users-job-status).
    pub fn invite_target_users_job_status(
        &self,
        code: &str,
    ) -> Request<GetInviteTargetUsersJobStatus> {
        Request::new(self, &[code.into()])
    }
}

impl Request<CreateChannelInvite> {
    /// Seconds it works; 0 for ever: 1 to 604800.
    pub fn max_age(self, max_age: u32) -> Self {
        self.set("max_age", &max_age)
    }

    /// Times it can be used; 0 for any number: at most 100.
    pub fn max_uses(self, max_uses: u32) -> Self {
        self.set("max_uses", &max_uses)
    }

    /// Roles that those who join get.
    pub fn role_ids(self, role_ids: &[Id<marker::Role>]) -> Self {
        self.set("role_ids", role_ids)
    }

    /// Activity it starts.
    pub fn target_application_id(self, target_application_id: Id<marker::Application>) -> Self {
        self.set("target_application_id", &target_application_id)
    }

    /// Kind of target in a voice channel.
    pub fn target_type(self, target_type: InviteTargetKind) -> Self {
        self.set("target_type", &target_type)
    }

    /// User whose stream it shows.
    pub fn target_user_id(self, target_user_id: Id<marker::User>) -> Self {
        self.set("target_user_id", &target_user_id)
    }

    /// CSV file with the users it is for.
    pub fn target_users_file(self, target_users_file: Upload) -> Self {
        self.part("target_users_file", target_users_file)
    }

    /// Whether members without a role are kicked when they go offline.
    pub fn temporary(self, temporary: bool) -> Self {
        self.set("temporary", &temporary)
    }

    /// Whether it is a new one even if there is a similar one.
    pub fn unique(self, unique: bool) -> Self {
        self.set("unique", &unique)
    }
}

impl Request<InviteResolve> {
    /// Whether the answer counts members and those online.
    pub fn with_counts(self, with_counts: bool) -> Self {
        self.param("with_counts", &with_counts)
    }

    /// The scheduled event.
    pub fn guild_scheduled_event_id(
        self,
        guild_scheduled_event_id: Id<marker::ScheduledEvent>,
    ) -> Self {
        self.param("guild_scheduled_event_id", &guild_scheduled_event_id)
    }

    /// Channel of the message it leads to.
    pub fn target_channel_id(self, target_channel_id: Id<marker::Channel>) -> Self {
        self.param("target_channel_id", &target_channel_id)
    }

    /// Message it leads to.
    pub fn target_message_id(self, target_message_id: Id<marker::Message>) -> Self {
        self.param("target_message_id", &target_message_id)
    }
}
