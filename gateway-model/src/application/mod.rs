//! Applications, their teams, installations and activities.
//!
//! Docs: [Application Resource](https://docs.discord.com/developers/resources/application).

mod activity_instance;
mod application_object;
mod flags;
mod install;
mod role_connection;
mod team;

pub use activity_instance::{ActivityInstance, ActivityLocation, ActivityLocationKind};
pub use application_object::{Application, EventWebhookStatus};
pub use flags::ApplicationFlags;
pub use install::{
    AuthorizingIntegrationOwners, InstallParams, InstallationContext, InstallationGuild,
    IntegrationTypeConfig, IntegrationTypesConfig,
};
pub use role_connection::{RoleConnectionMetadata, RoleConnectionMetadataKind};
pub use team::{MembershipState, Team, TeamMember, TeamMemberRole};
