//! The object of the bot's application.

use serde_json::{Value, json};

use super::state::World;

impl World {
    /// Returns the application as its own bot sees it, with these flags.
    ///
    /// Docs: [Application, Application Object](https://docs.discord.com/developers/resources/application#application-object).
    pub(crate) fn application_object(&self, flags: u64) -> Value {
        let bot = self.bot_user();
        let owner = json!({
            "id": "900000000000000000",
            "username": "owner",
            "discriminator": "0",
            "global_name": null,
            "avatar": null,
            "banner": null,
            "accent_color": null,
            "primary_guild": null,
            "public_flags": 0,
            "flags": 0,
        });
        let mut application = json!({
            "id": bot["id"],
            "name": bot["username"],
            "icon": null,
            "description": "",
            "type": null,
            "bot_public": true,
            "bot_require_code_grant": false,
            "bot": bot,
            "verify_key": "0000000000000000000000000000000000000000000000000000000000000000",
            "flags": flags,
            "flags_new": flags.to_string(),
            "team": null,
            "owner": owner,
            "tags": [],
            "hook": true,
            "summary": "",
            "redirect_uris": [],
            "interactions_endpoint_url": null,
            "role_connections_verification_url": null,
            "event_webhooks_url": null,
            "event_webhooks_status": 1,
            "event_webhooks_types": [],
            "approximate_guild_count": self.guild_count(),
            "approximate_user_install_count": 0,
            "approximate_user_authorization_count": 0,
            "explicit_content_filter": 0,
            "integration_types_config": { "0": {} },
            "eligible_oauth2_scopes": [],
        });
        for (name, value) in &self.application.changes {
            application[name.as_str()] = value.clone();
        }
        application
    }
}
