//! The events: messages of 1 KB, with the time when they were made.

use std::time::{SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use gateway_forward::{ForwardEvent, SessionPosition};
use gateway_model::gateway::Intents;
use gateway_model::id::Id;

/// Now, in microseconds since the epoch.
pub(crate) fn now_us() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_micros()).unwrap_or(u64::MAX)
}

/// A message of this guild. Its nonce is the time.
pub(crate) fn message(sequence: u64, guild: u64) -> ForwardEvent {
    let guild_id = (guild + 1) << 22;
    let text = "the quick brown fox jumps over the lazy dog ".repeat(8);
    let data = format!(
        r#"{{"type":0,"tts":false,"timestamp":"2026-11-30T12:00:00.000000+00:00","pinned":false,"nonce":"{nonce}","mentions":[],"mention_roles":[],"mention_everyone":false,"member":{{"roles":["81384788765712385","81384788765712386"],"premium_since":null,"pending":false,"nick":null,"mute":false,"joined_at":"2020-01-01T00:00:00.000000+00:00","flags":0,"deaf":false,"communication_disabled_until":null,"avatar":null}},"id":"{id}","flags":0,"embeds":[],"edited_timestamp":null,"content":"{text}","components":[],"channel_id":"{guild_id}","author":{{"username":"nele","public_flags":0,"id":"81384788765712384","global_name":"Nele","discriminator":"0","avatar":null}},"attachments":[],"guild_id":"{guild_id}"}}"#,
        nonce = now_us(),
        id = 1_000_000 + sequence,
    );
    ForwardEvent {
        id: format!("0123456789abcdef0123456789abcdef:0:{sequence}").into(),
        name: "MESSAGE_CREATE".into(),
        shard: 0,
        guild: Id::new(guild_id),
        intents: Intents::GUILD_MESSAGES,
        received_ms: now_us() / 1000,
        fleet: Some(SessionPosition { total: 1, epoch: 1, sequence }),
        data: Bytes::from(data),
    }
}
