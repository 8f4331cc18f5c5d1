//! Events of invites; only bots that may manage the channel get them.

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
        /// Channel it leads to.
        pub channel_id: Id<marker::Channel>,
        /// Code.
        pub code: Box<str>,
        /// When it was created.
        pub created_at: Timestamp,
        /// Guild it invites to.
        pub guild_id?: Id<marker::Guild>,
        /// Who created it.
        pub inviter?: Box<User>,
        /// Seconds it lasts; 0 for ever.
        pub max_age: u64,
        /// How often it may be used; 0 for any number of times.
        pub max_uses: u64,
        /// What it is for in a voice channel.
        pub target_type?: InviteTargetKind,
        /// Whose stream it is for.
        pub target_user?: Box<User>,
        /// Application it is for, in part.
        pub target_application?: Box<Application>,
        /// Whether membership ends with the connection.
        pub temporary: bool,
        /// How often it was used: 0.
        pub uses {default}: i64,
        /// When it expires; `None` if it does not.
        pub expires_at: Option<Timestamp>,
        /// Roles that who accepts it gets.
        pub role_ids[]: Id<marker::Role>,
    }
}

object! {
    /// An invite was deleted.
    ///
    /// Docs: [Gateway Events, Invite Delete](https://docs.discord.com/developers/events/gateway-events#invite-delete).
    #[derive(Eq)]
    pub struct InviteDelete {
        /// Channel it led to.
        pub channel_id: Id<marker::Channel>,
        /// Guild it invited to.
        pub guild_id?: Id<marker::Guild>,
        /// Code.
        pub code: Box<str>,
    }
}
