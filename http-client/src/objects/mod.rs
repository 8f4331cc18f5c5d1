//! Types that only the REST API uses: request bodies, and responses that the gateway does not send.

mod auto_moderation;
mod forum;
mod join_request;
mod lobby;
mod monetization;
mod new_member_welcome;
mod nickname;
mod oauth2;
mod onboarding;
mod partner_sdk;
mod position;
mod scheduled_event;
mod search;
mod slack;
mod upload;

pub use auto_moderation::AutoModerationTrigger;
pub use forum::{ForumTagRequest, ForumThreadMessage};
pub use join_request::{JoinRequest, JoinRequestStatus, JoinRequests};
pub use lobby::LobbyMemberRequest;
pub use monetization::EntitlementOwner;
pub use new_member_welcome::{
    NewMemberAction, NewMemberActionKind, NewMemberWelcome, ResourceChannel, WelcomeMessage,
};
pub use nickname::Nickname;
pub use oauth2::{AuthorizationInformation, OpenIdUserInfo, PublicKey, PublicKeys};
pub use onboarding::{OnboardingOptionRequest, OnboardingPromptRequest};
pub use partner_sdk::{IdentityProvider, ProvisionalToken};
pub use position::{ChannelPosition, RolePosition};
pub use scheduled_event::{ScheduledEventException, ScheduledEventPlace, ScheduledEventUserCounts};
pub use search::{
    AuthorType, SearchSort, SearchedContent, SearchedEmbedKind, SortDirection, TagMatch,
    ThreadSearchResult, ThreadSearchSort,
};
pub use slack::{SlackAttachment, SlackField};
pub use upload::UploadedAttachment;
