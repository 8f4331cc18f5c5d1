//! Calls: guild widget.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use crate::call::Call;
use crate::sample::{id, sample};

#[rustfmt::skip]
pub(crate) fn calls() -> Vec<Call> {
    vec![
        Call::new("get_guild_widget_settings", "minimal", |client| Box::pin(client.guild_widget_settings(id()).raw())),
        Call::new("get_guild_widget_settings", "full", |client| Box::pin(client.guild_widget_settings(id()).raw())),
        Call::new("update_guild_widget_settings", "minimal", |client| Box::pin(client.modify_guild_widget(id()).raw())),
        Call::new("update_guild_widget_settings", "full", |client| Box::pin(client.modify_guild_widget(id()).channel_id(Some(id())).enabled(true).reason("because, even so: ünïcode").raw())),
        Call::new("update_guild_widget_settings", "nulls", |client| Box::pin(client.modify_guild_widget(id()).channel_id(None).raw())),
        Call::new("get_guild_widget", "minimal", |client| Box::pin(client.guild_widget(id()).raw())),
        Call::new("get_guild_widget", "full", |client| Box::pin(client.guild_widget(id()).raw())),
        Call::new("get_guild_widget_png", "minimal", |client| Box::pin(client.guild_widget_image(id()).raw())),
        Call::new("get_guild_widget_png", "full", |client| Box::pin(client.guild_widget_image(id()).style(sample()).raw())),
    ]
}
