//! Operations: sticker.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use gateway_model::Id;
use gateway_model::id::marker;
use gateway_model::sticker::{Sticker, StickerPack, StickerPacks};

use crate::answer::{Empty, Json, List};
use crate::client::Client;
use crate::request::Request;
use crate::upload::Upload;

operation! {
    /// Lists the stickers of a guild.
    ///
    /// Requests of [`Client::guild_stickers`](crate::Client::guild_stickers): `GET /guilds/{guild_id}/stickers`.
    ///
    /// Docs: [List Guild Stickers](https://docs.discord.com/developers/resources/sticker#list-guild-stickers).
    ///
    /// # Example
    ///
    /// `client.guild_stickers(guild_id).await?`
    ListGuildStickers {
        name: "list_guild_stickers",
        route: GET "/guilds/{guild_id}/stickers",
        major_parameters: 1,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: List<Sticker>,
    }
}

operation! {
    /// Creates a sticker of a guild from a PNG, APNG, GIF or Lottie file of at most 512 KiB.
    ///
    /// Requests of [`Client::create_guild_sticker`](crate::Client::create_guild_sticker): `POST /guilds/{guild_id}/stickers`.
    ///
    /// Docs: [Create Guild Sticker](https://docs.discord.com/developers/resources/sticker#create-guild-sticker).
    ///
    /// # Example
    ///
    /// `client.create_guild_sticker(guild_id, file, name, tags).description(description).reason("why").await?`
    ///
    /// # Arguments
    ///
    /// Arguments of the method, in this order:
    ///
    /// - `file`: the file.
    /// - `name`: name: 2 to 30 characters.
    /// - `tags`: emoji or words that suggest it: 1 to 200 characters.
    ///
    /// # Setters
    ///
    /// Methods of [`Request<CreateGuildSticker>`](crate::Request#impl-Request%3CCreateGuildSticker%3E), beside those of every request.
    ///
    /// - `description`: description: at most 100 characters.
    /// - [`reason`](crate::Request::reason): why it is done, for the audit log: at most 512 characters.
    CreateGuildSticker {
        name: "create_guild_sticker",
        route: POST "/guilds/{guild_id}/stickers",
        major_parameters: 1,
        authorization: Token,
        traits: [Audited],
        needs_one_of: [],
        answer: Json<Sticker>,
    }
}

operation! {
    /// Deletes a sticker of a guild.
    ///
    /// Requests of [`Client::delete_guild_sticker`](crate::Client::delete_guild_sticker): `DELETE /guilds/{guild_id}/stickers/{sticker_id}`.
    ///
    /// Docs: [Delete Guild Sticker](https://docs.discord.com/developers/resources/sticker#delete-guild-sticker).
    ///
    /// # Example
    ///
    /// `client.delete_guild_sticker(guild_id, sticker_id).reason("why").await?`
    ///
    /// # Setters
    ///
    /// Beside those of every [`Request`](crate::Request):
    ///
    /// - [`reason`](crate::Request::reason): why it is done, for the audit log: at most 512 characters.
    DeleteGuildSticker {
        name: "delete_guild_sticker",
        route: DELETE "/guilds/{guild_id}/stickers/{sticker_id}",
        major_parameters: 1,
        authorization: Token,
        traits: [Audited],
        needs_one_of: [],
        answer: Empty,
    }
}

operation! {
    /// Gets a sticker of a guild.
    ///
    /// Requests of [`Client::guild_sticker`](crate::Client::guild_sticker): `GET /guilds/{guild_id}/stickers/{sticker_id}`.
    ///
    /// Docs: [Get Guild Sticker](https://docs.discord.com/developers/resources/sticker#get-guild-sticker).
    ///
    /// # Example
    ///
    /// `client.guild_sticker(guild_id, sticker_id).await?`
    GetGuildSticker {
        name: "get_guild_sticker",
        route: GET "/guilds/{guild_id}/stickers/{sticker_id}",
        major_parameters: 1,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Json<Sticker>,
    }
}

operation! {
    /// Changes a sticker of a guild.
    ///
    /// Requests of [`Client::modify_guild_sticker`](crate::Client::modify_guild_sticker): `PATCH /guilds/{guild_id}/stickers/{sticker_id}`.
    ///
    /// Docs: [Modify Guild Sticker](https://docs.discord.com/developers/resources/sticker#modify-guild-sticker).
    ///
    /// # Example
    ///
    /// `client.modify_guild_sticker(guild_id, sticker_id).description(description).reason("why").await?`
    ///
    /// # Setters
    ///
    /// Methods of [`Request<UpdateGuildSticker>`](crate::Request#impl-Request%3CUpdateGuildSticker%3E), beside those of every request.
    ///
    /// - `description`: description: at most 100 characters. `None` takes it away.
    /// - `name`: name: 2 to 30 characters.
    /// - `tags`: emoji or words that suggest it: 1 to 200 characters.
    /// - [`reason`](crate::Request::reason): why it is done, for the audit log: at most 512 characters.
    UpdateGuildSticker {
        name: "update_guild_sticker",
        route: PATCH "/guilds/{guild_id}/stickers/{sticker_id}",
        major_parameters: 1,
        authorization: Token,
        traits: [Audited],
        needs_one_of: [],
        answer: Json<Sticker>,
    }
}

operation! {
    /// Lists the sticker packs that can be used by all.
    ///
    /// Requests of [`Client::sticker_packs`](crate::Client::sticker_packs): `GET /sticker-packs`.
    ///
    /// Docs: [List Sticker Packs](https://docs.discord.com/developers/resources/sticker#list-sticker-packs).
    ///
    /// # Example
    ///
    /// `client.sticker_packs().await?`
    ListStickerPacks {
        name: "list_sticker_packs",
        route: GET "/sticker-packs",
        major_parameters: 0,
        authorization: Optional,
        traits: [],
        needs_one_of: [],
        answer: Json<StickerPacks>,
    }
}

operation! {
    /// Gets a sticker pack.
    ///
    /// Requests of [`Client::sticker_pack`](crate::Client::sticker_pack): `GET /sticker-packs/{pack_id}`.
    ///
    /// Docs: [Get Sticker Pack](https://docs.discord.com/developers/resources/sticker#get-sticker-pack).
    ///
    /// # Example
    ///
    /// `client.sticker_pack(pack_id).await?`
    GetStickerPack {
        name: "get_sticker_pack",
        route: GET "/sticker-packs/{pack_id}",
        major_parameters: 0,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Json<StickerPack>,
    }
}

operation! {
    /// Gets a sticker.
    ///
    /// Requests of [`Client::sticker`](crate::Client::sticker): `GET /stickers/{sticker_id}`.
    ///
    /// Docs: [Get Sticker](https://docs.discord.com/developers/resources/sticker#get-sticker).
    ///
    /// # Example
    ///
    /// `client.sticker(sticker_id).await?`
    GetSticker {
        name: "get_sticker",
        route: GET "/stickers/{sticker_id}",
        major_parameters: 0,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Json<Sticker>,
    }
}

impl Client {
    /// Lists the stickers of a guild.
    ///
    /// Docs: [List Guild Stickers](https://docs.discord.com/developers/resources/sticker#list-guild-stickers).
    pub fn guild_stickers(&self, guild_id: Id<marker::Guild>) -> Request<ListGuildStickers> {
        Request::new(self, &[guild_id.into()])
    }

    /// Creates a sticker of a guild from a PNG, APNG, GIF or Lottie file of at most 512 KiB.
    ///
    /// The audit log shows the [`reason`](Request::reason).
    ///
    /// Docs: [Create Guild Sticker](https://docs.discord.com/developers/resources/sticker#create-guild-sticker).
    ///
    /// - `file`: the file.
    /// - `name`: name: 2 to 30 characters.
    /// - `tags`: emoji or words that suggest it: 1 to 200 characters.
    pub fn create_guild_sticker(
        &self,
        guild_id: Id<marker::Guild>,
        file: Upload,
        name: impl AsRef<str>,
        tags: impl AsRef<str>,
    ) -> Request<CreateGuildSticker> {
        Request::new(self, &[guild_id.into()])
            .with_form()
            .part("file", file)
            .set("name", name.as_ref())
            .set("tags", tags.as_ref())
    }

    /// Deletes a sticker of a guild.
    ///
    /// The audit log shows the [`reason`](Request::reason).
    ///
    /// Docs: [Delete Guild Sticker](https://docs.discord.com/developers/resources/sticker#delete-guild-sticker).
    pub fn delete_guild_sticker(
        &self,
        guild_id: Id<marker::Guild>,
        sticker_id: Id<marker::Sticker>,
    ) -> Request<DeleteGuildSticker> {
        Request::new(self, &[guild_id.into(), sticker_id.into()])
    }

    /// Gets a sticker of a guild.
    ///
    /// Docs: [Get Guild Sticker](https://docs.discord.com/developers/resources/sticker#get-guild-sticker).
    pub fn guild_sticker(
        &self,
        guild_id: Id<marker::Guild>,
        sticker_id: Id<marker::Sticker>,
    ) -> Request<GetGuildSticker> {
        Request::new(self, &[guild_id.into(), sticker_id.into()])
    }

    /// Changes a sticker of a guild.
    ///
    /// The audit log shows the [`reason`](Request::reason).
    ///
    /// Docs: [Modify Guild Sticker](https://docs.discord.com/developers/resources/sticker#modify-guild-sticker).
    pub fn modify_guild_sticker(
        &self,
        guild_id: Id<marker::Guild>,
        sticker_id: Id<marker::Sticker>,
    ) -> Request<UpdateGuildSticker> {
        Request::new(self, &[guild_id.into(), sticker_id.into()]).with_fields()
    }

    /// Lists the sticker packs that can be used by all.
    ///
    /// Docs: [List Sticker Packs](https://docs.discord.com/developers/resources/sticker#list-sticker-packs).
    pub fn sticker_packs(&self) -> Request<ListStickerPacks> {
        Request::new(self, &[])
    }

    /// Gets a sticker pack.
    ///
    /// Docs: [Get Sticker Pack](https://docs.discord.com/developers/resources/sticker#get-sticker-pack).
    pub fn sticker_pack(&self, pack_id: Id<marker::StickerPack>) -> Request<GetStickerPack> {
        Request::new(self, &[pack_id.into()])
    }

    /// Gets a sticker.
    ///
    /// Docs: [Get Sticker](https://docs.discord.com/developers/resources/sticker#get-sticker).
    pub fn sticker(&self, sticker_id: Id<marker::Sticker>) -> Request<GetSticker> {
        Request::new(self, &[sticker_id.into()])
    }
}

impl Request<CreateGuildSticker> {
    /// Description: at most 100 characters.
    pub fn description(self, description: impl AsRef<str>) -> Self {
        self.set("description", description.as_ref())
    }
}

impl Request<UpdateGuildSticker> {
    /// Description: at most 100 characters.
    ///
    /// `None` takes it away.
    pub fn description<'a>(self, description: impl Into<Option<&'a str>>) -> Self {
        self.set("description", &description.into())
    }

    /// Name: 2 to 30 characters.
    pub fn name(self, name: impl AsRef<str>) -> Self {
        self.set("name", name.as_ref())
    }

    /// Emoji or words that suggest it: 1 to 200 characters.
    pub fn tags(self, tags: impl AsRef<str>) -> Self {
        self.set("tags", tags.as_ref())
    }
}
