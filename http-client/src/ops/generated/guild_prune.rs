//! Operations: guild prune.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use gateway_model::Id;
use gateway_model::guild::PruneResult;
use gateway_model::id::marker;

use crate::answer::Json;
use crate::client::Client;
use crate::request::{Request, joined};

operation! {
    /// Counts the members a prune would kick.
    ///
    /// Requests of [`Client::guild_prune_count`](crate::Client::guild_prune_count): `GET /guilds/{guild_id}/prune`.
    ///
    /// Docs: [Get Guild Prune Count](https://docs.discord.com/developers/resources/guild#get-guild-prune-count).
    ///
    /// # Example
    ///
    /// `client.guild_prune_count(guild_id).days(days).await?`
    ///
    /// # Setters
    ///
    /// Methods of [`Request<PreviewPruneGuild>`](crate::Request#impl-Request%3CPreviewPruneGuild%3E), beside those of every request.
    ///
    /// - `days`: days without being seen: 1 to 30.
    /// - `include_roles`: roles whose members are counted too.
    PreviewPruneGuild {
        name: "preview_prune_guild",
        route: GET "/guilds/{guild_id}/prune",
        major_parameters: 1,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Json<PruneResult>,
    }
}

operation! {
    /// Kicks members who were not seen for some days.
    ///
    /// Requests of [`Client::begin_guild_prune`](crate::Client::begin_guild_prune): `POST /guilds/{guild_id}/prune`.
    ///
    /// Docs: [Begin Guild Prune](https://docs.discord.com/developers/resources/guild#begin-guild-prune).
    ///
    /// # Example
    ///
    /// `client.begin_guild_prune(guild_id).compute_prune_count(compute_prune_count).reason("why").await?`
    ///
    /// # Setters
    ///
    /// Methods of [`Request<PruneGuild>`](crate::Request#impl-Request%3CPruneGuild%3E), beside those of every request.
    ///
    /// - `compute_prune_count`: whether the answer holds the number of those kicked; better off in large guilds.
    /// - `days`: days without being seen: 1 to 30.
    /// - `include_roles`: roles whose members are kicked too.
    /// - [`reason`](crate::Request::reason): why it is done, for the audit log: at most 512 characters.
    PruneGuild {
        name: "prune_guild",
        route: POST "/guilds/{guild_id}/prune",
        major_parameters: 1,
        authorization: Token,
        traits: [Audited],
        needs_one_of: [],
        answer: Json<PruneResult>,
    }
}

impl Client {
    /// Counts the members a prune would kick.
    ///
    /// Docs: [Get Guild Prune Count](https://docs.discord.com/developers/resources/guild#get-guild-prune-count).
    pub fn guild_prune_count(&self, guild_id: Id<marker::Guild>) -> Request<PreviewPruneGuild> {
        Request::new(self, &[guild_id.into()])
    }

    /// Kicks members who were not seen for some days.
    ///
    /// The audit log shows the [`reason`](Request::reason).
    ///
    /// Docs: [Begin Guild Prune](https://docs.discord.com/developers/resources/guild#begin-guild-prune).
    pub fn begin_guild_prune(&self, guild_id: Id<marker::Guild>) -> Request<PruneGuild> {
        Request::new(self, &[guild_id.into()]).with_fields()
    }
}

impl Request<PreviewPruneGuild> {
    /// Days without being seen: 1 to 30.
    pub fn days(self, days: u32) -> Self {
        self.param("days", &days)
    }

    /// Roles whose members are counted too.
    pub fn include_roles(self, include_roles: &[Id<marker::Role>]) -> Self {
        self.param("include_roles", &joined(include_roles))
    }
}

impl Request<PruneGuild> {
    /// Whether the answer holds the number of those kicked; better off in large guilds.
    pub fn compute_prune_count(self, compute_prune_count: bool) -> Self {
        self.set("compute_prune_count", &compute_prune_count)
    }

    /// Days without being seen: 1 to 30.
    pub fn days(self, days: u32) -> Self {
        self.set("days", &days)
    }

    /// Roles whose members are kicked too.
    pub fn include_roles(self, include_roles: &[Id<marker::Role>]) -> Self {
        self.set("include_roles", include_roles)
    }
}
