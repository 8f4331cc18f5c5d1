//! Events of invites; only sent to bots that can manage the channel.

use crate::application::Application;
use crate::id::{Id, marker};
use crate::invite::InviteTargetKind;
use crate::macros::object::object;
use crate::timestamp::Timestamp;
use crate::user::User;

object! {
    /// An invite was created.
    ///
    /// Docs: [Gateway Events, Invite Create](https://docs.discord.com/developers/events/gateway-events#invite-create).
    pub struct InviteCreate {
        /// The channel.
        pub channel_id: Id<marker::Channel>,
        /// Code.
        pub code: Box<str>,
        /// When it was created.
        pub created_at: Timestamp,
        /// The guild.
        pub guild_id?: Id<marker::Guild>,
        /// Who created it.
        pub inviter?: Box<User>,
        /// Lifetime in seconds; 0 for no limit.
        pub max_age: u64,
        /// Maximum number of uses; 0 for no limit.
        pub max_uses: u64,
        /// Kind of target in a voice channel.
        pub target_type?: InviteTargetKind,
        /// User whose stream is the target.
        pub target_user?: Box<User>,
        /// Application that is the target, with only some of its fields.
        pub target_application?: Box<Application>,
        /// Whether membership is temporary and ends when the user disconnects.
        pub temporary: bool,
        /// Number of uses: 0.
        pub uses {default}: i64,
        /// When it expires; `None` if it does not.
        pub expires_at: Option<Timestamp>,
        /// Roles for users who accept it.
        pub role_ids[]: Id<marker::Role>,
    }
}

object! {
    /// An invite was deleted.
    ///
    /// Docs: [Gateway Events, Invite Delete](https://docs.discord.com/developers/events/gateway-events#invite-delete).
    #[derive(Eq)]
    pub struct InviteDelete {
        /// The channel.
        pub channel_id: Id<marker::Channel>,
        /// The guild.
        pub guild_id?: Id<marker::Guild>,
        /// Code.
        pub code: Box<str>,
    }
}
