//! Calls: voice.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use crate::call::Call;
use crate::sample::{id, sample};

#[rustfmt::skip]
pub(crate) fn calls() -> Vec<Call> {
    vec![
        Call::new("update_voice_channel_status", "minimal", |client| Box::pin(client.set_voice_channel_status(id()).raw())),
        Call::new("update_voice_channel_status", "full", |client| Box::pin(client.set_voice_channel_status(id()).status("text").reason("because, even so: ünïcode").raw())),
        Call::new("update_voice_channel_status", "nulls", |client| Box::pin(client.set_voice_channel_status(id()).status(None).raw())),
        Call::new("list_guild_voice_regions", "minimal", |client| Box::pin(client.guild_voice_regions(id()).raw())),
        Call::new("list_guild_voice_regions", "full", |client| Box::pin(client.guild_voice_regions(id()).raw())),
        Call::new("get_self_voice_state", "minimal", |client| Box::pin(client.current_user_voice_state(id()).raw())),
        Call::new("get_self_voice_state", "full", |client| Box::pin(client.current_user_voice_state(id()).raw())),
        Call::new("update_self_voice_state", "minimal", |client| Box::pin(client.modify_current_user_voice_state(id()).raw())),
        Call::new("update_self_voice_state", "full", |client| Box::pin(client.modify_current_user_voice_state(id()).channel_id(Some(id())).request_to_speak_timestamp(Some(sample())).suppress(true).raw())),
        Call::new("update_self_voice_state", "nulls", |client| Box::pin(client.modify_current_user_voice_state(id()).channel_id(None).request_to_speak_timestamp(None).raw())),
        Call::new("get_voice_state", "minimal", |client| Box::pin(client.user_voice_state(id(), id()).raw())),
        Call::new("get_voice_state", "full", |client| Box::pin(client.user_voice_state(id(), id()).raw())),
        Call::new("update_voice_state", "minimal", |client| Box::pin(client.modify_user_voice_state(id(), id()).raw())),
        Call::new("update_voice_state", "full", |client| Box::pin(client.modify_user_voice_state(id(), id()).channel_id(Some(id())).suppress(true).raw())),
        Call::new("update_voice_state", "nulls", |client| Box::pin(client.modify_user_voice_state(id(), id()).channel_id(None).raw())),
        Call::new("list_voice_regions", "minimal", |client| Box::pin(client.voice_regions().raw())),
        Call::new("list_voice_regions", "full", |client| Box::pin(client.voice_regions().raw())),
    ]
}
