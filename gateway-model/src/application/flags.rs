//! Flags of applications.

use serde::Serializer;

use crate::macros::flags::flags;

flags! {
    /// Public flags of an application.
    ///
    /// Docs: [Application, Application Flags](https://docs.discord.com/developers/resources/application#application-object-application-flags).
    pub struct ApplicationFlags {
        /// Undocumented: its Activity is released.
        const EMBEDDED_RELEASED = 1;
        /// Undocumented: may create managed emojis.
        const MANAGED_EMOJI = 2;
        /// Undocumented: its Activity sells something.
        const EMBEDDED_IAP = 3;
        /// Undocumented: may open groups without a limit.
        const GROUP_DM_CREATE = 4;
        /// Uses auto moderation.
        const APPLICATION_AUTO_MODERATION_RULE_CREATE_BADGE = 6;
        /// Undocumented: has connected to the client by RPC.
        const RPC_HAS_CONNECTED = 11;
        /// Has the intent for presences, in 100 guilds or more.
        const GATEWAY_PRESENCE = 12;
        /// Has the intent for presences, in fewer than 100 guilds.
        const GATEWAY_PRESENCE_LIMITED = 13;
        /// Has the intent for members, in 100 guilds or more.
        const GATEWAY_GUILD_MEMBERS = 14;
        /// Has the intent for members, in fewer than 100 guilds.
        const GATEWAY_GUILD_MEMBERS_LIMITED = 15;
        /// Its growth is so unusual that it cannot be verified.
        const VERIFICATION_PENDING_GUILD_LIMIT = 16;
        /// Runs inside the client.
        const EMBEDDED = 17;
        /// Has the intent for message content, in 100 guilds or more.
        const GATEWAY_MESSAGE_CONTENT = 18;
        /// Has the intent for message content, in fewer than 100 guilds.
        const GATEWAY_MESSAGE_CONTENT_LIMITED = 19;
        /// Undocumented: is an Activity of Discord's own.
        const EMBEDDED_FIRST_PARTY = 20;
        /// Has global commands.
        const APPLICATION_COMMAND_BADGE = 23;
    }
}

/// `flags_new` is a string, like permissions and unlike all other flags.
#[allow(clippy::ref_option, reason = "the shape serde calls")]
pub(super) fn write_as_text<S: Serializer>(
    flags: &Option<ApplicationFlags>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match flags {
        Some(flags) => serializer.collect_str(&flags.bits()),
        None => serializer.serialize_none(),
    }
}
