//! Calls: soundboard.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use crate::call::Call;
use crate::sample::{id, sample};

#[rustfmt::skip]
pub(crate) fn calls() -> Vec<Call> {
    vec![
        Call::new("send_soundboard_sound", "minimal", |client| Box::pin(client.send_soundboard_sound(id(), id()).raw())),
        Call::new("send_soundboard_sound", "full", |client| Box::pin(client.send_soundboard_sound(id(), id()).source_guild_id(id()).raw())),
        Call::new("list_guild_soundboard_sounds", "minimal", |client| Box::pin(client.guild_soundboard_sounds(id()).raw())),
        Call::new("list_guild_soundboard_sounds", "full", |client| Box::pin(client.guild_soundboard_sounds(id()).raw())),
        Call::new("create_guild_soundboard_sound", "minimal", |client| Box::pin(client.create_guild_soundboard_sound(id(), "text", &sample()).raw())),
        Call::new("create_guild_soundboard_sound", "full", |client| Box::pin(client.create_guild_soundboard_sound(id(), "text", &sample()).emoji_id(id()).emoji_name("🔥").volume(0.5).reason("because, even so: ünïcode").raw())),
        Call::new("delete_guild_soundboard_sound", "minimal", |client| Box::pin(client.delete_guild_soundboard_sound(id(), id()).raw())),
        Call::new("delete_guild_soundboard_sound", "full", |client| Box::pin(client.delete_guild_soundboard_sound(id(), id()).reason("because, even so: ünïcode").raw())),
        Call::new("get_guild_soundboard_sound", "minimal", |client| Box::pin(client.guild_soundboard_sound(id(), id()).raw())),
        Call::new("get_guild_soundboard_sound", "full", |client| Box::pin(client.guild_soundboard_sound(id(), id()).raw())),
        Call::new("update_guild_soundboard_sound", "minimal", |client| Box::pin(client.modify_guild_soundboard_sound(id(), id()).raw())),
        Call::new("update_guild_soundboard_sound", "full", |client| Box::pin(client.modify_guild_soundboard_sound(id(), id()).emoji_id(Some(id())).emoji_name("🔥").name("text").volume(0.5).reason("because, even so: ünïcode").raw())),
        Call::new("update_guild_soundboard_sound", "nulls", |client| Box::pin(client.modify_guild_soundboard_sound(id(), id()).emoji_id(None).emoji_name(None).volume(None).raw())),
        Call::new("get_soundboard_default_sounds", "minimal", |client| Box::pin(client.default_soundboard_sounds().raw())),
        Call::new("get_soundboard_default_sounds", "full", |client| Box::pin(client.default_soundboard_sounds().raw())),
    ]
}
