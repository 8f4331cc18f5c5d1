//! Invites.
//!
//! Docs: [Invite Resource](https://docs.discord.com/developers/resources/invite).

use crate::application::Application;
use crate::channel::ChannelKind;
use crate::guild::{
    AgeRestrictionLevel, GuildFeature, Member, RoleColors, ScheduledEvent, VerificationLevel,
    WelcomeScreen,
};
use crate::id::{Id, marker};
use crate::image_hash::ImageHash;
use crate::macros::flags::flags;
use crate::macros::object::{extended_object, object};
use crate::macros::open_enum::open_enum;
use crate::permissions::Permissions;
use crate::timestamp::Timestamp;
use crate::user::User;

object! {
    /// An invite to a guild, a group or a friendship.
    ///
    /// Docs: [Invite, Invite Object](https://docs.discord.com/developers/resources/invite#invite-object).
    #[derive(Eq, Hash)]
    pub struct Invite {
        /// Kind of invite.
        pub kind as "type"?: InviteKind,
        /// Code.
        pub code: Box<str>,
        /// Guild; only in Discord's OpenAPI description.
        pub guild_id?: Id<marker::Guild>,
        /// Guild, with only some of its fields.
        pub guild?: Box<InviteGuild>,
        /// Channel, with only some of its fields.
        pub channel: Option<InviteChannel>,
        /// Who created it.
        pub inviter?: Box<User>,
        /// Kind of target in a voice channel.
        pub target_type?: InviteTargetKind,
        /// User whose stream is the target.
        pub target_user?: Box<User>,
        /// Application that is the target, with only some of its fields.
        pub target_application?: Box<Application>,
        /// Approximate number of online members, if requested with `with_counts`.
        pub approximate_presence_count?: i64,
        /// Approximate number of members, if requested with `with_counts`.
        pub approximate_member_count?: i64,
        /// When it expires; `None` if it does not.
        pub expires_at: Option<Timestamp>,
        /// The live stage; deprecated.
        pub stage_instance?: Box<InviteStageInstance>,
        /// Scheduled event that was requested with it.
        pub guild_scheduled_event?: Box<ScheduledEvent>,
        /// Flags.
        pub flags?: InviteFlags,
        /// Roles for users who accept it.
        pub roles[]: InviteRole,
    }
}

extended_object! {
    /// An invite with its metadata, for users who can manage it.
    ///
    /// Docs: [Invite, Invite Metadata Object](https://docs.discord.com/developers/resources/invite#invite-metadata-object).
    #[derive(Eq, Hash)]
    pub struct InviteWithMetadata: Invite {
        /// The invite.
        pub invite,
        /// How many times it was used.
        pub uses: i64,
        /// Maximum number of uses; 0 for no limit.
        pub max_uses: u64,
        /// Lifetime in seconds; 0 for no limit.
        pub max_age: u64,
        /// Whether membership is temporary and ends when the user disconnects.
        pub temporary: bool,
        /// When it was created.
        pub created_at: Timestamp,
    }
}

open_enum! {
    /// Kind of invite.
    ///
    /// Docs: [Invite, Invite Types](https://docs.discord.com/developers/resources/invite#invite-object-invite-types).
    pub enum InviteKind: i32 {
        /// A guild.
        Guild = 0,
        /// A group.
        GroupDm = 1,
        /// A friendship.
        Friend = 2,
    }
}

open_enum! {
    /// Kind of an invite's target in a voice channel.
    ///
    /// Docs: [Invite, Invite Target Types](https://docs.discord.com/developers/resources/invite#invite-object-invite-target-types).
    pub enum InviteTargetKind: i32 {
        /// A stream.
        Stream = 1,
        /// An Activity.
        EmbeddedApplication = 2,
        /// The purchase of a role subscription; only in Discord's OpenAPI description.
        RoleSubscriptionsPurchase = 3,
    }
}

flags! {
    /// Flags of an invite.
    ///
    /// Docs: [Invite, Guild Invite Flags](https://docs.discord.com/developers/resources/invite#invite-object-guild-invite-flags).
    pub struct InviteFlags {
        /// It invites guests to one voice channel.
        const IS_GUEST_INVITE = 0;
    }
}

object! {
    /// The part of a guild that an invite shows.
    ///
    /// Docs: [Invite, Example Invite Object](https://docs.discord.com/developers/resources/invite#invite-object-example-invite-object).
    #[derive(Eq, Hash)]
    pub struct InviteGuild {
        /// Id of the guild.
        pub id: Id<marker::Guild>,
        /// Name.
        pub name: Box<str>,
        /// Background of invites.
        pub splash: Option<ImageHash>,
        /// Banner.
        pub banner: Option<ImageHash>,
        /// Description.
        pub description: Option<Box<str>>,
        /// Icon.
        pub icon: Option<ImageHash>,
        /// Features of the guild.
        pub features {default}: Box<[GuildFeature]>,
        /// What members must have done before they may send messages.
        pub verification_level: Option<VerificationLevel>,
        /// Code of the vanity URL.
        pub vanity_url_code: Option<Box<str>>,
        /// Age restriction.
        pub nsfw_level?: AgeRestrictionLevel,
        /// Whether it is age-restricted; undocumented, kept for old invites.
        pub nsfw?: bool,
        /// Number of boosts.
        pub premium_subscription_count?: i64,
        /// Welcome screen.
        pub welcome_screen?: Box<WelcomeScreen>,
    }
}

object! {
    /// The part of a channel that an invite shows.
    ///
    /// Docs: [Invite, Example Invite Object](https://docs.discord.com/developers/resources/invite#invite-object-example-invite-object).
    #[derive(Eq, Hash)]
    pub struct InviteChannel {
        /// Id of the channel.
        pub id: Id<marker::Channel>,
        /// Name; missing for some groups.
        pub name?: Box<str>,
        /// Kind of channel.
        pub kind as "type": ChannelKind,
        /// Icon of a group.
        pub icon?: ImageHash,
        /// Recipients of a group, by name.
        pub recipients[]: InviteRecipient,
    }
}

object! {
    /// A recipient of the group of an invite.
    #[derive(Eq, Hash)]
    pub struct InviteRecipient {
        /// Id of the user.
        pub id?: Id<marker::User>,
        /// Avatar.
        pub avatar?: ImageHash,
        /// Name of the account.
        pub username: Box<str>,
    }
}

object! {
    /// A role for users who accept an invite.
    ///
    /// Docs: [Invite, Invite Structure](https://docs.discord.com/developers/resources/invite#invite-object-invite-structure).
    #[derive(Eq, Hash)]
    pub struct InviteRole {
        /// Id of the role.
        pub id: Id<marker::Role>,
        /// Name.
        pub name: Box<str>,
        /// Position in the list of roles.
        pub position: i32,
        /// Colour as `0xRRGGBB`; deprecated in favour of `colors`.
        pub color: u32,
        /// Colours.
        pub colors?: RoleColors,
        /// Icon.
        pub icon?: ImageHash,
        /// Standard emoji used as icon.
        pub unicode_emoji?: Box<str>,
        /// Permissions; only in Discord's OpenAPI description.
        pub permissions?: Permissions,
    }
}

object! {
    /// A live stage of an invite; deprecated.
    ///
    /// Docs: [Invite, Invite Stage Instance Object](https://docs.discord.com/developers/resources/invite#invite-stage-instance-object).
    #[derive(Eq, Hash)]
    pub struct InviteStageInstance {
        /// Speakers, with only some of their fields.
        pub members: Box<[Member]>,
        /// Number of users in the stage.
        pub participant_count {default}: i64,
        /// Number of speakers.
        pub speaker_count {default}: i64,
        /// Topic.
        pub topic {default}: Box<str>,
    }
}

object! {
    /// Progress of processing the list of users that an invite is for.
    ///
    /// Docs: [Invite, Get Target Users Job Status](https://docs.discord.com/developers/resources/invite#get-target-users-job-status).
    #[derive(Eq, Hash)]
    pub struct InviteTargetUsersJob {
        /// Status.
        pub status: InviteTargetUsersJobStatus,
        /// Users in the list.
        pub total_users: u64,
        /// Users processed.
        pub processed_users: u64,
        /// When it began.
        pub created_at: Option<Timestamp>,
        /// When it completed.
        pub completed_at: Option<Timestamp>,
        /// Error message.
        pub error_message?: Box<str>,
    }
}

open_enum! {
    /// Status of processing an invite's users.
    ///
    /// Docs: [Invite, Status Codes](https://docs.discord.com/developers/resources/invite#get-target-users-job-status-status-codes).
    pub enum InviteTargetUsersJobStatus: i32 {
        /// Unspecified.
        Unspecified = 0,
        /// In progress.
        Processing = 1,
        /// Done.
        Completed = 2,
        /// Failed.
        Failed = 3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIELDS: [(&str, &str); 7] = [
        ("uses", "3"),
        ("code", "\"abc\""),
        ("max_uses", "0"),
        ("channel", "null"),
        ("max_age", "60"),
        ("temporary", "false"),
        ("created_at", "\"2021-01-01T00:00:00+00:00\""),
    ];

    fn json(fields: impl Iterator<Item = (&'static str, &'static str)>) -> String {
        let fields: Vec<_> = fields.map(|(name, value)| format!("\"{name}\":{value}")).collect();
        format!("{{{}}}", fields.join(","))
    }

    #[test]
    fn fields_of_both_parts_may_come_in_any_order() {
        for shift in 0..FIELDS.len() {
            let text = json(FIELDS.into_iter().cycle().skip(shift).take(FIELDS.len()));
            let invite: InviteWithMetadata = serde_json::from_str(&text).unwrap();
            assert_eq!((&*invite.code, invite.uses, invite.max_age), ("abc", 3, 60), "{text}");
        }
    }

    #[test]
    fn a_missing_field_of_either_part_is_named() {
        for missing in ["uses", "code", "created_at"] {
            let text = json(FIELDS.into_iter().filter(|(name, _)| *name != missing));
            let error = serde_json::from_str::<InviteWithMetadata>(&text).unwrap_err();
            assert!(error.to_string().contains(missing), "{error}");
        }
    }
}
