//! Requests to join a guild.
//!
//! They are only in Discord's OpenAPI description, not in its docs.

use gateway_model::id::marker;
use gateway_model::user::User;
use gateway_model::{Id, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A page of requests to join a guild.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct JoinRequests {
    /// The total number of requests.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<u32>,
    /// The requests of this page.
    #[serde(default)]
    pub guild_join_requests: Vec<JoinRequest>,
}

/// A request to join a guild.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct JoinRequest {
    /// Id of the request.
    pub id: Id<marker::Generic>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was decided.
    pub reviewed_at: Option<Timestamp>,
    /// The status of the request.
    pub application_status: Option<JoinRequestStatus>,
    /// Why it was rejected.
    pub rejection_reason: Option<String>,
    /// The guild.
    pub guild_id: Id<marker::Guild>,
    /// The user.
    pub user_id: Id<marker::User>,
    /// The user, in full.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<User>,
    /// The user's answers to the guild's form, unparsed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form_responses: Option<Vec<Value>>,
    /// The user who decided it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actioned_by_user: Option<User>,
}

/// The status of a request to join.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum JoinRequestStatus {
    /// The form is not filled in yet.
    Started,
    /// It waits for a decision.
    Submitted,
    /// It was rejected.
    Rejected,
    /// It was approved.
    Approved,
    /// A value that this version does not know, kept unchanged.
    #[serde(untagged)]
    Unknown(Box<str>),
}
