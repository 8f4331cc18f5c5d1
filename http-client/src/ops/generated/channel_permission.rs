//! Operations: channel permission.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use gateway_model::channel::OverwriteKind;
use gateway_model::id::marker;
use gateway_model::{Id, Permissions};

use crate::answer::Empty;
use crate::client::Client;
use crate::request::Request;

operation! {
    /// Deletes an overwrite of permissions; the id is that of the role or user.
    ///
    /// Requests of [`Client::delete_channel_permission`](crate::Client::delete_channel_permission): `DELETE /channels/{channel_id}/permissions/{overwrite_id}`.
    ///
    /// Docs: [Delete Channel Permission](https://docs.discord.com/developers/resources/channel#delete-channel-permission).
    ///
    /// # Example
    ///
    /// `client.delete_channel_permission(channel_id, overwrite_id).reason("why").await?`
    ///
    /// # Setters
    ///
    /// Beside those of every [`Request`](crate::Request):
    ///
    /// - [`reason`](crate::Request::reason): why it is done, for the audit log: at most 512 characters.
    DeleteChannelPermissionOverwrite {
        name: "delete_channel_permission_overwrite",
        route: DELETE "/channels/{channel_id}/permissions/{overwrite_id}",
        major_parameters: 1,
        authorization: Token,
        traits: [Audited],
        needs_one_of: [],
        answer: Empty,
    }
}

operation! {
    /// Sets what a role or user may do in a channel; the id is that of the role or user.
    ///
    /// Requests of [`Client::edit_channel_permissions`](crate::Client::edit_channel_permissions): `PUT /channels/{channel_id}/permissions/{overwrite_id}`.
    ///
    /// Docs: [Edit Channel Permissions](https://docs.discord.com/developers/resources/channel#edit-channel-permissions).
    ///
    /// # Example
    ///
    /// `client.edit_channel_permissions(channel_id, overwrite_id, kind).allow(allow).reason("why").await?`
    ///
    /// # Arguments
    ///
    /// Arguments of the method, in this order:
    ///
    /// - `kind`: whether it is for a role or a member.
    ///
    /// # Setters
    ///
    /// Methods of [`Request<SetChannelPermissionOverwrite>`](crate::Request#impl-Request%3CSetChannelPermissionOverwrite%3E), beside those of every request.
    ///
    /// - `allow`: what is allowed. `None` takes it away.
    /// - `deny`: what is denied. `None` takes it away.
    /// - [`reason`](crate::Request::reason): why it is done, for the audit log: at most 512 characters.
    SetChannelPermissionOverwrite {
        name: "set_channel_permission_overwrite",
        route: PUT "/channels/{channel_id}/permissions/{overwrite_id}",
        major_parameters: 1,
        authorization: Token,
        traits: [Audited],
        needs_one_of: [],
        answer: Empty,
    }
}

impl Client {
    /// Deletes an overwrite of permissions; the id is that of the role or user.
    ///
    /// The audit log shows the [`reason`](Request::reason).
    ///
    /// Docs: [Delete Channel Permission](https://docs.discord.com/developers/resources/channel#delete-channel-permission).
    pub fn delete_channel_permission(
        &self,
        channel_id: Id<marker::Channel>,
        overwrite_id: Id<marker::Generic>,
    ) -> Request<DeleteChannelPermissionOverwrite> {
        Request::new(self, &[channel_id.into(), overwrite_id.into()])
    }

    /// Sets what a role or user may do in a channel; the id is that of the role or user.
    ///
    /// The audit log shows the [`reason`](Request::reason).
    ///
    /// Docs: [Edit Channel Permissions](https://docs.discord.com/developers/resources/channel#edit-channel-permissions).
    ///
    /// - `kind`: whether it is for a role or a member.
    pub fn edit_channel_permissions(
        &self,
        channel_id: Id<marker::Channel>,
        overwrite_id: Id<marker::Generic>,
        kind: OverwriteKind,
    ) -> Request<SetChannelPermissionOverwrite> {
        Request::new(self, &[channel_id.into(), overwrite_id.into()])
            .with_fields()
            .set("type", &kind)
    }
}

impl Request<SetChannelPermissionOverwrite> {
    /// What is allowed.
    ///
    /// `None` takes it away.
    pub fn allow(self, allow: impl Into<Option<Permissions>>) -> Self {
        self.set("allow", &allow.into())
    }

    /// What is denied.
    ///
    /// `None` takes it away.
    pub fn deny(self, deny: impl Into<Option<Permissions>>) -> Self {
        self.set("deny", &deny.into())
    }
}
