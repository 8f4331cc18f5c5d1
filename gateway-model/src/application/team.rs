//! Teams that own applications.

use crate::id::{Id, marker};
use crate::image_hash::ImageHash;
use crate::macros::object::object;
use crate::macros::open_enum::open_enum;
use crate::user::User;

object! {
    /// A team.
    ///
    /// Docs: [Teams, Team Object](https://docs.discord.com/developers/topics/teams#data-models-team-object).
    #[derive(Eq, Hash)]
    pub struct Team {
        /// Icon.
        pub icon: Option<ImageHash>,
        /// Id of the team.
        pub id: Id<marker::Team>,
        /// Members.
        pub members {default}: Box<[TeamMember]>,
        /// Name.
        pub name {default}: Box<str>,
        /// Owner.
        pub owner_user_id: Id<marker::User>,
    }
}

object! {
    /// A member of a team.
    ///
    /// Docs: [Teams, Team Member Object](https://docs.discord.com/developers/topics/teams#data-models-team-member-object).
    #[derive(Eq, Hash)]
    pub struct TeamMember {
        /// Whether the invitation was accepted.
        pub membership_state: MembershipState,
        /// Id of the team.
        pub team_id: Id<marker::Team>,
        /// The user.
        pub user: User,
        /// Role in the team.
        pub role: TeamMemberRole,
    }
}

open_enum! {
    /// Whether the invitation to a team was accepted.
    ///
    /// Docs: [Teams, Membership State Enum](https://docs.discord.com/developers/topics/teams#data-models-membership-state-enum).
    pub enum MembershipState: i32 {
        /// Invited.
        Invited = 1,
        /// Accepted.
        Accepted = 2,
    }
}

open_enum! {
    /// Role in a team; the owner is [`Team::owner_user_id`] and has no role here.
    ///
    /// Docs: [Teams, Team Member Role Types](https://docs.discord.com/developers/topics/teams#team-member-roles-team-member-role-types).
    pub enum TeamMemberRole: str {
        /// Can do everything except destructive actions.
        Admin = "admin",
        /// Can see secrets and configure applications.
        Developer = "developer",
        /// Can only view.
        ReadOnly = "read_only",
    }
}
