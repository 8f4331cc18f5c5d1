//! A session's requests about guilds: soundboard sounds (op 31) and channel info (op 43).

use gateway_model::Id;
use gateway_model::gateway::Opcode;
use serde_json::{Value, json};

use super::commands::{Asker, Fields, snowflake};
use super::refusal::Refusal;
use super::state::Core;

impl Core {
    /// Docs: [Gateway Events, Request Soundboard Sounds](https://docs.discord.com/developers/events/gateway-events#request-soundboard-sounds):
    /// an event for each guild.
    pub(super) fn on_sounds_request(
        &mut self,
        asker: &Asker,
        fields: &Fields<'_>,
    ) -> Result<(), Refusal> {
        let mut guilds = Vec::new();
        for id in fields.array("guild_ids")? {
            match snowflake(id).and_then(Id::new) {
                Some(guild) => guilds.push(guild),
                None => return fields.wrong("guild_ids holds something that is not a snowflake"),
            }
        }
        for guild in guilds {
            let held = self.world.guild(guild).filter(|_| self.sees(asker, guild));
            let Some(held) = held else {
                self.ignore(Opcode::RequestSoundboardSounds, "the guild is not one of this shard");
                continue;
            };
            let data = json!({
                "guild_id": guild.to_string(),
                "soundboard_sounds": held.sounds.values().collect::<Vec<_>>(),
            });
            self.answer(asker, "SOUNDBOARD_SOUNDS", &data);
        }
        Ok(())
    }

    /// Docs: [Gateway Events, Request Channel Info](https://docs.discord.com/developers/events/gateway-events#request-channel-info).
    /// Only channels that have such data are in the answer; fields that are not documented are left out.
    pub(super) fn on_channel_info_request(
        &mut self,
        asker: &Asker,
        fields: &Fields<'_>,
    ) -> Result<(), Refusal> {
        let guild = fields.guild("guild_id")?;
        let wanted = fields.array("fields")?;
        if !wanted.iter().all(Value::is_string) {
            return fields.wrong("fields is not an array of strings");
        }
        let held = self.world.guild(guild).filter(|_| self.sees(asker, guild));
        let Some(held) = held else {
            self.ignore(Opcode::RequestChannelInfo, "the guild is not one of this shard");
            return Ok(());
        };
        let channels = held.voice_info.iter().map(|(id, info)| {
            let mut channel = json!({ "id": id.to_string() });
            if wanted.iter().any(|field| field == "status") {
                channel["status"] = json!(info.status);
            }
            if wanted.iter().any(|field| field == "voice_start_time") {
                channel["voice_start_time"] = json!(info.started);
            }
            channel
        });
        let data = json!({
            "guild_id": guild.to_string(),
            "channels": channels.collect::<Vec<_>>(),
        });
        self.answer(asker, "CHANNEL_INFO", &data);
        Ok(())
    }
}
