//! Operations: guild role.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use std::collections::BTreeMap;

use gateway_model::guild::{Role, RoleColors};
use gateway_model::id::marker;
use gateway_model::{Id, Permissions};

use crate::answer::{Empty, Json, List};
use crate::client::Client;
use crate::objects::RolePosition;
use crate::request::Request;
use crate::upload::DataUri;

operation! {
    /// Takes a role from a member.
    ///
    /// Requests of [`Client::remove_guild_member_role`](crate::Client::remove_guild_member_role): `DELETE /guilds/{guild_id}/members/{user_id}/roles/{role_id}`.
    ///
    /// Docs: [Remove Guild Member Role](https://docs.discord.com/developers/resources/guild#remove-guild-member-role).
    ///
    /// # Example
    ///
    /// `client.remove_guild_member_role(guild_id, user_id, role_id).reason("why").await?`
    ///
    /// # Setters
    ///
    /// Beside those of every [`Request`](crate::Request):
    ///
    /// - [`reason`](crate::Request::reason): why it is done, for the audit log: at most 512 characters.
    DeleteGuildMemberRole {
        name: "delete_guild_member_role",
        route: DELETE "/guilds/{guild_id}/members/{user_id}/roles/{role_id}",
        major_parameters: 1,
        authorization: Token,
        traits: [Audited],
        needs_one_of: [],
        answer: Empty,
    }
}

operation! {
    /// Gives a role to a member.
    ///
    /// Requests of [`Client::add_guild_member_role`](crate::Client::add_guild_member_role): `PUT /guilds/{guild_id}/members/{user_id}/roles/{role_id}`.
    ///
    /// Docs: [Add Guild Member Role](https://docs.discord.com/developers/resources/guild#add-guild-member-role).
    ///
    /// # Example
    ///
    /// `client.add_guild_member_role(guild_id, user_id, role_id).reason("why").await?`
    ///
    /// # Setters
    ///
    /// Beside those of every [`Request`](crate::Request):
    ///
    /// - [`reason`](crate::Request::reason): why it is done, for the audit log: at most 512 characters.
    AddGuildMemberRole {
        name: "add_guild_member_role",
        route: PUT "/guilds/{guild_id}/members/{user_id}/roles/{role_id}",
        major_parameters: 1,
        authorization: Token,
        traits: [Audited],
        needs_one_of: [],
        answer: Empty,
    }
}

operation! {
    /// Lists the roles of a guild.
    ///
    /// Requests of [`Client::guild_roles`](crate::Client::guild_roles): `GET /guilds/{guild_id}/roles`.
    ///
    /// Docs: [Get Guild Roles](https://docs.discord.com/developers/resources/guild#get-guild-roles).
    ///
    /// # Example
    ///
    /// `client.guild_roles(guild_id).await?`
    ListGuildRoles {
        name: "list_guild_roles",
        route: GET "/guilds/{guild_id}/roles",
        major_parameters: 1,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: List<Role>,
    }
}

operation! {
    /// Moves roles of a guild.
    ///
    /// Requests of [`Client::modify_guild_role_positions`](crate::Client::modify_guild_role_positions): `PATCH /guilds/{guild_id}/roles`.
    ///
    /// Docs: [Modify Guild Role Positions](https://docs.discord.com/developers/resources/guild#modify-guild-role-positions).
    ///
    /// # Example
    ///
    /// `client.modify_guild_role_positions(guild_id, positions).reason("why").await?`
    ///
    /// # Arguments
    ///
    /// Arguments of the method, in this order:
    ///
    /// - `positions`: the roles that move.
    ///
    /// # Setters
    ///
    /// Beside those of every [`Request`](crate::Request):
    ///
    /// - [`reason`](crate::Request::reason): why it is done, for the audit log: at most 512 characters.
    BulkUpdateGuildRoles {
        name: "bulk_update_guild_roles",
        route: PATCH "/guilds/{guild_id}/roles",
        major_parameters: 1,
        authorization: Token,
        traits: [Audited],
        needs_one_of: [],
        answer: List<Role>,
    }
}

operation! {
    /// Creates a role.
    ///
    /// Requests of [`Client::create_guild_role`](crate::Client::create_guild_role): `POST /guilds/{guild_id}/roles`.
    ///
    /// Docs: [Create Guild Role](https://docs.discord.com/developers/resources/guild#create-guild-role).
    ///
    /// # Example
    ///
    /// `client.create_guild_role(guild_id).color(color).reason("why").await?`
    ///
    /// # Setters
    ///
    /// Methods of [`Request<CreateGuildRole>`](crate::Request#impl-Request%3CCreateGuildRole%3E), beside those of every request.
    ///
    /// - `color`: colour of the name as a number; deprecated for `colors`: at most 16777215.
    /// - `colors`: colours of the name; a gradient needs a guild with that feature.
    /// - `hoist`: whether its members are listed apart.
    /// - `icon`: icon.
    /// - `mentionable`: whether everybody can mention it.
    /// - `name`: name: 1 to 100 characters.
    /// - `permissions`: permissions.
    /// - `unicode_emoji`: standard emoji in place of an icon: at most 100 characters.
    /// - [`reason`](crate::Request::reason): why it is done, for the audit log: at most 512 characters.
    CreateGuildRole {
        name: "create_guild_role",
        route: POST "/guilds/{guild_id}/roles",
        major_parameters: 1,
        authorization: Token,
        traits: [Audited],
        needs_one_of: [],
        answer: Json<Role>,
    }
}

operation! {
    /// Counts the members of each role.
    ///
    /// Requests of [`Client::guild_role_member_counts`](crate::Client::guild_role_member_counts): `GET /guilds/{guild_id}/roles/member-counts`.
    ///
    /// Docs: [Get Guild Role Member Counts](https://docs.discord.com/developers/resources/guild#get-guild-role-member-counts).
    ///
    /// # Example
    ///
    /// `client.guild_role_member_counts(guild_id).await?`
    GuildRoleMemberCounts {
        name: "guild_role_member_counts",
        route: GET "/guilds/{guild_id}/roles/member-counts",
        major_parameters: 1,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Json<BTreeMap<Id<marker::Role>, u32>>,
    }
}

operation! {
    /// Deletes a role.
    ///
    /// Requests of [`Client::delete_guild_role`](crate::Client::delete_guild_role): `DELETE /guilds/{guild_id}/roles/{role_id}`.
    ///
    /// Docs: [Delete Guild Role](https://docs.discord.com/developers/resources/guild#delete-guild-role).
    ///
    /// # Example
    ///
    /// `client.delete_guild_role(guild_id, role_id).reason("why").await?`
    ///
    /// # Setters
    ///
    /// Beside those of every [`Request`](crate::Request):
    ///
    /// - [`reason`](crate::Request::reason): why it is done, for the audit log: at most 512 characters.
    DeleteGuildRole {
        name: "delete_guild_role",
        route: DELETE "/guilds/{guild_id}/roles/{role_id}",
        major_parameters: 1,
        authorization: Token,
        traits: [Audited],
        needs_one_of: [],
        answer: Empty,
    }
}

operation! {
    /// Gets a role.
    ///
    /// Requests of [`Client::guild_role`](crate::Client::guild_role): `GET /guilds/{guild_id}/roles/{role_id}`.
    ///
    /// Docs: [Get Guild Role](https://docs.discord.com/developers/resources/guild#get-guild-role).
    ///
    /// # Example
    ///
    /// `client.guild_role(guild_id, role_id).await?`
    GetGuildRole {
        name: "get_guild_role",
        route: GET "/guilds/{guild_id}/roles/{role_id}",
        major_parameters: 1,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Json<Role>,
    }
}

operation! {
    /// Changes a role.
    ///
    /// Requests of [`Client::modify_guild_role`](crate::Client::modify_guild_role): `PATCH /guilds/{guild_id}/roles/{role_id}`.
    ///
    /// Docs: [Modify Guild Role](https://docs.discord.com/developers/resources/guild#modify-guild-role).
    ///
    /// # Example
    ///
    /// `client.modify_guild_role(guild_id, role_id).color(color).reason("why").await?`
    ///
    /// # Setters
    ///
    /// Methods of [`Request<UpdateGuildRole>`](crate::Request#impl-Request%3CUpdateGuildRole%3E), beside those of every request.
    ///
    /// - `color`: colour of the name as a number; deprecated for `colors`: at most 16777215. `None` takes it away.
    /// - `colors`: colours of the name; a gradient needs a guild with that feature. `None` takes it away.
    /// - `hoist`: whether its members are listed apart.
    /// - `icon`: icon. `None` takes it away.
    /// - `mentionable`: whether everybody can mention it.
    /// - `name`: name: 1 to 100 characters. `None` takes it away.
    /// - `permissions`: permissions. `None` takes it away.
    /// - `unicode_emoji`: standard emoji in place of an icon: at most 100 characters. `None` takes it away.
    /// - [`reason`](crate::Request::reason): why it is done, for the audit log: at most 512 characters.
    UpdateGuildRole {
        name: "update_guild_role",
        route: PATCH "/guilds/{guild_id}/roles/{role_id}",
        major_parameters: 1,
        authorization: Token,
        traits: [Audited],
        needs_one_of: [],
        answer: Json<Role>,
    }
}

impl Client {
    /// Takes a role from a member.
    ///
    /// The audit log shows the [`reason`](Request::reason).
    ///
    /// Docs: [Remove Guild Member Role](https://docs.discord.com/developers/resources/guild#remove-guild-member-role).
    pub fn remove_guild_member_role(
        &self,
        guild_id: Id<marker::Guild>,
        user_id: Id<marker::User>,
        role_id: Id<marker::Role>,
    ) -> Request<DeleteGuildMemberRole> {
        Request::new(self, &[guild_id.into(), user_id.into(), role_id.into()])
    }

    /// Gives a role to a member.
    ///
    /// The audit log shows the [`reason`](Request::reason).
    ///
    /// Docs: [Add Guild Member Role](https://docs.discord.com/developers/resources/guild#add-guild-member-role).
    pub fn add_guild_member_role(
        &self,
        guild_id: Id<marker::Guild>,
        user_id: Id<marker::User>,
        role_id: Id<marker::Role>,
    ) -> Request<AddGuildMemberRole> {
        Request::new(self, &[guild_id.into(), user_id.into(), role_id.into()])
    }

    /// Lists the roles of a guild.
    ///
    /// Docs: [Get Guild Roles](https://docs.discord.com/developers/resources/guild#get-guild-roles).
    pub fn guild_roles(&self, guild_id: Id<marker::Guild>) -> Request<ListGuildRoles> {
        Request::new(self, &[guild_id.into()])
    }

    /// Moves roles of a guild.
    ///
    /// The audit log shows the [`reason`](Request::reason).
    ///
    /// Docs: [Modify Guild Role Positions](https://docs.discord.com/developers/resources/guild#modify-guild-role-positions).
    ///
    /// - `positions`: the roles that move.
    pub fn modify_guild_role_positions(
        &self,
        guild_id: Id<marker::Guild>,
        positions: &[RolePosition],
    ) -> Request<BulkUpdateGuildRoles> {
        Request::new(self, &[guild_id.into()]).with_json("positions", positions)
    }

    /// Creates a role.
    ///
    /// The audit log shows the [`reason`](Request::reason).
    ///
    /// Docs: [Create Guild Role](https://docs.discord.com/developers/resources/guild#create-guild-role).
    pub fn create_guild_role(&self, guild_id: Id<marker::Guild>) -> Request<CreateGuildRole> {
        Request::new(self, &[guild_id.into()]).with_fields()
    }

    /// Counts the members of each role.
    ///
    /// Docs: [Get Guild Role Member Counts](https://docs.discord.com/developers/resources/guild#get-guild-role-member-counts).
    pub fn guild_role_member_counts(
        &self,
        guild_id: Id<marker::Guild>,
    ) -> Request<GuildRoleMemberCounts> {
        Request::new(self, &[guild_id.into()])
    }

    /// Deletes a role.
    ///
    /// The audit log shows the [`reason`](Request::reason).
    ///
    /// Docs: [Delete Guild Role](https://docs.discord.com/developers/resources/guild#delete-guild-role).
    pub fn delete_guild_role(
        &self,
        guild_id: Id<marker::Guild>,
        role_id: Id<marker::Role>,
    ) -> Request<DeleteGuildRole> {
        Request::new(self, &[guild_id.into(), role_id.into()])
    }

    /// Gets a role.
    ///
    /// Docs: [Get Guild Role](https://docs.discord.com/developers/resources/guild#get-guild-role).
    pub fn guild_role(
        &self,
        guild_id: Id<marker::Guild>,
        role_id: Id<marker::Role>,
    ) -> Request<GetGuildRole> {
        Request::new(self, &[guild_id.into(), role_id.into()])
    }

    /// Changes a role.
    ///
    /// The audit log shows the [`reason`](Request::reason).
    ///
    /// Docs: [Modify Guild Role](https://docs.discord.com/developers/resources/guild#modify-guild-role).
    pub fn modify_guild_role(
        &self,
        guild_id: Id<marker::Guild>,
        role_id: Id<marker::Role>,
    ) -> Request<UpdateGuildRole> {
        Request::new(self, &[guild_id.into(), role_id.into()]).with_fields()
    }
}

impl Request<CreateGuildRole> {
    /// Colour of the name as a number; deprecated for `colors`: at most 16777215.
    pub fn color(self, color: u32) -> Self {
        self.set("color", &color)
    }

    /// Colours of the name; a gradient needs a guild with that feature.
    pub fn colors(self, colors: RoleColors) -> Self {
        self.set("colors", &colors)
    }

    /// Whether its members are listed apart.
    pub fn hoist(self, hoist: bool) -> Self {
        self.set("hoist", &hoist)
    }

    /// Icon.
    pub fn icon(self, icon: &DataUri) -> Self {
        self.set("icon", icon)
    }

    /// Whether everybody can mention it.
    pub fn mentionable(self, mentionable: bool) -> Self {
        self.set("mentionable", &mentionable)
    }

    /// Name: 1 to 100 characters.
    pub fn name(self, name: impl AsRef<str>) -> Self {
        self.set("name", name.as_ref())
    }

    /// Permissions.
    pub fn permissions(self, permissions: Permissions) -> Self {
        self.set("permissions", &permissions)
    }

    /// Standard emoji in place of an icon: at most 100 characters.
    pub fn unicode_emoji(self, unicode_emoji: impl AsRef<str>) -> Self {
        self.set("unicode_emoji", unicode_emoji.as_ref())
    }
}

impl Request<UpdateGuildRole> {
    /// Colour of the name as a number; deprecated for `colors`: at most 16777215.
    ///
    /// `None` takes it away.
    pub fn color(self, color: impl Into<Option<u32>>) -> Self {
        self.set("color", &color.into())
    }

    /// Colours of the name; a gradient needs a guild with that feature.
    ///
    /// `None` takes it away.
    pub fn colors(self, colors: impl Into<Option<RoleColors>>) -> Self {
        self.set("colors", &colors.into())
    }

    /// Whether its members are listed apart.
    pub fn hoist(self, hoist: bool) -> Self {
        self.set("hoist", &hoist)
    }

    /// Icon.
    ///
    /// `None` takes it away.
    pub fn icon<'a>(self, icon: impl Into<Option<&'a DataUri>>) -> Self {
        self.set("icon", &icon.into())
    }

    /// Whether everybody can mention it.
    pub fn mentionable(self, mentionable: bool) -> Self {
        self.set("mentionable", &mentionable)
    }

    /// Name: 1 to 100 characters.
    ///
    /// `None` takes it away.
    pub fn name<'a>(self, name: impl Into<Option<&'a str>>) -> Self {
        self.set("name", &name.into())
    }

    /// Permissions.
    ///
    /// `None` takes it away.
    pub fn permissions(self, permissions: impl Into<Option<Permissions>>) -> Self {
        self.set("permissions", &permissions.into())
    }

    /// Standard emoji in place of an icon: at most 100 characters.
    ///
    /// `None` takes it away.
    pub fn unicode_emoji<'a>(self, unicode_emoji: impl Into<Option<&'a str>>) -> Self {
        self.set("unicode_emoji", &unicode_emoji.into())
    }
}
