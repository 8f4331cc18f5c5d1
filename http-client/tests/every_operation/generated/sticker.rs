//! Calls: sticker.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use crate::call::Call;
use crate::sample::{id, sample};

#[rustfmt::skip]
pub(crate) fn calls() -> Vec<Call> {
    vec![
        Call::new("list_guild_stickers", "minimal", |client| Box::pin(client.guild_stickers(id()).raw())),
        Call::new("list_guild_stickers", "full", |client| Box::pin(client.guild_stickers(id()).raw())),
        Call::new("create_guild_sticker", "minimal", |client| Box::pin(client.create_guild_sticker(id(), sample(), "text", "fire").raw())),
        Call::new("create_guild_sticker", "full", |client| Box::pin(client.create_guild_sticker(id(), sample(), "text", "fire").description("text").reason("because, even so: ünïcode").raw())),
        Call::new("delete_guild_sticker", "minimal", |client| Box::pin(client.delete_guild_sticker(id(), id()).raw())),
        Call::new("delete_guild_sticker", "full", |client| Box::pin(client.delete_guild_sticker(id(), id()).reason("because, even so: ünïcode").raw())),
        Call::new("get_guild_sticker", "minimal", |client| Box::pin(client.guild_sticker(id(), id()).raw())),
        Call::new("get_guild_sticker", "full", |client| Box::pin(client.guild_sticker(id(), id()).raw())),
        Call::new("update_guild_sticker", "minimal", |client| Box::pin(client.modify_guild_sticker(id(), id()).raw())),
        Call::new("update_guild_sticker", "full", |client| Box::pin(client.modify_guild_sticker(id(), id()).description("text").name("text").tags("fire").reason("because, even so: ünïcode").raw())),
        Call::new("update_guild_sticker", "nulls", |client| Box::pin(client.modify_guild_sticker(id(), id()).description(None).raw())),
        Call::new("list_sticker_packs", "minimal", |client| Box::pin(client.sticker_packs().raw())),
        Call::new("list_sticker_packs", "full", |client| Box::pin(client.sticker_packs().raw())),
        Call::new("get_sticker_pack", "minimal", |client| Box::pin(client.sticker_pack(id()).raw())),
        Call::new("get_sticker_pack", "full", |client| Box::pin(client.sticker_pack(id()).raw())),
        Call::new("get_sticker", "minimal", |client| Box::pin(client.sticker(id()).raw())),
        Call::new("get_sticker", "full", |client| Box::pin(client.sticker(id()).raw())),
    ]
}
