//! What the bot can ask for over REST: a guild and all that is in it.

use serde_json::json;
use serenity::all::{Context, Message};

use crate::Failure;
use crate::report::report;

macro_rules! ask {
    ($failed:ident; $($call:expr),* $(,)?) => {{
        let mut kinds = 0;
        $(
            kinds += 1;
            $failed.extend($call.await.err().map(|error| format!("{}: {error}", stringify!($call))));
        )*
        kinds
    }};
}

pub async fn fetch(context: &Context, message: &Message) -> Result<(), Failure> {
    let (http, channel) = (&context.http, message.channel_id);
    let guild = message.guild_id.ok_or("not in a guild")?;
    let mut failed = Vec::new();
    let kinds = ask!(
        failed;
        http.get_guild_with_counts(guild),
        http.get_guild_preview(guild),
        http.get_channels(guild),
        http.get_guild_roles(guild),
        http.get_guild_role_member_counts(guild),
        http.get_guild_members(guild, Some(5), None),
        http.get_bans(guild, None, None),
        http.get_emojis(guild),
        http.get_guild_stickers(guild),
        http.get_guild_soundboards(guild),
        http.get_audit_logs(guild, None, None, None, None),
        http.get_scheduled_events(guild, true),
        http.get_automod_rules(guild),
        http.get_guild_invites(guild),
        http.get_guild_webhooks(guild),
        http.get_guild_integrations(guild),
        http.get_guild_regions(guild),
        http.get_guild_active_threads(guild),
        http.get_channel_archived_public_threads(channel, None, None),
        http.get_channel(channel),
        http.get_messages(channel, None, Some(5)),
        http.get_guilds(None, None),
        http.get_current_user(),
        http.get_current_application_info(),
        http.get_global_commands(),
        http.get_skus(),
        http.get_voice_regions(),
    );
    report("fetched", json!({ "kinds": kinds, "failed": failed }));
    Ok(())
}
