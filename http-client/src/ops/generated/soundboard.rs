//! Operations: soundboard.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use gateway_model::Id;
use gateway_model::id::marker;
use gateway_model::soundboard::{GuildSoundboardSounds, SoundboardSound};

use crate::answer::{Empty, Json, List};
use crate::client::Client;
use crate::request::Request;
use crate::upload::DataUri;

operation! {
    /// Plays a sound in the voice channel the bot is in.
    ///
    /// Requests of [`Client::send_soundboard_sound`](crate::Client::send_soundboard_sound): `POST /channels/{channel_id}/send-soundboard-sound`.
    ///
    /// Docs: [Send Soundboard Sound](https://docs.discord.com/developers/resources/soundboard#send-soundboard-sound).
    ///
    /// # Example
    ///
    /// `client.send_soundboard_sound(channel_id, sound_id).source_guild_id(source_guild_id).await?`
    ///
    /// # Arguments
    ///
    /// Arguments of the method, in this order:
    ///
    /// - `sound_id`: the sound.
    ///
    /// # Setters
    ///
    /// Methods of [`Request<SendSoundboardSound>`](crate::Request#impl-Request%3CSendSoundboardSound%3E), beside those of every request.
    ///
    /// - `source_guild_id`: guild of the sound, where it is another one.
    SendSoundboardSound {
        name: "send_soundboard_sound",
        route: POST "/channels/{channel_id}/send-soundboard-sound",
        major_parameters: 1,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Empty,
    }
}

operation! {
    /// Lists the sounds of a guild.
    ///
    /// Requests of [`Client::guild_soundboard_sounds`](crate::Client::guild_soundboard_sounds): `GET /guilds/{guild_id}/soundboard-sounds`.
    ///
    /// Docs: [List Guild Soundboard Sounds](https://docs.discord.com/developers/resources/soundboard#list-guild-soundboard-sounds).
    ///
    /// # Example
    ///
    /// `client.guild_soundboard_sounds(guild_id).await?`
    ListGuildSoundboardSounds {
        name: "list_guild_soundboard_sounds",
        route: GET "/guilds/{guild_id}/soundboard-sounds",
        major_parameters: 1,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Json<GuildSoundboardSounds>,
    }
}

operation! {
    /// Creates a sound of a guild.
    ///
    /// Requests of [`Client::create_guild_soundboard_sound`](crate::Client::create_guild_soundboard_sound): `POST /guilds/{guild_id}/soundboard-sounds`.
    ///
    /// Docs: [Create Guild Soundboard Sound](https://docs.discord.com/developers/resources/soundboard#create-guild-soundboard-sound).
    ///
    /// # Example
    ///
    /// `client.create_guild_soundboard_sound(guild_id, name, sound).emoji_id(emoji_id).reason("why").await?`
    ///
    /// # Arguments
    ///
    /// Arguments of the method, in this order:
    ///
    /// - `name`: name: 2 to 32 characters.
    /// - `sound`: the sound, MP3 or OGG, at most 512 KiB and 5.2 seconds.
    ///
    /// # Setters
    ///
    /// Methods of [`Request<CreateGuildSoundboardSound>`](crate::Request#impl-Request%3CCreateGuildSoundboardSound%3E), beside those of every request.
    ///
    /// - `emoji_id`: custom emoji.
    /// - `emoji_name`: standard emoji: 1 to 32 characters.
    /// - `volume`: volume: at most 1.
    /// - [`reason`](crate::Request::reason): why it is done, for the audit log: at most 512 characters.
    CreateGuildSoundboardSound {
        name: "create_guild_soundboard_sound",
        route: POST "/guilds/{guild_id}/soundboard-sounds",
        major_parameters: 1,
        authorization: Token,
        traits: [Audited],
        needs_one_of: [],
        answer: Json<SoundboardSound>,
    }
}

operation! {
    /// Deletes a sound of a guild.
    ///
    /// Requests of [`Client::delete_guild_soundboard_sound`](crate::Client::delete_guild_soundboard_sound): `DELETE /guilds/{guild_id}/soundboard-sounds/{sound_id}`.
    ///
    /// Docs: [Delete Guild Soundboard Sound](https://docs.discord.com/developers/resources/soundboard#delete-guild-soundboard-sound).
    ///
    /// # Example
    ///
    /// `client.delete_guild_soundboard_sound(guild_id, sound_id).reason("why").await?`
    ///
    /// # Setters
    ///
    /// Beside those of every [`Request`](crate::Request):
    ///
    /// - [`reason`](crate::Request::reason): why it is done, for the audit log: at most 512 characters.
    DeleteGuildSoundboardSound {
        name: "delete_guild_soundboard_sound",
        route: DELETE "/guilds/{guild_id}/soundboard-sounds/{sound_id}",
        major_parameters: 1,
        authorization: Token,
        traits: [Audited],
        needs_one_of: [],
        answer: Empty,
    }
}

operation! {
    /// Gets a sound of a guild.
    ///
    /// Requests of [`Client::guild_soundboard_sound`](crate::Client::guild_soundboard_sound): `GET /guilds/{guild_id}/soundboard-sounds/{sound_id}`.
    ///
    /// Docs: [Get Guild Soundboard Sound](https://docs.discord.com/developers/resources/soundboard#get-guild-soundboard-sound).
    ///
    /// # Example
    ///
    /// `client.guild_soundboard_sound(guild_id, sound_id).await?`
    GetGuildSoundboardSound {
        name: "get_guild_soundboard_sound",
        route: GET "/guilds/{guild_id}/soundboard-sounds/{sound_id}",
        major_parameters: 1,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Json<SoundboardSound>,
    }
}

operation! {
    /// Changes a sound of a guild.
    ///
    /// Requests of [`Client::modify_guild_soundboard_sound`](crate::Client::modify_guild_soundboard_sound): `PATCH /guilds/{guild_id}/soundboard-sounds/{sound_id}`.
    ///
    /// Docs: [Modify Guild Soundboard Sound](https://docs.discord.com/developers/resources/soundboard#modify-guild-soundboard-sound).
    ///
    /// # Example
    ///
    /// `client.modify_guild_soundboard_sound(guild_id, sound_id).emoji_id(emoji_id).reason("why").await?`
    ///
    /// # Setters
    ///
    /// Methods of [`Request<UpdateGuildSoundboardSound>`](crate::Request#impl-Request%3CUpdateGuildSoundboardSound%3E), beside those of every request.
    ///
    /// - `emoji_id`: custom emoji. `None` takes it away.
    /// - `emoji_name`: standard emoji: 1 to 32 characters. `None` takes it away.
    /// - `name`: name: 2 to 32 characters.
    /// - `volume`: volume: at most 1. `None` takes it away.
    /// - [`reason`](crate::Request::reason): why it is done, for the audit log: at most 512 characters.
    UpdateGuildSoundboardSound {
        name: "update_guild_soundboard_sound",
        route: PATCH "/guilds/{guild_id}/soundboard-sounds/{sound_id}",
        major_parameters: 1,
        authorization: Token,
        traits: [Audited],
        needs_one_of: [],
        answer: Json<SoundboardSound>,
    }
}

operation! {
    /// Lists the sounds that everybody can use.
    ///
    /// Requests of [`Client::default_soundboard_sounds`](crate::Client::default_soundboard_sounds): `GET /soundboard-default-sounds`.
    ///
    /// Docs: [List Default Soundboard Sounds](https://docs.discord.com/developers/resources/soundboard#list-default-soundboard-sounds).
    ///
    /// # Example
    ///
    /// `client.default_soundboard_sounds().await?`
    GetSoundboardDefaultSounds {
        name: "get_soundboard_default_sounds",
        route: GET "/soundboard-default-sounds",
        major_parameters: 0,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: List<SoundboardSound>,
    }
}

impl Client {
    /// Plays a sound in the voice channel the bot is in.
    ///
    /// Docs: [Send Soundboard Sound](https://docs.discord.com/developers/resources/soundboard#send-soundboard-sound).
    ///
    /// - `sound_id`: the sound.
    pub fn send_soundboard_sound(
        &self,
        channel_id: Id<marker::Channel>,
        sound_id: Id<marker::SoundboardSound>,
    ) -> Request<SendSoundboardSound> {
        Request::new(self, &[channel_id.into()]).with_fields().set("sound_id", &sound_id)
    }

    /// Lists the sounds of a guild.
    ///
    /// Docs: [List Guild Soundboard Sounds](https://docs.discord.com/developers/resources/soundboard#list-guild-soundboard-sounds).
    pub fn guild_soundboard_sounds(
        &self,
        guild_id: Id<marker::Guild>,
    ) -> Request<ListGuildSoundboardSounds> {
        Request::new(self, &[guild_id.into()])
    }

    /// Creates a sound of a guild.
    ///
    /// The audit log shows the [`reason`](Request::reason).
    ///
    /// Docs: [Create Guild Soundboard Sound](https://docs.discord.com/developers/resources/soundboard#create-guild-soundboard-sound).
    ///
    /// - `name`: name: 2 to 32 characters.
    /// - `sound`: the sound, MP3 or OGG, at most 512 KiB and 5.2 seconds.
    pub fn create_guild_soundboard_sound(
        &self,
        guild_id: Id<marker::Guild>,
        name: impl AsRef<str>,
        sound: &DataUri,
    ) -> Request<CreateGuildSoundboardSound> {
        Request::new(self, &[guild_id.into()])
            .with_fields()
            .set("name", name.as_ref())
            .set("sound", sound)
    }

    /// Deletes a sound of a guild.
    ///
    /// The audit log shows the [`reason`](Request::reason).
    ///
    /// Docs: [Delete Guild Soundboard Sound](https://docs.discord.com/developers/resources/soundboard#delete-guild-soundboard-sound).
    pub fn delete_guild_soundboard_sound(
        &self,
        guild_id: Id<marker::Guild>,
        sound_id: Id<marker::SoundboardSound>,
    ) -> Request<DeleteGuildSoundboardSound> {
        Request::new(self, &[guild_id.into(), sound_id.into()])
    }

    /// Gets a sound of a guild.
    ///
    /// Docs: [Get Guild Soundboard Sound](https://docs.discord.com/developers/resources/soundboard#get-guild-soundboard-sound).
    pub fn guild_soundboard_sound(
        &self,
        guild_id: Id<marker::Guild>,
        sound_id: Id<marker::SoundboardSound>,
    ) -> Request<GetGuildSoundboardSound> {
        Request::new(self, &[guild_id.into(), sound_id.into()])
    }

    /// Changes a sound of a guild.
    ///
    /// The audit log shows the [`reason`](Request::reason).
    ///
    /// Docs: [Modify Guild Soundboard Sound](https://docs.discord.com/developers/resources/soundboard#modify-guild-soundboard-sound).
    pub fn modify_guild_soundboard_sound(
        &self,
        guild_id: Id<marker::Guild>,
        sound_id: Id<marker::SoundboardSound>,
    ) -> Request<UpdateGuildSoundboardSound> {
        Request::new(self, &[guild_id.into(), sound_id.into()]).with_fields()
    }

    /// Lists the sounds that everybody can use.
    ///
    /// Docs: [List Default Soundboard Sounds](https://docs.discord.com/developers/resources/soundboard#list-default-soundboard-sounds).
    pub fn default_soundboard_sounds(&self) -> Request<GetSoundboardDefaultSounds> {
        Request::new(self, &[])
    }
}

impl Request<SendSoundboardSound> {
    /// Guild of the sound, where it is another one.
    pub fn source_guild_id(self, source_guild_id: Id<marker::Guild>) -> Self {
        self.set("source_guild_id", &source_guild_id)
    }
}

impl Request<CreateGuildSoundboardSound> {
    /// Custom emoji.
    pub fn emoji_id(self, emoji_id: Id<marker::Emoji>) -> Self {
        self.set("emoji_id", &emoji_id)
    }

    /// Standard emoji: 1 to 32 characters.
    pub fn emoji_name(self, emoji_name: impl AsRef<str>) -> Self {
        self.set("emoji_name", emoji_name.as_ref())
    }

    /// Volume: at most 1.
    pub fn volume(self, volume: f64) -> Self {
        self.set("volume", &volume)
    }
}

impl Request<UpdateGuildSoundboardSound> {
    /// Custom emoji.
    ///
    /// `None` takes it away.
    pub fn emoji_id(self, emoji_id: impl Into<Option<Id<marker::Emoji>>>) -> Self {
        self.set("emoji_id", &emoji_id.into())
    }

    /// Standard emoji: 1 to 32 characters.
    ///
    /// `None` takes it away.
    pub fn emoji_name<'a>(self, emoji_name: impl Into<Option<&'a str>>) -> Self {
        self.set("emoji_name", &emoji_name.into())
    }

    /// Name: 2 to 32 characters.
    pub fn name(self, name: impl AsRef<str>) -> Self {
        self.set("name", name.as_ref())
    }

    /// Volume: at most 1.
    ///
    /// `None` takes it away.
    pub fn volume(self, volume: impl Into<Option<f64>>) -> Self {
        self.set("volume", &volume.into())
    }
}
