//! What the bot can ask for over REST: a guild and all that is in it.

use std::error::Error;

use serde_json::json;
use twilight_model::channel::Message;

use crate::report::report;
use crate::{Bot, Failure};

/// Asks for each and reads the answer: of the first ones an object, of the others a list.
macro_rules! ask {
    ($failed:ident; $($one:expr),* $(,)?; $($many:expr),* $(,)?) => {{
        let mut kinds = 0;
        $(
            kinds += 1;
            let got: Result<(), Failure> = async { $one.await?.model().await?; Ok(()) }.await;
            $failed.extend(got.err().map(|error| format!("{}: {}", stringify!($one), whole(&*error))));
        )*
        $(
            kinds += 1;
            let got: Result<(), Failure> = async { $many.await?.models().await?; Ok(()) }.await;
            $failed.extend(got.err().map(|error| format!("{}: {}", stringify!($many), whole(&*error))));
        )*
        kinds
    }};
}

/// An error with its sources.
fn whole(error: &(dyn Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(source) = next {
        text = format!("{text}: {source}");
        next = source.source();
    }
    text
}

impl Bot {
    pub async fn fetch(&self, message: &Message) -> Result<(), Failure> {
        let (http, channel) = (&self.http, message.channel_id);
        let guild = message.guild_id.ok_or("not in a guild")?;
        let commands = http.interaction(self.application);
        let mut failed = Vec::new();
        // Neither templates nor the widget's settings: twilight 0.18 reads no role with the id 0, which every template has, and no
        // widget without a channel.
        let kinds = ask!(
            failed;
            http.guild(guild).with_counts(true),
            http.guild_preview(guild),
            http.role_member_counts(guild),
            http.guild_onboarding(guild),
            http.audit_log(guild),
            http.active_threads(guild),
            http.public_archived_threads(channel),
            http.channel(channel),
            http.message(channel, message.id),
            http.current_user(),
            http.current_user_application();
            http.guild_channels(guild),
            http.roles(guild),
            http.guild_members(guild).limit(5),
            http.bans(guild),
            http.emojis(guild),
            http.guild_stickers(guild),
            http.guild_scheduled_events(guild),
            http.auto_moderation_rules(guild),
            http.guild_invites(guild),
            http.guild_webhooks(guild),
            http.guild_integrations(guild),
            http.guild_voice_regions(guild),
            http.channel_messages(channel).limit(5),
            http.current_user_guilds(),
            http.voice_regions(),
            http.entitlements(self.application),
            http.get_skus(self.application),
            commands.global_commands(),
        );
        report("fetched", json!({ "kinds": kinds, "failed": failed }));
        Ok(())
    }
}
